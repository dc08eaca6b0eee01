"""What keeps a post back whose turn has come: pauses, too much delay, a restored database, a row that breaks its sender."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.mail import EmailMessage

from accounts.models import BrandPolicy, Hold, Membership
from accounts.models.organization import Late
from activity.models import Notice
from calendar_app.models import Delivery, Post
from calendar_app.publishing import aside, fence, sending
from calendar_app.publishing.job import Job
from connections.client import Client, client_for
from connections.models import Channel
from core import clock
from core.outbox import lanes, serving
from core.outbox.states import State
from networks.base import Draft
from tests import world
from tests.calendar_app import posts
from tests.calendar_app.conftest import Net
from tests.calendar_app.test_publishing import drain, take_as
from tests.world import Place

pytestmark = pytest.mark.django_db(transaction=True)

Connect = Callable[..., Channel]


def be_late(post: Post, minutes: float) -> None:
    """Its time was so many minutes ago."""
    past = clock.now() - timedelta(minutes=minutes)
    Delivery.objects.filter(post=post).update(planned_at=past, due_at=past)


def told(place: Place, kind: str) -> list[str]:
    """Who was told of it, once each."""
    rows = Notice.objects.filter(kind=kind).select_related("person")
    return sorted(row.person.name for row in rows for _ in range(row.count))


@pytest.mark.parametrize("target", ["organization", "brand", "channel"])
def test_a_pause_keeps_a_due_post_back_and_tells_once(net: Net, connected: Connect, target: str) -> None:
    place = world.place("one")
    with posts.inside(place):
        channel = connected(place)
        post = posts.scheduled(place, channel)
        posts.make_due(post)
        Hold.objects.create(
            organization=place.organization,
            brand=None if target == "organization" else place.brand,
            channel_id=channel.pk if target == "channel" else None,
        )

        drain()
        drain()

        row = posts.delivery(post)
        assert (row.state, row.held_reason) == (State.HELD, Delivery.Held.PAUSED)
        assert net.sent() == []
        assert len(told(place, "publishing.held")) == len(set(told(place, "publishing.held"))) > 0


def test_a_pause_of_another_channel_or_one_that_ended_stops_nothing(net: Net, connected: Connect) -> None:
    place = world.place("one")
    with posts.inside(place):
        channel, other = connected(place), connected(place, "other")
        post = posts.scheduled(place, channel)
        posts.make_due(post)
        Hold.objects.create(organization=place.organization, brand=place.brand, channel_id=other.pk)
        Hold.objects.create(organization=place.organization, ended_at=clock.now())

        drain()

        assert posts.delivery(post).state == State.LIVE


def test_a_pause_that_comes_after_the_claim_wins_at_the_fence(net: Net, connected: Connect) -> None:
    place = world.place("one")
    with posts.inside(place):
        post = posts.scheduled(place, connected(place))
        posts.make_due(post)
        taken = take_as("mine")
        client = client_for(taken.channel)
        prepared = client.prepare(sending.draft_of(taken, client))
        Hold.objects.create(organization=place.organization, brand=place.brand)

        assert fence.put(taken, prepared, "key") is None

        assert posts.delivery(post).state == State.WAITING


@pytest.mark.parametrize(
    ("action", "minutes", "state"),
    [
        (Late.PUBLISH, 120, State.LIVE),
        (Late.HOLD, 120, State.HELD),
        (Late.EXPIRE, 120, State.EXPIRED),
        (Late.HOLD, 20, State.LIVE),
        (Late.EXPIRE, 20, State.LIVE),
    ],
)
def test_a_late_post_goes_the_way_the_brand_chose(
    net: Net, connected: Connect, action: str, minutes: float, state: str
) -> None:
    place = world.place("one")
    with posts.inside(place):
        BrandPolicy.objects.filter(brand=place.brand).update(late_action=action, late_minutes=30)
        post = posts.scheduled(place, connected(place))
        be_late(post, minutes)

        drain()

        assert posts.delivery(post).state == state
        assert len(net.sent()) == (state == State.LIVE)
        assert bool(told(place, "publishing.held")) == (state == State.HELD)
        assert bool(told(place, "publishing.expired")) == (state == State.EXPIRED)


def test_lateness_counts_from_the_moment_a_person_said_now(net: Net, connected: Connect) -> None:
    place = world.place("one")
    with posts.inside(place):
        post = posts.scheduled(place, connected(place))
        be_late(post, 600)
        Delivery.objects.filter(post=post).update(consented_at=clock.now())

        drain()

        assert posts.delivery(post).state == State.LIVE


def test_what_was_due_in_a_restored_database_waits_for_people(net: Net, connected: Connect) -> None:
    place = world.place("one")
    with posts.inside(place):
        channel = connected(place)
        due, later = posts.scheduled(place, channel), posts.scheduled(place, channel)
        posts.make_due(due)

        assert aside.hold_restored(str(channel.pk)) == 1
        drain()

        assert posts.delivery(due).held_reason == Delivery.Held.RESTORED
        assert posts.delivery(later).state == State.WAITING
        assert net.sent() == []
        assert told(place, "publishing.held")


def test_a_row_that_breaks_its_sender_is_held_and_the_next_goes_out(
    net: Net, connected: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = world.place("one")
    with posts.inside(place):
        channel = connected(place)
        poison, good = posts.scheduled(place, channel), posts.scheduled(place, channel)
        posts.make_due(good)
        be_late(poison, 5)
    draft_of = sending.draft_of

    def break_on_poison(job: Job, client: Client) -> Draft:
        if job.delivery.post_id == poison.pk:
            raise RuntimeError("ours")
        return draft_of(job, client)

    monkeypatch.setattr(sending, "draft_of", break_on_poison)
    for _ in range(serving.STUMBLES):
        with pytest.raises(RuntimeError):
            serving.drain(["channel"])
        lanes.Lane.objects.update(next_at=clock.now())
    drain()

    with posts.inside(place):
        assert posts.delivery(poison).held_reason == Delivery.Held.BROKEN
        assert posts.delivery(good).state == State.LIVE
        assert told(place, "publishing.held")


def test_an_author_who_is_no_member_any_more_hears_nothing(net: Net, connected: Connect) -> None:
    place = world.place("one")
    with posts.inside(place):
        post = posts.scheduled(place, connected(place))
        be_late(post, 600)
        Membership.objects.filter(user=place.editor).update(deactivated_at=clock.now())

        drain()

        assert posts.delivery(post).state == State.HELD
        names = told(place, "publishing.held")
        assert place.editor.name not in names
        assert place.owner.name in names


def test_a_new_promise_that_fails_in_the_same_way_is_told_anew(net: Net, connected: Connect) -> None:
    place = world.place("one")
    with posts.inside(place):
        post = posts.scheduled(place, connected(place))
        for minutes in (900, 600):
            be_late(post, minutes)
            Delivery.objects.filter(post=post).update(
                state=State.WAITING, held_reason="", due_at=clock.now() - timedelta(minutes=minutes)
            )
            drain()

        assert told(place, "publishing.held").count(place.editor.name) == 2


def test_what_stops_many_posts_at_once_is_one_mail_and_a_notice_for_each(
    net: Net, connected: Connect, mailoutbox: list[EmailMessage]
) -> None:
    place = world.place("one")
    with posts.inside(place):
        channel = connected(place)
        for number in range(3):
            be_late(posts.scheduled(place, channel, text=f"No. {number}"), 600)

        drain()

        assert told(place, "publishing.held").count(place.editor.name) == 3
        assert [mail.to for mail in mailoutbox].count([place.editor.email]) == 1
