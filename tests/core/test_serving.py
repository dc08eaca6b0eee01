"""Serving lanes: every due row, whatever happens to its neighbours."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import ExitStack, suppress
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from activity.models import Mail
from core import clock, tasks
from core.outbox import lanes, serving
from core.outbox.lanes import Claimed, Lane
from core.outbox.serving import Heart, Server
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
            return Mail.objects.filter(server=claimed.key, due_at__lte=clock.now()).order_by("due_at").first()

        def serve(mail: Mail) -> None:
            served.append(mail.server)
            deed(mail)

        monkeypatch.setitem(serving._servers, KIND, Server(KIND, Mail, "server", take, serve))
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
