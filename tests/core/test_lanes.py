"""Lanes: claimed by one worker at a time, oldest first, in turn."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from activity.models import Mail
from core import clock
from core.outbox import lanes
from core.outbox.lanes import Claimed, Lane, Wish
from core.outbox.states import State
from tests.core.hands import at_once, waits_for_a_lock
from tests.core.lanes_of_mail import KIND, ago, done, lane, waiting

pytestmark = pytest.mark.django_db
OUTSIDE_TESTS = pytest.mark.django_db(transaction=True)
LITTLE = timedelta(seconds=5)


def claim(worker: str = "worker") -> Claimed:
    """Claim a lane that must be there."""
    claimed = lanes.claim([KIND], worker)
    assert claimed is not None
    return claimed


def release(claimed: Claimed) -> None:
    """Give a lane of mails back."""
    lanes.release(claimed, [(Mail, "server")])


def test_a_row_that_starts_to_wait_makes_its_lane_and_lowers_its_time() -> None:
    late = waiting("a", 10)
    assert lane("a").next_at == late.due_at

    early = waiting("a", 20)
    assert lane("a").next_at == early.due_at

    waiting("a", 5)
    assert lane("a").next_at == early.due_at


def test_rows_that_want_nothing_wake_nobody() -> None:
    for state in (State.DRAFT, State.HELD, State.CANCELLED, State.REFUSED):
        Mail.objects.create(server="a", state=state, due_at=ago(1), to="someone@example.com")

    assert not Lane.objects.exists()


def test_a_row_that_is_moved_to_an_earlier_time_lowers_the_time_of_its_lane() -> None:
    mail = waiting("a", -3600)

    Mail.objects.filter(pk=mail.pk).update(due_at=ago(1))

    assert lane("a").next_at == Mail.objects.get(pk=mail.pk).due_at


def test_a_held_row_that_waits_again_wakes_its_lane() -> None:
    mail = waiting("a", 1, state=State.HELD)

    Mail.objects.filter(pk=mail.pk).update(state=State.WAITING)

    assert lane("a").next_at == mail.due_at


def test_the_lane_that_has_waited_longest_is_claimed_first() -> None:
    waiting("second", 20)
    waiting("first", 30)
    waiting("third", 10)

    assert [claim().key for _ in range(3)] == ["first", "second", "third"]
    assert lanes.claim([KIND], "worker") is None


def test_nothing_is_claimed_before_its_time_or_by_those_who_do_not_serve_it() -> None:
    waiting("later", -60)
    waiting("now", 1)

    assert lanes.claim(["channel"], "worker") is None
    assert claim().key == "now"
    assert lanes.claim([KIND], "worker") is None


def test_a_lane_is_ours_until_its_lease_ends() -> None:
    waiting("a")
    mine = claim("first")
    assert lanes.claim([KIND], "second") is None

    Lane.objects.update(lease_until=ago(1))

    taken = claim("second")
    assert (taken.id, taken.worker) == (mine.id, "second")


def test_a_lane_that_a_process_lost_is_left_to_others_for_a_lease(settings: Any) -> None:
    waiting("a")
    claim("host:1:hangs")
    lost_for = timedelta(seconds=settings.LANE_LEASE_SECONDS)

    Lane.objects.update(lease_until=clock.now() - lost_for / 2)
    assert lanes.claim([KIND], "host:1:idle") is None
    assert claim("host:2:idle").key == "a"

    Lane.objects.update(worker="host:1:hangs", lease_until=clock.now() - lost_for)
    assert claim("host:1:idle").key == "a"


def test_the_lease_is_as_long_as_the_settings_say(settings: Any) -> None:
    settings.LANE_LEASE_SECONDS = 300.5
    waiting("a")
    claim()

    left = lane("a").lease_until
    assert left is not None
    assert timedelta(seconds=295) < left - clock.now() < timedelta(seconds=301)


@OUTSIDE_TESTS
def test_four_hands_never_claim_the_same_lane() -> None:
    names = [f"lane{number}" for number in range(60)]
    for number, name in enumerate(names):
        waiting(name, 1000 - number)

    def take(worker: str) -> Callable[[], list[str]]:
        def job() -> list[str]:
            mine = []
            while (claimed := lanes.claim([KIND], worker)) is not None:
                mine.append(claimed.key)
            return mine

        return job

    taken = at_once(*(take(f"worker{number}") for number in range(4)))

    assert sorted(name for mine in taken for name in mine) == sorted(names)
    assert all(mine == sorted(mine, key=names.index) for mine in taken)


@OUTSIDE_TESTS
def test_claiming_does_not_wait_for_a_lane_that_somebody_holds() -> None:
    waiting("held", 20)
    waiting("free", 10)

    with transaction.atomic():
        Lane.objects.select_for_update().get(key="held")
        (found,) = at_once(lambda: claim().key)

    assert found == "free"


def test_a_served_lane_stands_behind_all_that_are_due_already() -> None:
    waiting("busy", 100)
    waiting("busy", 99)
    waiting("other", 50)
    turns = []
    for _ in range(4):
        claimed = claim()
        turns.append(claimed.key)
        release(claimed)

    assert turns == ["busy", "other", "busy", "other"]


def test_a_lane_without_due_rows_knows_no_time_and_one_with_a_later_row_knows_that() -> None:
    empty = waiting("empty", 20)
    done(empty)
    release(claim())
    assert lane("empty").next_at is None

    done(waiting("later", 20))
    tomorrow = waiting("later", -3600)
    release(claim())
    assert lane("later").next_at == tomorrow.due_at
    assert (lane("later").worker, lane("later").lease_until) == ("", None)


def test_who_lost_a_lane_does_not_give_it_back() -> None:
    waiting("a")
    lost = claim("first")
    Lane.objects.update(lease_until=ago(1))
    claim("second")

    release(lost)

    assert lane("a").worker == "second"


def test_the_heartbeat_keeps_only_what_is_still_ours() -> None:
    waiting("a")
    mine = claim("first")
    Lane.objects.update(lease_until=ago(-1))

    assert lanes.renew([mine.id], "first") == 1
    assert lanes.renew([mine.id], "second") == 0
    left = lane("a").lease_until
    assert left is not None
    assert left > clock.now() + LITTLE


@OUTSIDE_TESTS
def test_a_row_written_while_the_worker_leaves_is_not_forgotten() -> None:
    """The row's transaction has the lane first: the worker that leaves waits for it and counts the row."""
    done(waiting("a"))
    leaving = claim()
    written, may_commit = threading.Event(), threading.Event()

    def write() -> None:
        with transaction.atomic():
            waiting("a", 5)
            written.set()
            may_commit.wait(10)

    def leave() -> None:
        written.wait(10)
        release(leaving)

    def watch() -> None:
        written.wait(10)
        wait_until_somebody_waits()
        may_commit.set()

    at_once(write, leave, watch)

    assert lane("a").next_at is not None
    assert lane("a").worker == ""


