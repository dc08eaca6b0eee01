"""Who may ask the API, and for what."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from accounts.grants import Can, Role
from accounts.models import ApiKey, Membership
from accounts.services import api_keys
from core import clock
from core.ledger import SYSTEM, Event
from core.tenancy import scope
from tests import world
from tests.api.programs import WRITER, Program, program
from tests.world import Place

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> Place:
    return world.place("one")


@pytest.fixture
def reader(place: Place) -> Program:
    return program(place)


def test_a_key_opens_its_brands_and_says_what_it_may(reader: Program) -> None:
    answer = reader.client.get("/api/v1/brands/", headers={"Authorization": f"Bearer {reader.secret}"})

    assert answer.status_code == 200
    assert [(one["slug"], one["may"]) for one in answer.json()["items"]] == [("one", ["view"])]


def test_without_a_key_the_answer_is_401_in_problem_json(place: Place) -> None:
    answer = Client().get(f"/api/v1/brands/{place.brand.slug}/posts/")

    assert (answer.status_code, answer["Content-Type"]) == (401, "application/problem+json")
    assert answer.json()["code"] == "not_authenticated"
    assert "Bearer" in answer["WWW-Authenticate"]


@pytest.mark.parametrize("secret", ["", "mk_", "mk_nobody", "nobody", "mk_" + "a" * 5000, "mk_\x00"])
def test_a_made_up_key_opens_nothing(reader: Program, secret: str) -> None:
    reader.secret = secret

    assert reader.ask("GET", "posts/").status_code == 401


def test_a_revoked_key_opens_nothing_from_then_on(reader: Program) -> None:
    before = reader.ask("GET", "posts/").status_code
    with scope.enter(reader.place.organization.pk):
        api_keys.revoke(reader.key, by=SYSTEM)

    assert (before, reader.ask("GET", "posts/").status_code) == (200, 401)


def test_a_key_ends_when_it_was_told_to(place: Place) -> None:
    over = program(place, expires_at=clock.now() - timedelta(seconds=1))

    assert over.ask("GET", "posts/").status_code == 401


def test_a_key_ends_with_the_membership_of_its_maker(place: Place) -> None:
    asking = program(place, maker=place.admin)
    with scope.enter(place.organization.pk):
        Membership.objects.filter(user=place.admin).update(deactivated_at=clock.now())

    assert asking.ask("GET", "posts/").status_code == 401


def test_a_key_never_does_more_than_its_maker_may_today(place: Place) -> None:
    asking = program(place, WRITER, maker=place.admin)
    with scope.enter(place.organization.pk):
        Membership.objects.filter(user=place.admin).update(role=Role.ANALYST)

    assert asking.ask("GET", "posts/").status_code == 200
    assert asking.ask("POST", "posts/", {"text": "Salam"}).status_code == 403


def test_a_key_does_not_open_another_organization_of_its_maker(place: Place) -> None:
    other = world.place("other")
    with scope.enter(other.organization.pk):
        Membership.objects.create(organization=other.organization, user=place.owner, role=Role.OWNER)
    asking = program(place)

    assert asking.ask("GET", "posts/", to=other).status_code == 404


def test_a_reader_may_not_write(reader: Program) -> None:
    answer = reader.ask("POST", "posts/", {"text": "Salam"})

    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")


def test_a_person_signed_in_may_ask_too(place: Place) -> None:
    client = Client()
    client.force_login(place.analyst)

    assert client.get(f"/api/v1/brands/{place.brand.slug}/posts/").status_code == 200


def test_the_page_shows_a_secret_once_and_keeps_none(place: Place) -> None:
    client = Client()
    client.force_login(place.owner)
    address = f"/o/{place.organization.slug}/keys/"

    made = client.post(address, {"name": "Website", "words": ["view", "write"], "lasts": "90"})
    secret = made.context["secret"]

    assert secret.startswith("mk_")
    assert secret in made.content.decode()
    assert secret not in client.get(address).content.decode()
    with scope.enter(place.organization.pk):
        assert ApiKey.objects.get().words == ["view", "write"]
        assert Event.objects.filter(kind="accounts.api_key_made").count() == 1


def test_the_page_takes_keys_back(place: Place, reader: Program) -> None:
    client = Client()
    client.force_login(place.owner)

    client.post(f"/o/{place.organization.slug}/keys/{reader.key.pk}/revoke/")

    assert reader.ask("GET", "posts/").status_code == 401


def test_an_editor_sees_no_keys(place: Place) -> None:
    client = Client()
    client.force_login(place.editor)

    assert client.get(f"/o/{place.organization.slug}/keys/").status_code == 403


def test_a_key_without_anything_to_do_is_refused(place: Place) -> None:
    client = Client()
    client.force_login(place.owner)

    answer = client.post(f"/o/{place.organization.slug}/keys/", {"name": "Website", "lasts": "90"})

    assert answer.context["form"].errors
    assert 'value="Website"' in answer.content.decode()


def test_a_key_cannot_be_given_what_is_for_people(place: Place) -> None:
    client = Client()
    client.force_login(place.owner)

    answer = client.post(
        f"/o/{place.organization.slug}/keys/", {"name": "x", "words": [Can.PEOPLE], "lasts": "90"}
    )

    assert answer.context["secret"] == ""
    with scope.enter(place.organization.pk):
        assert not ApiKey.objects.exists()
