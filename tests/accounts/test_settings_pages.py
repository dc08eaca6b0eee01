"""Settings of organizations and brands: names, addresses that move, colours, quiet hours."""

from __future__ import annotations

import json
from datetime import time
from typing import Any

import pytest
from django.test import Client

from accounts.grants import Role
from accounts.models import Brand, Membership, Organization
from accounts.selectors.quiet import Quiet, quiet_hours
from accounts.settings_forms import BrandForm, OrganizationForm
from core.ledger import Event
from core.tenancy import scope
from tests import world
from tests.world import Place

pytestmark = pytest.mark.django_db
BRAND, ORGANIZATION = "/b/one/settings/", "/o/one/settings/"
MANAGERS = (Role.OWNER, Role.ADMIN)


@pytest.fixture
def place() -> Place:
    """The organization whose settings are opened."""
    return world.place("one")


def browser(place: Place, role: str = Role.ADMIN) -> Client:
    """Somebody in a role."""
    client = Client()
    client.force_login(place.people[role])
    return client


def brand_data(place: Place, **changes: Any) -> dict[str, Any]:
    """The brand's form as the page would send it."""
    brand = fresh(place)
    return {
        "name": brand.name,
        "slug": brand.slug,
        "language": brand.language,
        "tone": brand.tone,
        "accent": brand.accent,
        "quiet_from": "",
        "quiet_until": "",
        "seen": BrandForm.seen_of(brand),
    } | changes


def organization_data(place: Place, **changes: Any) -> dict[str, Any]:
    """The organization's form as the page would send it."""
    organization = place.organization
    return {
        "name": organization.name,
        "slug": organization.slug,
        "language": organization.language,
        "zone": organization.zone,
        "quiet_from": "",
        "quiet_until": "",
        "seen": OrganizationForm.seen_of(organization),
    } | changes


def fresh(place: Place) -> Brand:
    """The brand as it is now."""
    with scope.enter(place.organization.pk):
        found: Brand = Brand.objects.get(pk=place.brand.pk)
        return found


def fresh_organization(place: Place) -> Organization:
    """The organization as it is now."""
    with scope.enter(place.organization.pk):
        return Organization.objects.get(pk=place.organization.pk)


def changes(place: Place, kind: str) -> list[dict[str, Any]]:
    """What the ledger tells of it."""
    with scope.enter(place.organization.pk):
        return [event.facts for event in Event.objects.filter(kind=kind).order_by("id")]


@pytest.mark.parametrize("role", Role.values)
@pytest.mark.parametrize("address", [BRAND, ORGANIZATION, "/o/one/brands/", "/o/one/brands/new/"])
def test_owner_and_admin_open_settings_and_the_others_are_refused(
    place: Place, role: str, address: str
) -> None:
    assert browser(place, role).get(address).status_code == (200 if role in MANAGERS else 403)


@pytest.mark.parametrize("address", [ORGANIZATION, "/o/one/brands/new/"])
def test_an_admin_of_some_brands_sets_no_organization_and_adds_no_brand(place: Place, address: str) -> None:
    with scope.enter(place.organization.pk):
        Membership.objects.filter(user=place.admin).update(all_brands=False)

    answer = browser(place).get(address)

    assert answer.status_code == 403


def test_a_brand_is_renamed_and_the_ledger_keeps_before_and_after(place: Place) -> None:
    answer = browser(place).post(BRAND, brand_data(place, name="Kəhrəba", language="az", tone="7"))

    assert (answer.status_code, answer["Location"]) == (302, BRAND)
    brand = fresh(place)
    assert (brand.name, brand.language, brand.tone) == ("Kəhrəba", "az", 7)
    assert changes(place, "accounts.brand_changed") == [
        {
            "before": {"name": "One", "language": "en", "tone": "0"},
            "after": {"name": "Kəhrəba", "language": "az", "tone": "7"},
        }
    ]


def test_saving_without_a_change_writes_nothing_down(place: Place) -> None:
    browser(place).post(BRAND, brand_data(place))

    assert changes(place, "accounts.brand_changed") == []


def test_the_former_address_leads_to_the_same_page_under_the_new_one(place: Place) -> None:
    manager = browser(place)

    answer = manager.post(BRAND, brand_data(place, slug="kehreba"))

    assert answer.url == "/b/kehreba/settings/"  # type: ignore[attr-defined]
    led = manager.get("/b/one/calendar/?month=2027-03&a=%26")
    assert (led.status_code, led.url) == (302, "/b/kehreba/calendar/?month=2027-03&a=%26")  # type: ignore[attr-defined]
    assert manager.get("/b/kehreba/calendar/").status_code == 200
    assert browser(world.place("two"), Role.OWNER).get("/b/one/calendar/").status_code == 404


