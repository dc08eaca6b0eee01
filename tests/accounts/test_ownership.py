"""An organization changes hands."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from accounts.access import in_organization
from accounts.grants import Role
from accounts.models import Membership, OwnershipOffer
from accounts.services import ownership
from activity.models import Notice
from core.errors import DomainError
from core.ledger import Event
from core.tenancy import scope
from tests import world
from tests.accounts import mailbox
from tests.world import PASSWORD, Place

pytestmark = pytest.mark.django_db
PAGE, OFFER = "/o/one/ownership/", "/o/one/me/ownership/"


@pytest.fixture
def place() -> Place:
    """The organization that changes hands."""
    return world.place("one")


def role_of(place: Place, who: str) -> str:
    """Somebody's role now."""
    with scope.enter(place.organization.pk):
        return str(Membership.objects.get(user=place.people[who]).role)


def signed_in(place: Place, who: str) -> Client:
    """A browser whose person has just typed her password once more."""
    client = Client()
    client.force_login(place.people[who])
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


def offer(place: Place, to: str = Role.ADMIN) -> Any:
    """The owner offers it."""
    with scope.enter(place.organization.pk):
        taker = Membership.objects.get(user=place.people[to])
    return signed_in(place, Role.OWNER).post(PAGE, {"taker": str(taker.pk)})


def test_the_password_is_asked_first(place: Place) -> None:
    client = Client()
    client.force_login(place.owner)

    answer = client.get(PAGE)

    assert answer.url == "/accounts/reauthenticate/?next=%2Fo%2Fone%2Fownership%2F"  # type: ignore[attr-defined]
    assert client.post(PAGE, {"taker": "1"}).status_code == 302
    back = client.post("/accounts/reauthenticate/", {"password": PASSWORD, "next": PAGE})
    assert back.url == PAGE  # type: ignore[attr-defined]
    assert client.get(PAGE).status_code == 200


def test_it_changes_hands_when_the_other_side_accepts_and_both_are_told(place: Place) -> None:
    assert offer(place).status_code == 302
    assert role_of(place, Role.ADMIN) == Role.ADMIN
    with scope.enter(place.organization.pk):
        assert mailbox.link(mailbox.latest(place.admin.email)) == "/o/one/me/"
    taker = signed_in(place, Role.ADMIN)
    assert "Owner-One" in taker.get(OFFER).content.decode()

    assert taker.post(OFFER, {"answer": "accept"}).status_code == 302

    assert (role_of(place, Role.OWNER), role_of(place, Role.ADMIN)) == (Role.ADMIN, Role.OWNER)
    with scope.enter(place.organization.pk):
        told = Notice.objects.filter(kind="accounts.ownership_taken").values_list("person", flat=True)
        assert set(told) == {place.owner.pk, place.admin.pk}
        kinds = Event.objects.filter(kind__startswith="accounts.ownership").order_by("id")
        assert list(kinds.values_list("kind", flat=True)) == [
            "accounts.ownership_offered",
            "accounts.ownership_taken",
        ]


def test_accepting_asks_for_the_password_too(place: Place) -> None:
    offer(place)
    client = Client()
    client.force_login(place.admin)

    assert client.post(OFFER, {"answer": "accept"}).url.startswith("/accounts/reauthenticate/")  # type: ignore[attr-defined]
    assert role_of(place, Role.ADMIN) == Role.ADMIN


def test_it_may_be_declined_and_taken_back(place: Place) -> None:
    offer(place)
    client = Client()
    client.force_login(place.admin)
    assert client.post(OFFER, {"answer": "decline"}).status_code == 302

    offer(place, Role.EDITOR)
    assert signed_in(place, Role.OWNER).post(f"{PAGE}withdraw/").status_code == 302

    editor = signed_in(place, Role.EDITOR)
    assert editor.post(OFFER, {"answer": "accept"}).status_code == 403
    assert role_of(place, Role.OWNER) == Role.OWNER
    with scope.enter(place.organization.pk):
        outcomes = OwnershipOffer.objects.order_by("id").values_list("outcome", flat=True)
        assert list(outcomes) == ["declined", "withdrawn"]


def test_one_offer_is_open_at_a_time(place: Place) -> None:
    offer(place)

    assert "open offer already" in str(offer(place, Role.EDITOR).context["form"].errors)


def test_an_offer_of_somebody_who_is_no_owner_any_more_is_worth_nothing(place: Place) -> None:
    offer(place)
    with scope.enter(place.organization.pk):
        Membership.objects.filter(user=place.owner).update(role=Role.EDITOR)
        made = OwnershipOffer.objects.get()

    with in_organization(place.admin, "one") as access, pytest.raises(DomainError, match="no owner any more"):
        ownership.accept(made, access=access)
    assert role_of(place, Role.ADMIN) == Role.ADMIN


def test_an_offer_that_ran_out_is_not_accepted_and_makes_room(place: Place) -> None:
    offer(place)
    with scope.enter(place.organization.pk):
        OwnershipOffer.objects.update(expires_at="2026-01-01T00:00Z")

    assert signed_in(place, Role.ADMIN).post(OFFER, {"answer": "accept"}).status_code == 403
    assert offer(place, Role.EDITOR).status_code == 302


@pytest.mark.parametrize("role", [Role.ADMIN, Role.EDITOR, Role.CLIENT])
def test_only_owners_hand_over_and_only_the_asked_accept(place: Place, role: str) -> None:
    client = signed_in(place, role)

    assert client.get(PAGE).status_code == 403
    assert client.post(PAGE, {"taker": "1"}).status_code == 403
    assert client.get(OFFER).status_code == 403
    assert client.post(f"{PAGE}withdraw/").status_code == 403
