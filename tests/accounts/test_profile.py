"""How a person tells us how to speak to her."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import translation

from accounts.models import User
from tests import world

pytestmark = pytest.mark.django_db


def test_a_person_changes_name_language_and_zone(client: Client) -> None:
    place = world.place("one")
    client.force_login(place.client)

    answer = client.post("/me/", {"name": "Leyla", "language": "tr", "zone": "Europe/Istanbul"}, follow=True)

    person = User.objects.get(pk=place.client.pk)
    assert (person.name, person.language, person.zone) == ("Leyla", "tr", "Europe/Istanbul")
    assert answer.headers["Content-Language"] == "tr"


def test_zones_are_cities_with_their_offset_of_today(client: Client) -> None:
    client.force_login(world.person("nigar"))

    page = client.get("/me/").content.decode()

    assert ">Baku (GMT+4)<" in page
    assert ">Kathmandu (GMT+5:45)<" in page


def test_a_saved_language_is_the_one_of_the_next_page_and_of_the_sentence_on_it(client: Client) -> None:
    client.force_login(world.person("nigar"))

    answer = client.post("/me/", {"name": "Leyla", "language": "az", "zone": "Asia/Baku"}, follow=True)

    assert '<html lang="az"' in answer.content.decode()
    with translation.override("az"):
        assert [str(one) for one in answer.context["messages"]] == [translation.gettext("Saved.")]


def test_a_person_without_a_brand_has_a_profile_too(client: Client) -> None:
    client.force_login(world.person("nigar"))

    assert client.get("/me/").status_code == 200


def test_the_anonymous_are_led_to_sign_in(client: Client) -> None:
    assert client.get("/me/").url == "/accounts/login/?next=/me/"  # type: ignore[attr-defined]


def test_a_wrong_zone_changes_nothing(client: Client) -> None:
    person = world.person("nigar")
    client.force_login(person)

    answer = client.post("/me/", {"name": "Leyla", "language": "tr", "zone": "Mars/Base"})

    assert answer.context["form"].errors["zone"]
    assert User.objects.get().name == "Nigar"


def test_the_password_is_changed_inside_the_frame(client: Client) -> None:
    place = world.place("one")
    client.force_login(place.editor)

    page = client.get("/accounts/password/change/").content.decode()

    assert "/b/one/" in page
