"""Serving lanes: every due row, whatever happens to its neighbours."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from activity.mail import sending
from activity.models import Mail
from core import clock, tasks
from core.outbox import lanes, serving
from core.outbox.lanes import Claimed, Lane
from core.outbox.serving import Heart, Server
from core.outbox.states import State
from core.outbox.sweep import sweep
from core.tenancy import scope
from tests import world
from tests.core import silent
from tests.core.hands import at_once
from tests.core.lanes_of_mail import KIND, ago, done, lane, waiting

pytestmark = pytest.mark.django_db(transaction=True)
Install = Callable[..., list[str]]


@pytest.fixture
def install(monkeypatch: pytest.MonkeyPatch) -> Install:
    """Serve mails in the way of a test; gives the list of the lanes' keys in the order in which they were served."""

    def put(deed: Callable[[Mail], None] = done) -> list[str]:
        served: list[str] = []

        def take(claimed: Claimed) -> Mail | None:
            due = Mail.objects.filter(server=claimed.key, state=State.WAITING, due_at__lte=clock.now())
            return due.order_by("due_at").first()

        def serve(mail: Mail) -> None:
            served.append(mail.server)
            deed(mail)

        server = Server(KIND, Mail, "server", take, serve, set_aside=sending.set_aside)
        monkeypatch.setitem(serving._servers, KIND, server)
        return served

    return put


def test_everything_that_is_due_is_served_and_lanes_take_turns(install: Install) -> None:
    served = install()
    for number in range(3):
        waiting("busy", 100 - number)
    waiting("other", 50)
    waiting("later", -60)

    assert serving.drain([KIND]) == 4

    assert served == ["busy", "other", "busy", "busy"]
    assert lane("busy").next_at is None
    assert not serving.serve_next([KIND])


def test_a_row_that_cannot_be_served_does_not_stop_the_others(install: Install) -> None:
    def fail(mail: Mail) -> None:
        if mail.server == "broken":
            raise RuntimeError("ours")
        done(mail)

    served = install(fail)
    waiting("broken", 100)
    waiting("good", 10)

    with suppress(RuntimeError):
        serving.drain([KIND])
    with suppress(RuntimeError):
        serving.drain([KIND])

    assert served == ["broken", "good"]
    assert lanes.due([KIND], 16) == 0


def test_a_row_that_makes_its_server_stumble_again_and_again_is_set_aside(install: Install) -> None:
    def fail(mail: Mail) -> None:
        if mail == poison:
            raise RuntimeError("ours")
        done(mail)

    served = install(fail)
    poison = waiting("a", 100)
    good = waiting("a", 10)

    for _ in range(serving.STUMBLES + 2):
        with suppress(RuntimeError):
            serving.drain([KIND])
        Lane.objects.filter(next_at__gt=clock.now()).update(next_at=clock.now())

    poison.refresh_from_db()
    good.refresh_from_db()
    assert (poison.state, good.state) == (State.REFUSED, State.CANCELLED)
    assert len(served) == serving.STUMBLES + 1
    assert lane("a").stumbles == 0


def test_a_worker_that_dies_with_a_row_counts_as_a_stumble(install: Install) -> None:
    install()
    waiting("a")
    for number in range(3):
        claimed = lanes.claim([KIND], f"dead {number}")
        assert claimed is not None
        assert claimed.stumbles == number
        Lane.objects.update(lease_until=clock.now() - timedelta(seconds=1))

    serving.drain([KIND])

    assert lane("a").stumbles == 0


def test_a_lane_rests_as_long_as_its_server_says(install: Install, monkeypatch: pytest.MonkeyPatch) -> None:
    install()

    def serve(mail: Mail) -> float:
        done(mail)
        return 300.0

    monkeypatch.setitem(serving._servers, KIND, replace(serving._servers[KIND], serve=serve))
    waiting("a", 100)
    waiting("a", 50)

    assert serving.drain([KIND]) == 1
    waiting("a", 10)

    next_at = lane("a").next_at
    assert next_at is not None
    assert next_at > clock.now() + timedelta(seconds=290)
    sweep()
    assert serving.drain([KIND]) == 0


def test_a_process_that_is_about_to_end_takes_nothing_more(
    install: Install, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serving, "_closing", threading.Event())

    def close(mail: Mail) -> None:
        done(mail)
        serving.close()

    install(close)
    waiting("a", 100)
    waiting("b", 50)

    assert serving.drain([KIND]) == 1