def test_a_form_that_was_open_under_the_former_address_still_works(place: Place) -> None:
    manager = browser(place)
    before = brand_data(place)
    manager.post(BRAND, before | {"slug": "kehreba"})

    answer = manager.post("/b/one/settings/publishing/", {"action": "expire", "amount": "2", "unit": "60"})

    assert answer.url == "/b/kehreba/settings/publishing/"  # type: ignore[attr-defined]


def test_an_address_can_be_taken_back_and_both_go_on_leading_here(place: Place) -> None:
    manager = browser(place)
    manager.post(BRAND, brand_data(place, slug="kehreba"))

    manager.post("/b/kehreba/settings/", brand_data(place, slug="one"))

    assert manager.get(BRAND).status_code == 200
    assert manager.get("/b/kehreba/settings/").url == BRAND  # type: ignore[attr-defined]


def test_an_organization_moves_with_all_its_pages(place: Place) -> None:
    manager = browser(place, Role.OWNER)

    answer = manager.post(ORGANIZATION, organization_data(place, slug="kehreba-group", zone="Asia/Baku"))

    assert answer.url == "/o/kehreba-group/settings/"  # type: ignore[attr-defined]
    assert manager.get("/o/one/people/?a=1").url == "/o/kehreba-group/people/?a=1"  # type: ignore[attr-defined]
    assert fresh_organization(place).zone == "Asia/Baku"


@pytest.mark.parametrize(
    ("typed", "proposal"),
    [
        ("two", "two-2"),
        ("api", "api-2"),
        ("Kəhrəba Coffee", "kehreba-coffee"),
        ("a b", "a-b"),
        ("x/../y", "xy"),
    ],
)
def test_an_address_that_cannot_be_comes_back_with_one_that_can(
    place: Place, typed: str, proposal: str
) -> None:
    world.place("two")

    answer = browser(place).post(BRAND, brand_data(place, slug=typed, name="Typed name"))

    page = answer.content.decode()
    assert answer.status_code == 200
    assert f"“{proposal}”" in page
    assert f'value="{typed}"' in page
    assert 'value="Typed name"' in page
    assert (fresh(place).slug, fresh(place).name) == ("one", "One")


def test_another_brand_of_the_same_organization_keeps_its_address(place: Place) -> None:
    browser(place).post(
        "/o/one/brands/new/", {"name": "Second", "zone": "Asia/Baku", "language": "az", "tone": "3"}
    )

    answer = browser(place).post(BRAND, brand_data(place, slug="second"))

    assert "“second” is taken. “second-2” is free." in answer.content.decode()


def test_a_second_tab_is_told_what_changed_and_may_then_put_its_own_in_place(place: Place) -> None:
    manager, stale = browser(place), brand_data(place)
    browser(place, Role.OWNER).post(BRAND, stale | {"name": "Theirs", "language": "tr"})

    refused = manager.post(BRAND, stale | {"name": "Mine"})

    page = refused.content.decode()
    assert refused.status_code == 200
    assert "Owner-One changed this while you had it open" in page
    assert "Name: “Theirs”; Language: “Türkçe”" in page
    assert 'value="Mine"' in page
    assert fresh(place).name == "Theirs"
    again = manager.post(BRAND, stale | {"name": "Mine", "seen": refused.context["seen"]})
    assert (again.status_code, fresh(place).name) == (302, "Mine")


def test_a_mistake_in_an_old_tab_does_not_hide_that_somebody_changed_it(place: Place) -> None:
    manager, stale = browser(place), brand_data(place)
    browser(place, Role.OWNER).post(BRAND, stale | {"name": "Theirs"})

    wrong = manager.post(BRAND, stale | {"name": "Mine", "quiet_from": "22:00"})
    right = manager.post(BRAND, stale | {"name": "Mine", "seen": wrong.context["seen"]})

    assert list(wrong.context["form"].errors) == ["quiet_until"]
    assert "Name: “Theirs”" in right.content.decode()
    assert fresh(place).name == "Theirs"


def test_of_two_who_give_an_address_at_once_the_second_is_told(place: Place) -> None:
    stale = brand_data(place)
    browser(place, Role.OWNER).post(BRAND, stale | {"slug": "theirs"})

    refused = browser(place).post(BRAND, stale | {"slug": "mine"})

    assert "Address: “theirs”" in refused.content.decode()
    assert fresh(place).slug == "theirs"


