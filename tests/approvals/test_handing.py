"""Giving one's seat in a review to somebody else who may approve."""

from __future__ import annotations

import html
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import Membership
from activity.models import Notice
from approvals.models import Mode, Review
from approvals.plans import Chair, Plan, Step
from approvals.services import deciding, handing
from approvals.services.deciding import AlreadyDecided
from core.errors import NotAllowed
from core.ledger import Event
from tests.approvals import asked
from tests.calendar_app import pages, posts
from tests.calendar_app.posts import inside
from tests.world import Place
from tests.world import place as new_place

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> Place:
    """A brand in which the approver alone decides."""
    made = new_place("one", approval_required=True)
    with inside(made):
        asked.plan(made, plan(made, "approver"))
    return made


def seat(place: Place, role: str) -> Membership:
    """Her membership."""
    return Membership.objects.get(user=place.people[role])


def plan(place: Place, *roles: str) -> Plan:
    """One stage in which all of these must agree."""
    chairs = tuple(Chair(membership=seat(place, role).pk) for role in roles)
    return Plan(name="Flow", steps=(Step(name="Check", mode=Mode.ALL, chairs=chairs),))


@pytest.fixture
def review(place: Place) -> Review:
    """A post that waits for her."""
    with inside(place):
        return asked.review_of(asked.submitted(place, posts.channel(place)))


def hand(place: Place, review: Review, role: str, to: int | str = "") -> Any:
    """The form; without a taker its page."""
    url = pages.at(place, f"approvals/{review.pk}/hand/")
    client = pages.browser(place.people[role])
    return client.post(url, {"to": to}, follow=True) if to else client.get(url)


def test_the_seat_goes_to_who_may_approve_and_he_is_told_once(place: Place, review: Review) -> None:
    with inside(place):
        owner = seat(place, "owner").pk

    page = html.unescape(hand(place, review, "approver", owner).content.decode())

    assert "Owner-One is asked instead of you." in page
    with inside(place):
        assert Notice.objects.filter(kind="approvals.asked", person=place.owner).count() == 1
        event = Event.objects.get(kind="approvals.handed_over")
        assert (event.subject, event.facts["to"]) == (review.about, "Owner-One")
        with pytest.raises(PermissionDenied):
            asked.approve(review, asked.voice(place))
        asked.approve(review, asked.voice(place, "owner"))
        assert Review.objects.get(pk=review.pk).state == "approved"


def test_who_handed_her_seat_on_stands_there_with_the_taker(place: Place, review: Review) -> None:
    with inside(place):
        handing.hand_over(review, seat(place, "owner").pk, voice=asked.voice(place))

    shown = pages.browser(place.approver).get(pages.at(place, f"approvals/{review.pk}/")).content.decode()

    assert "Handed on" in shown
    assert "to Owner-One" in shown
    assert "approvals/hand" not in shown


@pytest.mark.parametrize("role", ["editor", "analyst", "client", "owner"])
def test_who_is_not_asked_hands_nothing_on(place: Place, review: Review, role: str) -> None:
    assert hand(place, review, role).status_code in {403, 404}


@pytest.mark.parametrize("role", ["editor", "analyst", "approver"])
def test_nobody_gets_a_seat_who_could_not_have_had_it(place: Place, review: Review, role: str) -> None:
    with inside(place):
        to = seat(place, role).pk
        with pytest.raises(NotAllowed):
            handing.hand_over(review, to, voice=asked.voice(place))

    assert "This person cannot take it now." in hand(place, review, "approver", to).content.decode()


def test_another_tenants_people_take_no_seat(place: Place, review: Review) -> None:
    other = new_place("two")
    with inside(other):
        theirs = seat(other, "owner").pk

    assert "This person cannot take it now." in hand(place, review, "approver", theirs).content.decode()
    assert pages.browser(other.owner).get(pages.at(place, f"approvals/{review.pk}/hand/")).status_code == 404


def test_an_answer_is_not_handed_on_any_more(place: Place, review: Review) -> None:
    with inside(place):
        asked.approve(review, asked.voice(place))

        with pytest.raises(AlreadyDecided):
            handing.hand_over(review, seat(place, "owner").pk, voice=asked.voice(place))


def test_a_handed_seat_never_counts_twice(place: Place) -> None:
    with inside(place):
        asked.plan(place, plan(place, "approver", "admin"), revision=1)
        review = asked.review_of(asked.submitted(place, posts.channel(place)))
        handing.hand_over(review, seat(place, "owner").pk, voice=asked.voice(place))
        yes = asked.approve(review, asked.voice(place, "owner"))
        deciding.undo(yes, voice=asked.voice(place, "owner"))

        open_asks = review.asks.filter(answered_at=None, dropped_at=None)
        assert set(open_asks.values_list("membership__user", flat=True)) == {place.owner.pk, place.admin.pk}
