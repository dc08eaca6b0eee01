"""The brand's rule for late posts."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from accounts.grants import Role
from accounts.models import BrandPolicy
from core.ledger import Event
from core.tenancy import scope
from tests import world
from tests.world import Place

pytestmark = pytest.mark.django_db
PAGE = "/b/one/settings/publishing/"


@pytest.fixture
def place() -> Place:
    """The organization whose brand is set."""
    return world.place("one")


def send(place: Place, role: str = Role.ADMIN, **data: Any) -> Any:
    """The form of somebody in a role."""
    client = Client()
    client.force_login(place.people[role])
    return client.post(PAGE, {"action": "hold", "amount": "2", "unit": "60", **data})


def rule(place: Place) -> tuple[str, int]:
    """What is in force."""
    with scope.enter(place.organization.pk):
        policy = BrandPolicy.objects.get(brand=place.brand)
        return policy.late_action, policy.late_minutes


def changes(place: Place) -> list[dict[str, Any]]:
    """What the ledger tells of it."""
    with scope.enter(place.organization.pk):
        events = Event.objects.filter(kind="accounts.late_rule_changed", brand_id=place.brand.pk)
        return [event.facts for event in events]


@pytest.mark.parametrize("role", Role.values)
def test_owner_and_admin_set_it_and_the_others_are_refused(place: Place, role: str) -> None:
    answer = send(place, role, action="expire")

    may = role in {Role.OWNER, Role.ADMIN}
    assert answer.status_code == (302 if may else 403)
    assert rule(place) == ("expire" if may else "hold", 120)


@pytest.mark.parametrize(
    ("amount", "unit", "minutes"), [("5", "1", 5), ("90", "1", 90), ("3", "60", 180), ("7", "1440", 10080)]
)
def test_late_begins_after_minutes_hours_or_days(place: Place, amount: str, unit: str, minutes: int) -> None:
    send(place, action="publish", amount=amount, unit=unit)

    assert rule(place) == ("publish", minutes)
    page = Client()
    page.force_login(place.owner)
    form = page.get(PAGE).context["form"]
    assert (str(form["amount"].value()), form["action"].value()) == (
        str(minutes // int(form["unit"].value())),
        "publish",
    )


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"amount": "4", "unit": "1"}, "amount"),
        ({"amount": "8", "unit": "1440"}, "amount"),
        ({"amount": "0"}, "amount"),
        ({"amount": ""}, "amount"),
        ({"amount": "two"}, "amount"),
        ({"amount": "99999999999"}, "amount"),
        ({"unit": "7"}, "unit"),
        ({"action": "explode"}, "action"),
    ],
)
def test_a_mistake_is_said_and_keeps_what_was_typed(place: Place, data: dict[str, str], field: str) -> None:
    answer = send(place, **data)

    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [field]
    assert str(answer.context["form"].errors[field][0]) in answer.content.decode()
    for name, value in data.items():
        assert answer.context["form"][name].value() == value
    assert (rule(place), changes(place)) == (("hold", 120), [])


def test_the_ledger_keeps_before_and_after_and_no_change_is_none(place: Place) -> None:
    send(place, action="publish", amount="1", unit="1440")
    send(place, action="publish", amount="24", unit="60")

    assert changes(place) == [
        {"before": {"action": "hold", "minutes": 120}, "after": {"action": "publish", "minutes": 1440}}
    ]


def test_a_brand_without_a_policy_gets_one_that_still_wants_approval(place: Place) -> None:
    with scope.enter(place.organization.pk):
        BrandPolicy.objects.all().delete()

    send(place, action="expire", amount="1", unit="60")

    assert rule(place) == ("expire", 60)
    with scope.enter(place.organization.pk):
        assert BrandPolicy.objects.get().approval_required


def alt_required(place: Place) -> bool:
    """Whether pictures need a description."""
    with scope.enter(place.organization.pk):
        return BrandPolicy.objects.get(brand=place.brand).alt_required


def want(place: Place, role: str = Role.ADMIN, **data: str) -> Any:
    """The switch of somebody in a role."""
    client = Client()
    client.force_login(place.people[role])
    return client.post(f"{PAGE}descriptions/", data)


@pytest.mark.parametrize("role", Role.values)
def test_owner_and_admin_want_descriptions_and_the_others_are_refused(place: Place, role: str) -> None:
    answer = want(place, role, alt_required="on")

    may = role in {Role.OWNER, Role.ADMIN}
    assert answer.status_code == (302 if may else 403)
    assert alt_required(place) == may


def test_the_switch_goes_off_again_and_shows_what_is_in_force(place: Place) -> None:
    browser = Client()
    browser.force_login(place.owner)

    want(place, alt_required="on")
    on = browser.get(PAGE).content.decode()
    want(place)
    off = browser.get(PAGE).content.decode()

    assert 'name="alt_required" checked' in on
    assert 'name="alt_required" checked' not in off
    assert alt_required(place) is False
    with scope.enter(place.organization.pk):
        events = Event.objects.filter(kind="accounts.alt_rule_changed").order_by("pk")
        assert [event.facts["required"] for event in events] == [True, False]
