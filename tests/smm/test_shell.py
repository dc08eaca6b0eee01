"""What the frame shows."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from core import navigation
from smm.shell import Clock, clock
from tests import world

AT = datetime(2026, 10, 14, 6, 42, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "shown"),
    [
        ("Asia/Baku", Clock("Baku", "10:42", "GMT+4", 240)),
        ("Asia/Kathmandu", Clock("Kathmandu", "12:27", "GMT+5:45", 345)),
        ("America/St_Johns", Clock("St Johns", "04:12", "GMT-2:30", -150)),
        ("America/New_York", Clock("New York", "02:42", "GMT-4", -240)),
        ("UTC", Clock("UTC", "06:42", "GMT", 0)),
    ],
)
def test_the_clock_shows_place_time_and_offset(zone: str, shown: Clock) -> None:
    assert clock(zone, AT) == shown


@pytest.mark.django_db
def test_the_frame_of_an_organizations_page_is_that_of_the_last_brand(client: Client) -> None:
    place = world.place("one")
    client.force_login(place.owner)

    shell = client.get("/o/one/people/").context["shell"]

    assert (shell["brand"].slug, shell["clock"].place, shell["may_write"]) == ("one", "Baku", True)
    assert [item.key for group in shell["settings"] for item in group.items if item.current] == ["people"]
    assert shell["in_settings"]
    assert shell["person"] == {"name": "Owner-One", "initials": "O", "email": "owner-one@example.com"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "place"), [("/accounts/password/change/", "security"), ("/b/one/approvals/guests/", "approval")]
)
def test_a_page_of_settings_with_an_address_elsewhere_stands_among_them(
    client: Client, path: str, place: str
) -> None:
    client.force_login(world.place("one").owner)

    shell = client.get(path).context["shell"]

    assert [item.key for group in shell["settings"] for item in group.items if item.current] == [place]
    assert [item.key for item in shell["nav"] if item.current] == []


@pytest.mark.django_db
def test_who_may_not_write_is_offered_no_new_post(client: Client) -> None:
    client.force_login(world.place("one").client)

    shell = client.get("/me/notices/").context["shell"]

    assert (shell["may_write"], shell["new_post_url"]) == (False, "")


@pytest.mark.django_db
def test_a_demonstration_offers_its_people_on_the_sign_in_page_alone(client: Client, settings: Any) -> None:
    assert client.get("/accounts/login/").context["demo_logins"] == ()

    settings.DEMO = True

    assert "nigar@kehreba.example" in client.get("/accounts/login/").content.decode()
    assert client.get("/accounts/signup/").context["demo_logins"] == ()


@pytest.mark.django_db
def test_settings_stand_beside_each_other_and_not_in_the_rail(client: Client) -> None:
    client.force_login(world.place("one").owner)

    shell = client.get("/b/one/").context["shell"]

    assert [group.name for group in shell["settings"]] == ["Brand", "Organization", "You"]
    assert {item.group for item in shell["nav"]} & {"settings"} == set()
    assert not shell["in_settings"]


@pytest.mark.django_db
def test_any_number_of_settings_finds_room(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    known = dict(navigation._places)
    monkeypatch.setattr(navigation, "_places", known)
    for number in range(30):
        place = navigation.Place(
            f"x{number}", f"Setting {number}", "flag", "profile", 300 + number, "settings", of="person"
        )
        navigation.register(place)
    client.force_login(world.place("one").owner)

    for page in (client.get("/me/settings/"), client.get("/o/one/people/")):
        text = page.content.decode()
        assert page.status_code == 200
        assert [number for number in range(30) if f">Setting {number}<" not in text] == []


@pytest.mark.django_db
def test_who_may_set_nothing_of_the_brand_sees_her_own_settings_only(client: Client) -> None:
    client.force_login(world.place("one").client)

    page = client.get("/me/settings/")

    assert [group.name for group in page.context["shell"]["settings"]] == ["You"]
    assert "People" not in page.content.decode().split('id="main"')[1].split("</main>")[0]