@pytest.mark.parametrize("seen", ["", "no json", "[]", json.dumps({"unknown": "x"})])
def test_a_form_that_does_not_say_what_it_saw_is_taken_as_it_is(place: Place, seen: str) -> None:
    browser(place).post(BRAND, brand_data(place, name="Plain", seen=seen))

    assert fresh(place).name == "Plain"


@pytest.mark.parametrize(
    ("begins", "ends", "field"),
    [("22:00", "", "quiet_until"), ("", "07:00", "quiet_from"), ("09:00", "09:00", "quiet_until")],
)
def test_half_quiet_hours_are_refused_with_a_sentence(
    place: Place, begins: str, ends: str, field: str
) -> None:
    answer = browser(place).post(BRAND, brand_data(place, quiet_from=begins, quiet_until=ends))

    assert list(answer.context["form"].errors) == [field]
    assert fresh(place).quiet_from is None


def test_a_brands_quiet_hours_count_before_the_organizations(place: Place) -> None:
    owner = browser(place, Role.OWNER)
    assert quiet_hours(fresh_organization(place), fresh(place)) is None
    owner.post(
        ORGANIZATION,
        organization_data(place, quiet_from="22:00", quiet_until="07:30", zone="Europe/Istanbul"),
    )

    inherited = quiet_hours(fresh_organization(place), fresh(place))
    assert "22:00 to 07:30" in owner.get(BRAND).content.decode()
    owner.post(BRAND, brand_data(place, quiet_from="20:00", quiet_until="21:00"))

    assert inherited == Quiet(time(22), time(7, 30), "Europe/Istanbul")
    assert quiet_hours(fresh_organization(place), fresh(place)) == Quiet(time(20), time(21), "Asia/Baku")
    assert quiet_hours(fresh_organization(place)) == inherited


@pytest.mark.parametrize(
    ("typed", "kept", "said"),
    [
        ("#0a6b5c", "#0a6b5c", "White text on it reads well (6.4 to 1)"),
        ("FFE000", "#ffe000", "Dark text on it reads well (12.3 to 1)"),
        ("#fe0", "#ffee00", "On a light page it is too pale for lines and signs."),
        ("#777f81", "#777f81", "Neither white nor dark text reads well"),
        ("#101010", "#101010", "On a dark page it is too dark for lines and signs."),
    ],
)
def test_what_a_colour_can_do_is_said_in_words(place: Place, typed: str, kept: str, said: str) -> None:
    manager = browser(place)

    manager.post(BRAND, brand_data(place, accent=typed))

    assert fresh(place).accent == kept
    assert said in manager.get(BRAND).content.decode()


@pytest.mark.parametrize("typed", ["red", "#12345", "#gggggg", "url(x)"])
def test_what_is_no_colour_is_refused_and_kept_in_the_field(place: Place, typed: str) -> None:
    answer = browser(place).post(BRAND, brand_data(place, accent=typed))

    assert list(answer.context["form"].errors) == ["accent"]
    assert f'value="{typed}"' in answer.content.decode()


def test_a_second_brand_begins_as_the_organization_is_and_opens(place: Place) -> None:
    owner = browser(place, Role.OWNER)
    owner.post(ORGANIZATION, organization_data(place, zone="Europe/Istanbul", language="tr"))
    form = owner.get("/o/one/brands/new/").context["form"]
    assert (form["zone"].value(), form["language"].value()) == ("Europe/Istanbul", "tr")

    answer = owner.post(
        "/o/one/brands/new/",
        {"name": "Kehribar İstanbul", "zone": "Europe/Istanbul", "language": "tr", "tone": "5"},
    )

    assert answer.url == "/b/kehribar-istanbul/"  # type: ignore[attr-defined]
    assert "Kehribar İstanbul" in owner.get("/o/one/brands/").content.decode()
    with scope.enter(place.organization.pk):
        assert Brand.objects.get(slug="kehribar-istanbul").tone == 5


def test_a_new_brand_keeps_what_was_typed_when_something_is_wrong(place: Place) -> None:
    answer = browser(place).post(
        "/o/one/brands/new/", {"name": "Typed", "zone": "Mars/Base", "language": "az", "tone": "12"}
    )

    assert set(answer.context["form"].errors) == {"zone", "tone"}
    assert 'value="Typed"' in answer.content.decode()
