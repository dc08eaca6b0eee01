"""Listening against a real sandbox server: by asking, by webhook, and by both when one of them fails."""

from __future__ import annotations

import hashlib
import hmac
import json
import random
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from activity.models import Notice
from calendar_app.services import deciding
from connections.models import Channel
from core import clock
from core.doors import Door
from core.outbox import lanes
from core.outbox.lanes import Claimed, Lane
from core.tenancy import scope
from inbox import tasks
from inbox.models import Conversation, Cursor, Hook, HookBody, HookEvent, Message
from inbox.services import hooking, listening, tidying
from sandbox import talk as theirs
from tests import world
from tests.calendar_app import posts
from tests.calendar_app.conftest import Net
from tests.calendar_app.test_publishing import drain
from tests.core.hands import at_once
from tests.inbox.test_sending import words
from tests.networks.wire_server import Fault
from tests.world import Place

pytestmark = pytest.mark.django_db(transaction=True)

Connect = Callable[..., Channel]


@pytest.fixture
def place() -> Iterator[Place]:
    """A brand, inside its scope."""
    made = world.place("one")
    with posts.inside(made):
        yield made


@pytest.fixture
def channel(place: Place, connected: Connect) -> Channel:
    """Its channel, connected to the sandbox."""
    return connected(place)


def say(net: Net, channel: Channel, number: int = 1, who: str = "leyla") -> str:
    """Somebody comments under a post of the account; the comment's id."""
    us, customer = net.store.account_by_handle(channel.handle), net.store.join(who)
    assert us is not None
    assert customer is not None
    post, _new = theirs.say(net.store, us, "post-key", words("Payız menyusu"))
    comment, _new = theirs.say(net.store, customer, f"c{number}", words(f"sual {number}"), post.id)
    return comment.id


def poll(channel: Channel) -> float | None:
    """The channel's turn to be asked."""
    return listening.listen(channel.pk)


def told(hook: Hook, number: int = 1, **changes: Any) -> dict[str, Any]:
    """What the network would tell."""
    author = {"id": f"sb_{number}", "handle": "leyla", "name": "Leyla", "url": "https://example.com"}
    message = {
        "id": f"m{number}",
        "kind": "comment",
        "author": author,
        "text": f"sual {number}",
        "pictures": [],
        "said_at": int(time.time()),
        "edited_at": None,
        "is_deleted": False,
        "is_hidden": False,
        "is_own": False,
        "url": "https://example.com/m",
        "thread": "p1",
        "parent": "p1",
    }
    event = {"id": f"ev{number}", "account": hook.channel.remote_id, "sent_at": time.time()}
    return {**event, "type": "message", "message": message, **changes}


