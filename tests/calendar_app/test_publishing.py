"""The engine against a real sandbox server: what is published, what is told, and that nothing is sent twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest
from django.db.models import F

from activity.models import Notice
from calendar_app.models import Attempt, Delivery
from calendar_app.publishing import fence, job, lane, sending
from calendar_app.services import composing, deciding, scheduling
from calendar_app.services.content import Content
from connections.client import client_for
from connections.models import Channel
from connections.services import health
from core import clock
from core.errors import NotAllowed
from core.outbox import lanes, serving
from core.outbox.states import State
from core.outbox.sweep import sweep
from tests import world
from tests.calendar_app import posts
from tests.calendar_app.conftest import SEND, Net
from tests.networks.wire_server import Fault

pytestmark = pytest.mark.django_db(transaction=True)

Connect = Callable[..., Channel]


def drain() -> None:
    """Serve lanes until nothing is due."""
    serving.drain(["channel"], seconds=30)


def take_as(worker: str) -> job.Job:
    """Claim the due lane by hand and read its job, as a worker does before its fence."""
    claimed = lanes.claim(["channel"], worker)
    assert claimed is not None
    taken = job.take(claimed)
    assert taken is not None
    return taken


def test_a_due_post_is_published_once_and_its_address_kept(net: Net, connected: Connect) -> None:
    place = world.place("one")
    with posts.inside(place):
        channel = connected(place)
        post = posts.scheduled(place, channel, text="Salam, Bakı!")
        drain()
        assert net.texts(channel) == []

        posts.make_due(post)
        drain()
        drain()

        row = posts.delivery(post)
        assert (row.state, row.tries) == (State.LIVE, 1)
        assert net.texts(channel) == ["Salam, Bakı!"]
        assert httpx.get(row.remote_url).status_code == 200


def test_a_channel_with_its_own_text_says_that(net: Net, connected: Connect) -> None:
    place = world.place("one")
    with posts.inside(place):
        one, two = connected(place, "one"), connected(place, "two")
        written = Content(text="Hamı üçün", channels=[one.pk, two.pk], own={two.pk: "Yalnız burada"})
        post = composing.create(place.brand, written, author=place.editor, by=posts.actor(place))
        scheduling.publish_now(post, by=posts.actor(place))
        posts.make_due(post)

        drain()

        assert net.texts(one) == ["Hamı üçün"]
        assert net.texts(two) == ["Yalnız burada"]


def test_a_timeout_after_accept_is_found_and_not_sent_again(net: Net, connected: Connect) -> None:
    place = world.place("one")
    with posts.inside(place):
        channel = connected(place)
        post = posts.scheduled(place, channel)
        posts.make_due(post)
        net.fail(Fault(SEND, accepted=True))

        drain()

        assert posts.delivery(post).state == State.LIVE
        assert (len(net.sent()), len(net.texts(channel))) == (1, 1)
        assert Attempt.objects.get().outcome == Attempt.Outcome.UNSURE


def test_a_line_that_broke_before_the_post_arrived_is_looked_for_then_sent_again(
    net: Net, connected: Connect
) -> None:
    place = world.place("one")
    with posts.inside(place):
        channel = connected(place)
        post = posts.scheduled(place, channel)
        posts.make_due(post)
        net.fail(Fault(SEND))

        drain()

        assert posts.delivery(post).state == State.LIVE
        assert (len(net.sent()), len(net.texts(channel))) == (2, 1)


def test_a_busy_network_is_obeyed_and_asked_again_later(net: Net, connected: Connect) -> None:
    place = world.place("one")
    with posts.inside(place):
        channel = connected(place)
        post = posts.scheduled(place, channel)
        posts.make_due(post)
        net.fail(Fault(SEND, status=429, headers={"Retry-After": "300"}))

        drain()

        row = posts.delivery(post)
        assert (row.state, len(net.sent())) == (State.WAITING, 1)
        assert row.due_at is not None
        assert row.planned_at is not None
        assert row.due_at - clock.now() > timedelta(seconds=295)
        assert row.due_at > row.planned_at


def test_a_network_that_stays_busy_is_given_up_after_six_tries(net: Net, connected: Connect) -> None:
    place = world.place("one")
    with posts.inside(place):
        channel = connected(place)
        post = posts.scheduled(place, channel)
        posts.make_due(post)
        net.fail(*[Fault(SEND, status=429)] * 20)

        for _ in range(10):
            drain()
            lanes.Lane.objects.update(paused_until=None)
            Delivery.objects.filter(state=State.WAITING).update(due_at=F("planned_at"))

        row = posts.delivery(post)
        assert (row.state, row.problem, len(net.sent())) == (State.REFUSED, "gave_up", 6)


def test_a_refusal_is_final_and_told_in_plain_words(net: Net, connected: Connect) -> None:
    place = world.place("one")
    with posts.inside(place):
        post = posts.scheduled(place, connected(place))
        posts.make_due(post)
        net.fail(Fault(SEND, status=422, body=b'{"error": "SECRET-CANARY"}'))

        drain()
        drain()

        row = posts.delivery(post)
        assert (row.state, len(net.sent())) == (State.REFUSED, 1)
        assert "CANARY" not in row.problem


def test_dead_keys_hold_the_post_and_reconnecting_lets_it_go(net: Net, connected: Connect) -> None:
    place = world.place("one")
    with posts.inside(place):
        channel = connected(place)
        post = posts.scheduled(place, channel)
        posts.make_due(post)
        net.fail(Fault("/sandbox/api/token", status=400, body=b'{"error": "revoked"}'))
        net.fail(Fault(SEND, status=401, body=b'{"error": "revoked"}'))
        drain()
        row = posts.delivery(post)
        assert (row.state, row.held_reason) == (State.HELD, Delivery.Held.RECONNECT)

        net.wire.faults.clear()
        connected(place)
        posts.make_due(post)
        drain()

        assert posts.delivery(post).state == State.LIVE
        assert len(net.texts(channel)) == 1


@pytest.mark.parametrize("accepted", [True, False])
def test_what_a_dead_worker_left_inside_its_fence_is_looked_for(
    net: Net, connected: Connect, accepted: bool
) -> None:
    place = world.place("one")
    with posts.inside(place):
        channel = connected(place)
        post = posts.scheduled(place, channel)
        posts.make_due(post)
        taken = take_as("dead worker")
        client = client_for(taken.channel)
        prepared = client.prepare(sending.draft_of(taken, client))
        put = fence.put(taken, prepared, sending.new_key(taken, client))
        assert put is not None
        if accepted:
            client.publish(prepared, put.key, put.go)
        drain()
        assert posts.delivery(post).state == State.SENDING

        minute = timedelta(minutes=1)
        Delivery.objects.filter(post=post).update(fenced_at=clock.now() - minute)
        lanes.Lane.objects.update(lease_until=clock.now() - minute)
        drain()

        assert posts.delivery(post).state == State.LIVE
        assert len(net.texts(channel)) == 1
        assert len(net.sent()) == 1


def test_the_author_hears_of_a_channel_that_locks_her_post_out(net: Net, connected: Connect) -> None:
    place = world.place("one")
    with posts.inside(place):
        post = posts.scheduled(place, connected(place))
        posts.make_due(post)
        net.fail(Fault(SEND, status=401, body=b'{"error": "revoked"}'))
        net.fail(Fault("/sandbox/api/token", status=400, body=b'{"error": "revoked"}'))

        drain()

        told = Notice.objects.filter(kind=health.NOTICE).values_list("person_id", flat=True)
        assert place.editor.pk in told
        assert place.owner.pk in told
        assert place.analyst.pk not in told


def test_a_lane_with_a_young_fence_is_visited_again_when_it_is_old(net: Net, connected: Connect) -> None:
    place = world.place("one")
    with posts.inside(place):
        channel = connected(place)
        post = posts.scheduled(place, channel)
        posts.make_due(post)
        taken = take_as("worker that dies right after its fence")
        client = client_for(taken.channel)
        fence.put(taken, client.prepare(sending.draft_of(taken, client)), sending.new_key(taken, client))
        lanes.Lane.objects.update(lease_until=clock.now() - timedelta(seconds=1))

        drain()

        row, lane_now = posts.delivery(post), lanes.Lane.objects.get(kind="channel", key=str(channel.pk))
        assert row.state == State.SENDING
        assert row.fenced_at is not None
        assert lane_now.next_at == row.fenced_at + lanes.deadline()

        long_ago = clock.now() - timedelta(minutes=1)
        Delivery.objects.filter(post=post).update(fenced_at=long_ago)
        lanes.Lane.objects.update(next_at=None)
        sweep()
        drain()
        assert posts.delivery(post).state == State.LIVE
        assert len(net.texts(channel)) == 1


def test_a_sender_that_was_stopped_too_long_does_not_send(
    net: Net, connected: Connect, settings: Any
) -> None:
    place = world.place("one")
    with posts.inside(place):
        channel = connected(place)
        post = posts.scheduled(place, channel)
        posts.make_due(post)
        settings.SEND_DEADLINE_SECONDS = 0

        serving.serve_next(["channel"])

        assert len(net.sent()) == 0
        assert posts.delivery(post).state == State.WAITING
        assert net.texts(channel) == []


@pytest.mark.parametrize("change", ["edit", "unschedule", "cancel", "trash"])
def test_a_person_who_was_first_wins_over_the_sender(net: Net, connected: Connect, change: str) -> None:
    place = world.place("one")
    with posts.inside(place):
        channel = connected(place)
        post = posts.scheduled(place, channel)
        posts.make_due(post)
        taken = take_as("worker")

        post.refresh_from_db()
        by = posts.actor(place)
        if change == "edit":
            written = Content(text="Başqa söz", channels=[channel.pk])
            composing.edit(post, written, revision=post.revision, author=place.editor, by=by)
        elif change == "unschedule":
            scheduling.unschedule(post, by=by)
        elif change == "cancel":
            deciding.cancel(posts.delivery(post), by=by)
        else:
            deciding.trash(post, by=by)
        lane.serve(taken)

        assert len(net.sent()) == 0


def test_after_the_fence_nobody_can_take_it_back(net: Net, connected: Connect) -> None:
    place = world.place("one")
    with posts.inside(place):
        channel = connected(place)
        post = posts.scheduled(place, channel)
        posts.make_due(post)
        taken = take_as("worker")
        client = client_for(taken.channel)
        fence.put(taken, client.prepare(sending.draft_of(taken, client)), "0" * 13)

        by = posts.actor(place)
        with pytest.raises(NotAllowed):
            scheduling.unschedule(post, by=by)
        with pytest.raises(NotAllowed):
            deciding.cancel(posts.delivery(post), by=by)
        written = Content(text="Başqa söz", channels=[channel.pk])
        with pytest.raises(NotAllowed):
            composing.edit(post, written, revision=post.revision, author=place.editor, by=by)


def test_posts_of_one_channel_go_out_in_order_and_other_tenants_take_turns(
    net: Net, connected: Connect
) -> None:
    one, two = world.place("one"), world.place("two")
    with posts.inside(one):
        busy = connected(one, "busy")
        for number in range(3):
            post = posts.scheduled(one, busy, text=f"post {number}")
            posts.make_due(post)
            late = clock.now() - timedelta(minutes=10 - number)
            Delivery.objects.filter(post=post).update(planned_at=late, due_at=late)
    with posts.inside(two):
        quiet = connected(two, "quiet")
        posts.make_due(posts.scheduled(two, quiet))

    drain()

    assert net.sent() == ["post 0", "Salam", "post 1", "post 2"]


def test_a_withdrawn_yes_stops_the_post_at_the_fence(net: Net, connected: Connect) -> None:
    place = world.place("one")
    with posts.inside(place):
        post = posts.scheduled(place, connected(place))
        posts.make_due(post)
        place.brand.policy.__class__.objects.update(approval_required=True)

        drain()

        row = posts.delivery(post)
        assert (row.state, row.held_reason, len(net.sent())) == (State.HELD, Delivery.Held.WITHDRAWN, 0)