def test_a_lane_of_an_organization_is_served_in_its_scope(install: Install) -> None:
    place = world.place("one")
    seen: list[int | None] = []

    def look(mail: Mail) -> None:
        seen.append(scope.required().organization_id)
        done(mail)

    install(look)
    with scope.enter(place.organization.pk):
        waiting("a")

    serving.drain([KIND])

    assert seen == [place.organization.pk]
    assert scope.current() is None


def test_no_transaction_is_open_while_a_row_is_served(install: Install) -> None:
    def look(mail: Mail) -> None:
        assert not connection.in_atomic_block
        done(mail)

    assert install(look) == []
    waiting("a")

    assert serving.drain([KIND]) == 1


def test_several_hands_serve_every_row_once(install: Install) -> None:
    served = install()
    for number in range(20):
        waiting(f"lane{number % 5}", 100 - number)

    counts = at_once(*[lambda: serving.drain([KIND])] * 4)

    assert sum(counts) == len(served) == 20


def test_the_heart_keeps_a_lane_whose_row_takes_long(install: Install, settings: Any) -> None:
    settings.LANE_HEARTBEAT_SECONDS = 0.05
    heart = Heart()
    waiting("a")
    claimed = lanes.claim([KIND], "mine")
    assert claimed is not None

    with heart.beating(claimed):
        Lane.objects.update(lease_until=clock.now() + timedelta(seconds=3))
        wait_until_kept(timedelta(seconds=10))
    stop(heart)


def test_one_hand_that_leaves_does_not_take_the_heart_of_another(settings: Any) -> None:
    settings.LANE_HEARTBEAT_SECONDS = 0.05
    heart = Heart()
    waiting("a")
    lost = lanes.claim([KIND], "first")
    assert lost is not None

    with ExitStack() as first, ExitStack() as second:
        first.enter_context(heart.beating(lost))
        Lane.objects.update(lease_until=ago(1))
        mine = lanes.claim([KIND], "second")
        assert mine is not None
        second.enter_context(heart.beating(mine))
        first.close()
        Lane.objects.update(lease_until=clock.now() + timedelta(seconds=3))
        wait_until_kept(timedelta(seconds=10))
    stop(heart)


def test_the_heart_goes_on_after_its_line_broke(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    settings.LANE_HEARTBEAT_SECONDS = 0.05
    heart = Heart()
    waiting("a")
    claimed = lanes.claim([KIND], "mine")
    assert claimed is not None
    broken = threading.Event()
    renew = lanes.renew

    def break_once(lane_ids: list[int], worker: str) -> int:
        if not broken.is_set():
            connection.ensure_connection()
            connection.connection.close()
            broken.set()
        return renew(lane_ids, worker)

    monkeypatch.setattr(lanes, "renew", break_once)
    with heart.beating(claimed):
        assert broken.wait(5)
        Lane.objects.update(lease_until=clock.now() + timedelta(seconds=3))
        wait_until_kept(timedelta(seconds=10))
    stop(heart)


def test_the_heart_lets_a_lane_go_that_is_served_for_too_long(settings: Any) -> None:
    settings.LANE_HEARTBEAT_SECONDS = 0.02
    settings.LANE_LONGEST_SECONDS = 0.1
    heart = Heart()
    waiting("a")
    claimed = lanes.claim([KIND], "hangs")
    assert claimed is not None
    with heart.beating(claimed):
        time.sleep(0.3)
        Lane.objects.update(lease_until=clock.now())
        time.sleep(0.2)

        assert lanes.claim([KIND], "another") is not None


def wait_until_kept(left: timedelta) -> None:
    """Return when the heart has given the lane more time than this; fail after some seconds."""
    until = time.monotonic() + 10
    while (lane("a").lease_until or clock.now()) < clock.now() + left:
        assert time.monotonic() < until, "the heart does not beat"
        time.sleep(0.02)


def stop(heart: Heart) -> None:
    """Wait until the heart has given its line back: it beats on without lanes."""
    time.sleep(0.2)
    assert heart._thread is not None
    assert heart._thread.is_alive()


def test_a_queue_is_drained_even_if_nobody_hears_the_call_for_more_hands(
    install: Install, broker: Callable[[str], None]
) -> None:
    served = install()
    for number in range(3):
        waiting(f"lane{number}")

    with silent.nobody() as address:
        broker(address)
        tasks.drain("mail")

    assert sorted(served) == ["lane0", "lane1", "lane2"]


def test_a_drain_calls_one_hand_for_each_further_due_lane() -> None:
    assert serving.hands_wanted([KIND]) == 0
    for number in range(20):
        waiting(f"lane{number}")

    assert serving.hands_wanted([KIND]) == serving.HANDS - 1
