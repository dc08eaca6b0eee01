"""Serving without the bell."""

from __future__ import annotations

import time

import pytest

from activity.models import Mail
from core.outbox import serving, watch
from core.outbox.lanes import Claimed
from core.outbox.serving import Server
from core.outbox.watch import Watch
from tests.core.lanes_of_mail import KIND, done, waiting

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The keys of the lanes that were served, in order."""
    seen: list[str] = []

    def take(claimed: Claimed) -> Mail | None:
        return Mail.objects.filter(server=claimed.key, due_at__isnull=False).first()

    def serve(mail: Mail) -> None:
        seen.append(mail.server)
        done(mail)

    monkeypatch.setitem(serving._servers, KIND, Server(KIND, Mail, "server", take, serve, lambda lane: None))
    monkeypatch.setattr(serving, "_looked", {})
    monkeypatch.setattr(serving, "_started", time.monotonic() - 60)
    return seen


def wait_for(served: list[str], count: int) -> None:
    """Until so many rows were served; fails after some seconds."""
    until = time.monotonic() + 10
    while len(served) < count:
        assert time.monotonic() < until, served
        time.sleep(0.02)


def end(watcher: Watch) -> None:
    """Wait for the hands that were sent."""
    for hand in watcher._hands:
        hand.join(10)


def test_when_nobody_rings_every_due_lane_is_served_all_the_same(
    served: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "PATIENCE", 0.0)
    for number in range(3):
        waiting(f"lane{number}")
    watcher = Watch([KIND])

    assert watcher.look() >= 1
    wait_for(served, 3)
    end(watcher)

    assert sorted(served) == ["lane0", "lane1", "lane2"]


def test_while_the_bell_is_heard_the_watch_does_nothing(served: list[str]) -> None:
    waiting("a")
    watcher = Watch([KIND])
    watcher.heard()

    assert watcher.look() == 0
    assert served == []


def test_while_hands_of_this_process_take_lanes_the_watch_does_nothing(
    served: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "PATIENCE", 0.0)
    watcher = Watch([KIND])
    serving.serve_next([KIND])
    waiting("a")

    assert watcher.look() == 0


def test_the_bell_is_told_to_the_watch_of_its_lanes(monkeypatch: pytest.MonkeyPatch) -> None:
    watcher = Watch([KIND])
    monkeypatch.setattr(watch, "_watches", {(KIND,): watcher})
    watcher._heard = 0.0

    watch.heard([KIND])
    watch.heard(["unknown"])

    assert time.monotonic() - watcher._heard < 5
