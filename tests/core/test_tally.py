"""Counting: cheap, never in anybody's way, and nothing lost while the process lives."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
from django.db import Error, ProgrammingError, connection, transaction

from activity.models import Mail
from core import clock, tally
from core.tally import Tally
from core.tenancy import denied, scope
from tests import world

pytestmark = pytest.mark.django_db(transaction=True)


def total(name: str, label: str = "") -> float:
    """What is written since ever."""
    return tally.totals([name]).get((name, label), 0.0)


def test_counts_of_many_flushes_add_up_since_ever_and_by_the_minute() -> None:
    tally.count("things", "a", 2)
    tally.count("things", "a")
    tally.count("things", "b", 0.5)
    assert tally.flush()
    tally.count("things", "a")
    assert tally.flush()

    assert (total("things", "a"), total("things", "b")) == (4.0, 0.5)
    assert tally.recent("things", 2) == {"a": 4.0, "b": 0.5}


def test_counting_asks_the_database_nothing_until_it_is_time(
    django_assert_num_queries: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tally._pending, "flushed", time.monotonic())
    with django_assert_num_queries(0):  # type: ignore[operator]
        for _ in range(1000):
            tally.count("things")

    monkeypatch.setattr(tally._pending, "flushed", time.monotonic() - tally.FLUSH_SECONDS)
    with django_assert_num_queries(1):  # type: ignore[operator]
        tally.count("things")

    assert total("things") == 1001.0


def test_nothing_is_written_inside_somebody_elses_transaction(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tally._pending, "flushed", time.monotonic() - 60)
    with transaction.atomic():
        tally.count("things")
        assert not tally.flush()
        transaction.set_rollback(True)
    assert total("things") == 0.0

    assert tally.flush()
    assert total("things") == 1.0


def test_a_database_that_does_not_answer_costs_no_count_and_raises_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*args: object) -> None:
        raise Error("away")

    tally.count("things", n=3)
    tally.mark("tick.thing")
    with monkeypatch.context() as away:
        away.setattr(tally, "_write", fail)
        assert not tally.flush()
    tally.count("things")

    assert tally.flush()
    assert total("things") == 4.0
    assert total("tick.thing") > 0


def test_a_line_that_broke_is_mended_by_the_next_flush() -> None:
    tally.count("things")
    connection.ensure_connection()
    connection.connection.close()
    tally.flush()

    assert tally.flush()
    assert total("things") == 1.0


def test_a_mark_is_when_it_last_happened_by_the_databases_clock() -> None:
    tally.mark("tick.thing")
    tally.flush()
    first = total("tick.thing")
    time.sleep(0.05)
    tally.tick(["thing"])
    tally.flush()

    assert abs(first - clock.now().timestamp()) < 5
    assert total("tick.thing") > first
    assert tally.recent("tick.thing", 5) == {}


def test_an_older_mark_of_another_process_does_not_set_it_back() -> None:
    Tally.objects.create(name="tick.thing", value=9e9)
    tally.mark("tick.thing")
    tally.flush()

    assert total("tick.thing") == 9e9


def test_processes_that_write_at_once_lose_nothing_and_do_not_wait_in_a_ring() -> None:
    keys = [(f"things{number}", str(number % 7)) for number in range(40)]

    def write(turn: int) -> None:
        try:
            for _ in range(10):
                tally._write(dict.fromkeys(keys if turn % 2 else reversed(keys), 1.0), {})
        finally:
            connection.close()

    hands = [threading.Thread(target=write, args=(turn,)) for turn in range(4)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()

    assert {total(*key) for key in keys} == {40.0}


def test_hands_of_one_process_count_together() -> None:
    def count_many() -> None:
        for _ in range(2000):
            tally.count("things")

    hands = [threading.Thread(target=count_many) for _ in range(4)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    tally.flush()

    assert total("things") == 8000.0


@pytest.mark.parametrize(
    ("seconds", "bucket", "day"),
    [
        (-1.0, "0.5", "in_time"),
        (0.5, "0.5", "in_time"),
        (1.5, "2", "in_time"),
        (60.0, "60", "in_time"),
        (60.1, "300", "late"),
        (9999.0, "+Inf", "late"),
    ],
)
def test_lateness_falls_into_its_bucket_and_into_the_share_of_the_day(
    seconds: float, bucket: str, day: str
) -> None:
    tally.observe_lateness(seconds)
    tally.flush()

    assert total(tally.LATENESS, bucket) == 1.0
    assert total(tally.LATENESS_SUM) == max(0.0, seconds)
    assert total(tally.STARTS, f"{datetime.now(UTC).date()}:{day}") == 1.0


def test_minutes_are_forgotten_after_a_day_and_totals_never() -> None:
    now = clock.now()
    Tally.objects.create(name="things", minute=now - timedelta(hours=25), value=1)
    Tally.objects.create(name="things", minute=now - timedelta(hours=23), value=2)
    Tally.objects.create(name="things", value=3)

    assert tally.prune() == 1

    assert sorted(Tally.objects.values_list("value", flat=True)) == [2.0, 3.0]


def test_recent_counts_are_those_of_the_last_minutes() -> None:
    now = clock.now()
    Tally.objects.create(name="things", label="a", minute=now - timedelta(minutes=9), value=1)
    Tally.objects.create(name="things", label="a", minute=now - timedelta(minutes=3), value=2)
    Tally.objects.create(name="things", label="a", minute=now - timedelta(minutes=11), value=4)

    assert tally.recent("things", 10) == {"a": 3.0}


def test_what_the_wall_refuses_is_counted() -> None:
    ours, theirs = world.place("one"), world.place("two")
    fields = {"sender": "a", "to": "a@example.com", "subject": "", "text": "", "message_id": "x"}

    with scope.enter(ours.organization.pk), pytest.raises(ProgrammingError, match="row-level security"):
        Mail.objects.create(organization_id=theirs.organization.pk, **fields)
    with pytest.raises(ProgrammingError), connection.cursor() as cursor:
        cursor.execute("SELECT nothing FROM nowhere")

    assert denied.any_seen()
    assert tally.flush()
    assert total(tally.DENIED) == 1.0