def post(hook: Hook, body: bytes, *, secret: str = "", key: str = "", network: str = "sandbox") -> int:
    """The network's call; the status that it gets."""
    stamp = str(int(time.time()))
    made = hmac.new((secret or hook.secret).encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
    answer = Client().post(
        f"/hooks/{network}/{key or hook.key}",
        body,
        content_type="application/json",
        headers={"X-Sandbox-Timestamp": stamp, "X-Sandbox-Signature": f"sha256={made}"},
    )
    return answer.status_code


def tell(hook: Hook, number: int = 1, **changes: Any) -> int:
    """A genuine event."""
    return post(hook, json.dumps(told(hook, number, **changes)).encode())


@pytest.fixture
def hook(place: Place, channel: Channel) -> Hook:
    """The channel's webhook, open, without anybody at the network's end."""
    return hooking._open(channel)


def test_a_connected_channel_is_listened_to(net: Net, place: Place, channel: Channel) -> None:
    say(net, channel)
    lane = Lane.objects.get(kind="listen")
    assert lane.key == str(channel.pk)
    assert Cursor.objects.count() == len(listening.streams_of(channel)) > 0

    tasks.poll()
    lane.refresh_from_db()

    assert Message.objects.get().text == "sual 1"
    assert Cursor.objects.filter(synced_at=None).count() == 0
    assert lane.next_at is not None
    assert timedelta(seconds=20) < lane.next_at - clock.now() < timedelta(seconds=40)
    tasks.poll()
    assert Message.objects.count() == 1


def test_what_was_said_before_is_history(net: Net, place: Place, channel: Channel) -> None:
    say(net, channel)
    Channel.objects.filter(pk=channel.pk).update(connected_at=clock.now() + timedelta(minutes=1))

    poll(channel)

    assert Message.objects.get().is_history
    assert Conversation.objects.get().first_unanswered_at is None
    assert not Notice.objects.filter(kind__startswith="inbox.").exists()


def test_a_quiet_channel_is_asked_less_and_less_a_lively_one_at_once(
    net: Net, place: Place, channel: Channel
) -> None:
    Hook.objects.all().delete()
    asked = [poll(channel) or 0.0 for _time in range(9)]
    assert asked == sorted(asked)
    assert asked[-1] in {listening.QUIET, listening.QUIET_WITH_HOOK}

    say(net, channel)
    assert poll(channel) == listening.LIVELY


def test_a_post_that_goes_live_is_listened_to_within_half_a_minute(
    net: Net, place: Place, channel: Channel
) -> None:
    later = clock.now() + timedelta(minutes=15)
    Lane.objects.filter(kind="listen").update(next_at=later)
    post = posts.scheduled(place, channel)
    posts.make_due(post)

    drain()

    assert posts.delivery(post).state == "live"
    soon = Lane.objects.get(kind="listen").next_at
    assert soon is not None
    assert timedelta(seconds=10) < soon - clock.now() <= timedelta(seconds=listening.FRESH)
    assert poll(channel) == listening.LIVELY


def test_a_post_that_somebody_saw_is_listened_to_as_well(net: Net, place: Place, channel: Channel) -> None:
    post = posts.scheduled(place, channel)
    row = posts.delivery(post)
    type(row).objects.filter(pk=row.pk).update(state="held", held_reason="restored", due_at=None)
    Lane.objects.filter(kind="listen").update(next_at=clock.now() + timedelta(minutes=15))

    deciding.it_is_there(posts.delivery(post), "", by=posts.actor(place), about=row.fence)

    soon = Lane.objects.get(kind="listen").next_at
    assert soon is not None
    assert soon - clock.now() <= timedelta(seconds=listening.FRESH)


def test_a_network_that_is_busy_is_left_alone_as_long_as_it_says(
    net: Net, place: Place, channel: Channel
) -> None:
    net.fail(Fault("/heard", status=429, headers={"Retry-After": "400"}))

    assert (poll(channel) or 0) >= 400
    assert set(Cursor.objects.values_list("problem", flat=True)) == {"rate_limited"}
    net.wire.faults.clear()


def test_a_lost_key_ends_listening_until_somebody_connects(net: Net, place: Place, channel: Channel) -> None:
    us = net.store.account_by_handle(channel.handle)
    assert us is not None
    net.store.revoke(us.id)

    assert poll(channel) is None
    channel.refresh_from_db()
    assert channel.state == "reconnect"


def test_webhooks_and_asking_tell_the_same_message_once(net: Net, place: Place, channel: Channel) -> None:
    name = say(net, channel)
    poll(channel)
    hook = Hook.objects.filter(channel=channel).first() or hooking._open(channel)
    body = told(hook)
    body["message"]["id"] = name
    assert post(hook, json.dumps(body).encode()) == 200
    poll(channel)

    assert Message.objects.count() == 1


def test_a_genuine_body_is_kept_and_worked_through(hook: Hook) -> None:
    assert tell(hook) == 200
    assert (Message.objects.count(), HookBody.objects.filter(taken_at=None).count()) == (0, 1)

    tasks.take_told(hook.organization_id, str(hook.channel_id))

    assert Message.objects.get().text == "sual 1"
    assert not HookBody.objects.filter(taken_at=None).exists()


def test_what_was_told_is_heard_though_its_ring_was_lost(hook: Hook) -> None:
    Lane.objects.filter(kind="listen").update(next_at=None)
    assert tell(hook) == 200
    lane = Lane.objects.get(kind="told")
    assert lane.key == str(hook.channel_id)
    assert lane.next_at is not None
    assert lane.next_at <= clock.now() + hooking.UNHEARD

    Lane.objects.filter(pk=lane.pk).update(next_at=clock.now())
    tasks.poll()

    assert Message.objects.count() == 1
    assert Lane.objects.filter(pk=lane.pk, next_at=None, lease_until=None).exists()


def test_what_another_worker_has_in_hand_is_looked_at_again_in_a_while(hook: Hook) -> None:
    assert tell(hook) == 200
    lane = Lane.objects.get(kind="told")
    Lane.objects.filter(pk=lane.pk).update(next_at=clock.now())
    claimed = lanes.claim([hooking.LANE], "mine")
    assert claimed is not None

    with transaction.atomic():
        HookBody.objects.select_for_update().get()
        at_once(lambda: hear(claimed))

    lane.refresh_from_db()
    assert lane.next_at is not None
    assert clock.now() < lane.next_at <= clock.now() + hooking.UNHEARD


def hear(lane: Claimed) -> None:
    """As the worker does."""
    with scope.enter(lane.organization_id or 0):
        hooking.catch_up(lane)


def test_five_shuffled_replays_of_everything_come_to_one_message_each(hook: Hook) -> None:
    bodies = [json.dumps(told(hook, number)).encode() for number in range(4)] * 5
    random.Random(3).shuffle(bodies)

    assert {post(hook, body) for body in bodies} == {200}
    tasks.take_told(hook.organization_id, str(hook.channel_id))

    assert (Message.objects.count(), HookBody.objects.count(), HookEvent.objects.count()) == (4, 4, 4)


def test_what_is_forged_old_or_about_others_is_refused_and_nothing_is_kept(hook: Hook) -> None:
    body = json.dumps(told(hook)).encode()

    assert post(hook, body, secret="guessed") == 401
    assert (
        Client().post(f"/hooks/sandbox/{hook.key}", body, content_type="application/json").status_code == 401
    )
    assert tell(hook, sent_at=time.time() - 3600) == 401
    assert tell(hook, sent_at=time.time() + 3600) == 401
    assert tell(hook, account="somebody-else") == 401
    assert post(hook, body, key="unknown") == 404
    assert post(hook, body, network="bluesky") == 404
    assert post(hook, b"x" * (hooking.LARGEST + 1)) == 413
    assert Client().get(f"/hooks/sandbox/{hook.key}").status_code == 405
    assert not HookBody.objects.exists()
    assert not HookEvent.objects.exists()


def test_another_tenants_secret_opens_nothing(hook: Hook) -> None:
    other = world.place("two")
    with posts.inside(other):
        stranger = hooking._open(posts.channel(other))
    body = json.dumps(told(hook)).encode()

    assert post(hook, body, secret=stranger.secret) == 401
    assert post(hook, body, key=stranger.key) == 401


@pytest.mark.parametrize("body", [b"", b"{}", b"[" * 5000, b"\xff\xfe", b'{"id": "e", "account": "a"}'])
def test_a_genuine_body_that_cannot_be_read_is_kept_and_taken(hook: Hook, body: bytes) -> None:
    assert post(hook, body) == 200
    assert HookBody.objects.get().problem == "unreadable"


def test_a_kind_of_event_that_nobody_knows_is_kept_and_taken(hook: Hook) -> None:
    assert tell(hook, type="sunrise") == 200
    assert HookBody.objects.get().problem == "unknown"


def test_a_channel_that_is_gone_is_told_nothing_any_more(hook: Hook) -> None:
    hooking.close(hook.channel)

    assert tell(hook) == 404
    assert not Door.objects.filter(kind="hook", revoked_at=None).exists()


def test_raw_bodies_are_kept_for_seven_days(hook: Hook) -> None:
    tell(hook)
    HookBody.objects.update(received_at=clock.now() - timedelta(days=8))
    HookEvent.objects.update(received_at=clock.now() - timedelta(days=8))

    assert tidying.tidy(dry_run=True) == 2
    assert tidying.tidy() == 2
    assert not HookBody.objects.exists()
