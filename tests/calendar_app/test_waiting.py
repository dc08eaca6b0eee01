"""What waited: sending it, giving it a new time, skipping it, having seen it, and taking that back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from calendar_app.models import Delivery
from calendar_app.promise import local_of
from calendar_app.selectors import waiting as selectors
from calendar_app.services import deciding, scheduling, waiting
from connections.models import Channel
from core import clock
from core.errors import NotAllowed
from core.ledger import Event
from core.outbox import serving
from core.outbox.states import State
from tests.calendar_app import posts, waits
from tests.calendar_app.conftest import Net
from tests.calendar_app.posts import inside
from tests.world import Place
from tests.world import place as new_place

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> Place:
    """A brand in Baku that wants no approval."""
    return new_place("one")


@pytest.fixture
def channel(place: Place) -> Channel:
    """Its channel."""
    with inside(place):
        return posts.channel(place)


@pytest.mark.parametrize("reason", [*waits.REASONS, selectors.LATE_EXPIRED])
def test_what_waited_is_sent_now_with_a_persons_consent_and_its_old_promise(
    place: Place, channel: Channel, reason: str
) -> None:
    with inside(place):
        post = waits.stopped(place, channel, reason=reason)
        before = clock.now()

        outcome = waiting.send_now(waits.rows(post), by=posts.actor(place))

        row = posts.delivery(post)
        assert (len(outcome.done), outcome.refused) == (1, ())
        assert (row.state, row.held_reason, row.problem) == (State.WAITING, "", "")
        assert row.consented_at is not None
        assert row.due_at is not None
        assert row.consented_at >= before
        assert row.due_at - row.consented_at == timedelta(seconds=10)
        assert row.planned_at == post.planned_at


def test_nothing_is_sent_while_it_is_still_paused_and_the_person_is_told_why(
    place: Place, channel: Channel
) -> None:
    with inside(place):
        other = posts.channel(place, "other")
        stuck, free = waits.stopped(place, channel), waits.stopped(place, other)
        hold = waits.pause(place, channel)

        outcome = waiting.send_now(waits.rows(stuck, free), by=posts.actor(place))

        assert [row.post_id for row in outcome.done] == [free.pk]
        assert [str(sentence) for _row, sentence in outcome.refused] == [
            "Publishing is paused for @kehreba. End the pause first, then it can go out."
        ]
        assert posts.delivery(stuck).state == State.HELD
        waits.end(place, hold)
        assert waiting.send_now(waits.rows(stuck), by=posts.actor(place)).done


def test_what_is_sent_or_skipped_is_put_back_for_the_reason_it_had(place: Place, channel: Channel) -> None:
    with inside(place):
        sent, skipped, expired, away = (
            waits.stopped(place, channel, reason=reason)
            for reason in ("late", "paused", selectors.LATE_EXPIRED, selectors.MEDIA_AWAY)
        )
        before = {row.pk: selectors.reason_of(row) for row in waits.rows(sent, skipped, expired, away)}
        waiting.send_now(waits.rows(sent, expired, away), by=posts.actor(place))
        waiting.skip(waits.rows(skipped), by=posts.actor(place))
        assert not selectors.waited().exists()

        waiting.put_back(before, by=posts.actor(place))

        assert {
            row.pk: selectors.reason_of(row) for row in waits.rows(sent, skipped, expired, away)
        } == before
        assert set(selectors.waited().values_list("consented_at", "due_at")) == {(None, None)}


def test_what_has_left_is_not_put_back(place: Place, channel: Channel) -> None:
    with inside(place):
        post = waits.stopped(place, channel)
        waiting.send_now(waits.rows(post), by=posts.actor(place))
        Delivery.objects.update(state=State.LIVE, remote_id="x", due_at=None)

        outcome = waiting.put_back({posts.delivery(post).pk: "paused"}, by=posts.actor(place))

        assert outcome.done == ()
        assert posts.delivery(post).state == State.LIVE


def test_a_whole_post_takes_its_promise_with_it(place: Place, channel: Channel) -> None:
    with inside(place):
        post = waits.stopped(place, channel)
        Delivery.objects.update(told_late_at=clock.now(), consented_at=clock.now())

        outcome = waiting.move(waits.rows(post), "2099-05-20T19:30", keep_gaps=True, by=posts.actor(place))

        post.refresh_from_db()
        row = posts.delivery(post)
        assert (len(outcome.done), outcome.split) == (1, ())
        assert (post.planned_local, row.planned_at, row.state) == (
            "2099-05-20T19:30",
            post.planned_at,
            State.WAITING,
        )
        assert (row.consented_at, row.told_late_at, row.due_at) == (None, None, row.planned_at)


def test_a_part_of_a_post_moves_alone_and_the_rest_keeps_what_was_promised(
    place: Place, channel: Channel
) -> None:
    with inside(place):
        post = waits.stopped(place, channel, posts.channel(place, "other"))
        out = Delivery.objects.exclude(channel=channel).get()
        Delivery.objects.filter(pk=out.pk).update(state=State.LIVE, held_reason="", remote_id="x")
        promised = post.planned_local

        outcome = waiting.move(waits.rows(post), "2099-05-20T19:30", keep_gaps=True, by=posts.actor(place))

        post.refresh_from_db()
        moved = Delivery.objects.get(channel=channel)
        assert [one.pk for one in outcome.split] == [post.pk]
        assert (post.planned_local, out.planned_at) == (promised, post.planned_at)
        assert (moved.state, local_of(moved.planned_at, "Asia/Baku")) == (State.WAITING, "2099-05-20T19:30")


@pytest.mark.parametrize(("keep_gaps", "second"), [(True, "2099-05-20T21:30"), (False, "2099-05-20T19:30")])
def test_many_keep_their_distances_or_go_out_together(
    place: Place, channel: Channel, keep_gaps: bool, second: str
) -> None:
    with inside(place):
        first, later = waits.stopped(place, channel, hours=5), waits.stopped(place, channel, hours=3)

        waiting.move(waits.rows(first, later), "2099-05-20T19:30", keep_gaps=keep_gaps, by=posts.actor(place))

        first.refresh_from_db()
        later.refresh_from_db()
        assert (first.planned_local, later.planned_local) == ("2099-05-20T19:30", second)


def test_only_after_a_restore_can_it_be_there_already(place: Place, channel: Channel) -> None:
    with inside(place):
        restored, paused = waits.stopped(place, channel, reason="restored"), waits.stopped(place, channel)

        outcome = waiting.seen(waits.rows(restored, paused), by=posts.actor(place))

        assert posts.delivery(restored).state == State.LIVE
        assert posts.delivery(paused).state == State.HELD
        assert [row.post_id for row, _sentence in outcome.refused] == [paused.pk]


def test_a_new_promise_forgets_what_was_said_about_the_old_one_and_now_is_a_consent(
    place: Place, channel: Channel
) -> None:
    with inside(place):
        post = posts.scheduled(place, channel)
        Delivery.objects.update(consented_at=clock.now(), told_late_at=clock.now())
        scheduling.move(post, "2099-05-20T19:30", revision=post.revision, by=posts.actor(place))
        moved = posts.delivery(post)
        scheduling.publish_now(post, by=posts.actor(place))
        now = posts.delivery(post)

        assert (moved.consented_at, moved.told_late_at) == (None, None)
        assert now.consented_at == now.planned_at


def test_trying_again_and_sending_again_are_consents(place: Place, channel: Channel) -> None:
    with inside(place):
        refused, asked = posts.scheduled(place, channel), posts.scheduled(place, channel)
        Delivery.objects.filter(post=refused).update(state=State.REFUSED, due_at=None)
        Delivery.objects.filter(post=asked).update(state=State.ASKING, due_at=None)

        deciding.try_again(posts.delivery(refused), by=posts.actor(place))
        deciding.send_again(posts.delivery(asked), by=posts.actor(place), about=None)

        assert None not in Delivery.objects.values_list("consented_at", flat=True)


def test_each_decision_stands_in_the_ledger(place: Place, channel: Channel) -> None:
    with inside(place):
        post = waits.stopped(place, channel)
        waiting.move(waits.rows(post), "2099-05-20T19:30", keep_gaps=True, by=posts.actor(place))
        waiting.put_back({posts.delivery(post).pk: "paused"}, by=posts.actor(place))
        waiting.skip(waits.rows(post), by=posts.actor(place))

        kinds = list(Event.objects.order_by("id").values_list("kind", flat=True))[-3:]
        assert kinds == [
            "calendar_app.delivery_moved",
            "calendar_app.delivery_put_back",
            "calendar_app.delivery_cancelled",
        ]


def test_a_deciding_that_comes_too_late_changes_nothing(place: Place, channel: Channel) -> None:
    with inside(place):
        post = waits.stopped(place, channel)
        old = waits.rows(post)
        waiting.skip(waits.rows(post), by=posts.actor(place))

        outcome = waiting.send_now(old, by=posts.actor(place))

        assert len(outcome.refused) == 1
        assert posts.delivery(post).state == State.CANCELLED
        with pytest.raises(NotAllowed):
            deciding.it_is_there(
                posts.delivery(waits.stopped(place, channel)), "", by=posts.actor(place), about=None
            )


@pytest.mark.django_db(transaction=True)
def test_the_engine_holds_what_comes_due_in_a_pause_and_sends_it_on_a_persons_word(
    net: Net, connected: Callable[..., Channel], settings: Any
) -> None:
    settings.UNDO_SECONDS = 0
    place = new_place("one")
    with inside(place):
        channel = connected(place)
        post = posts.scheduled(place, channel, text="Gözlə")
        hold = waits.pause(place)
        posts.make_due(post)

        serving.drain(["channel"], seconds=30)
        assert (posts.delivery(post).held_reason, net.sent()) == ("paused", [])
        waits.end(place, hold)
        serving.drain(["channel"], seconds=30)
        assert net.sent() == []

        waiting.send_now(waits.rows(post), by=posts.actor(place))
        serving.drain(["channel"], seconds=30)
        assert (posts.delivery(post).state, net.sent()) == (State.LIVE, ["Gözlə"])