@OUTSIDE_TESTS
def test_a_row_written_after_the_worker_counted_wakes_the_lane_again() -> None:
    """The worker that leaves has the lane first: the row's trigger waits for it and lowers the time after it."""
    done(waiting("a"))
    leaving = claim()
    left, may_commit = threading.Event(), threading.Event()

    def leave() -> None:
        with transaction.atomic():
            release(leaving)
            left.set()
            may_commit.wait(10)

    def write() -> None:
        left.wait(10)
        waiting("a", 5)

    def watch() -> None:
        left.wait(10)
        wait_until_somebody_waits()
        may_commit.set()

    at_once(leave, write, watch)

    assert lane("a").next_at is not None
    assert lane("a").worker == ""


def wait_until_somebody_waits() -> None:
    """Return when a session waits for a lock; fail after some seconds."""
    until = time.monotonic() + 5
    while not waits_for_a_lock():
        assert time.monotonic() < until, "nobody waits"
        time.sleep(0.01)


def test_a_deferred_lane_stands_in_nobodys_way() -> None:
    waiting("broken", 100)
    waiting("good", 1)
    broken = claim()

    lanes.defer(broken)
    Lane.objects.filter(pk=broken.id).update(lease_until=None)

    assert claim().key == "good"
    assert lanes.claim([KIND], "worker") is None


def test_due_lanes_are_counted() -> None:
    waiting("a", 100)
    waiting("b", 10)
    waiting("c", -100)

    assert lanes.due([KIND], 16) == 2
    assert lanes.due([KIND], 1) == 1
    claim()
    assert lanes.due([KIND], 16) == 1


def test_waking_makes_lost_lanes_and_lowers_forgotten_times() -> None:
    waiting("known", 10)
    waiting("forgotten", 10)
    before = lane("known").next_at
    Lane.objects.filter(key="forgotten").update(next_at=None)
    at = ago(50)

    woken = lanes.wake(
        [Wish(KIND, "forgotten", None, at), Wish(KIND, "lost", None, at), Wish("channel", "x", 7, at)]
    )

    assert woken == 3
    assert lane("forgotten").next_at == at
    assert lane("lost").next_at == at
    assert Lane.objects.get(kind="channel", key="x").organization_id == 7
    assert lane("known").next_at == before
    assert lanes.wake([]) == 0


def test_waking_leaves_a_lane_that_is_due_already_in_its_place() -> None:
    waiting("busy", 100)
    waiting("other", 50)
    release(claim())

    assert lanes.wake([Wish(KIND, "busy", None, ago(100))]) == 0
    assert claim().key == "other"
