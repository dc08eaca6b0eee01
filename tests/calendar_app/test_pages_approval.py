"""Asking for approval, and what that does to what is scheduled."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accounts.grants import Role
from accounts.models import BrandPolicy
from calendar_app.models import Delivery
from connections.models import Channel
from core.outbox.clearance import Clearance
from core.outbox.states import State
from tests.calendar_app import pages, posts
from tests.calendar_app.posts import inside
from tests.world import Place
from tests.world import place as new_place

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> Place:
    """A brand that wants no approval."""
    return new_place("one")


@pytest.fixture
def channel(place: Place) -> Channel:
    """Its channel."""
    with inside(place):
        return posts.channel(place)


def ask(place: Place, required: str, was: str, role: str = Role.ADMIN) -> Any:
    """The form of somebody in a role."""
    client = pages.browser(place.people[role])
    return client.post(pages.at(place, "settings/approval/"), {"required": required, "was": was}, follow=True)


def is_required(place: Place) -> bool:
    """What is in force."""
    with inside(place):
        return bool(BrandPolicy.objects.get(brand=place.brand).approval_required)


@pytest.mark.parametrize("role", Role.values)
def test_owner_and_admin_ask_for_approval_and_the_others_are_refused(place: Place, role: str) -> None:
    answer = ask(place, "yes", "no", role)

    may = role in {Role.OWNER, Role.ADMIN}
    assert answer.status_code == (200 if may else 403)
    assert is_required(place) is may


def test_the_page_says_what_would_be_held_and_then_it_is(place: Place, channel: Channel) -> None:
    with inside(place):
        post = posts.scheduled(place, channel)
    page = pages.browser(place.admin).get(pages.at(place, "settings/approval/")).content.decode()

    answer = ask(place, "yes", "no")

    assert "1 delivery is scheduled without approval. It would be held until it is approved." in page
    assert "1 scheduled post is held until then." in answer.content.decode()
    with inside(place):
        delivery = posts.delivery(post)
        assert (delivery.state, delivery.held_reason) == (State.HELD, "withdrawn")
        assert not Clearance.objects.filter(live=True).exists()


def test_the_database_lets_nothing_past_it(place: Place, channel: Channel) -> None:
    with inside(place):
        post = posts.scheduled(place, channel)
        waiting = posts.delivery(post)
    ask(place, "yes", "no")

    with inside(place), pytest.raises(IntegrityError), transaction.atomic():
        Delivery.objects.filter(post=post).update(
            state=State.WAITING, held_reason="", due_at=waiting.due_at, clearance=waiting.clearance_id
        )


def test_what_is_being_sent_is_not_stopped(place: Place, channel: Channel) -> None:
    with inside(place):
        sending, waiting = posts.scheduled(place, channel), posts.scheduled(place, channel, text="Other")
        row = posts.delivery(sending)
        Delivery.objects.filter(pk=row.pk).update(state=State.SENDING, fence=row.pk, fenced_at=row.due_at)

    ask(place, "yes", "no")

    with inside(place):
        assert posts.delivery(sending).state == State.SENDING
        assert posts.delivery(waiting).state == State.HELD


def test_lifting_it_sends_nothing_by_itself(place: Place, channel: Channel) -> None:
    with inside(place):
        post = posts.scheduled(place, channel)
    ask(place, "yes", "no")

    ask(place, "no", "yes")

    assert not is_required(place)
    with inside(place):
        assert posts.delivery(post).state == State.HELD


def test_who_looks_at_an_old_page_is_told(place: Place) -> None:
    ask(place, "yes", "no", Role.OWNER)

    answer = ask(place, "yes", "no")

    assert answer.status_code == 409
    assert ask(place, "maybe", "no").status_code == 409
