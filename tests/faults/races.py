"""Races: the same work given to many, people against senders, senders that stand still and wake up too late."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from uuid import UUID

from django.db import connection

from calendar_app.services import composing, deciding
from calendar_app.services.content import Content
from core.errors import DomainError
from tests.calendar_app import posts
from tests.faults.oracle import Violation
from tests.faults.processes import wait_until
from tests.faults.scenario import ALL_LIVE, Case, Scenario, Scene

UNLESS_INSIDE = {"key": "live", "read": "live", "never": "live|asking"}
"""Who was inside the fence when its sender stood still is asked about."""
OR_CANCELLED = {"key": "live|cancelled", "read": "live|cancelled", "never": "live|cancelled"}


def redelivered(scene: Scene) -> None:
    """F06: every ring is delivered five times, to two workers."""
    scene.crew.be_there()
    scene.hire()
    scene.cast.due(0.2)
    for _ in range(5):
        scene.stage.ring(5)
        time.sleep(0.2)


def crowd(scene: Scene) -> None:
    """F18: four workers at once, and rings for all their hands."""
    scene.crew.ring()
    scene.crew.send_publisher_away()
    scene.hire_all(4)
    scene.cast.due(0.3)
    scene.stage.ring(64, helper=True)


def two_beats(scene: Scene) -> None:
    """F19: a second beat, and the first one stands still for some seconds and then catches up."""
    scene.crew.be_there()
    second, first = scene.hire("beat"), scene.crew.beat()
    first.pause()
    scene.cast.due(0.5, spread=5.0)
    time.sleep(3.5)
    first.resume()
    time.sleep(2.0)
    second.kill()


def stopped_inside(scene: Scene) -> None:
    """F31: a worker stops itself right before a first byte, long enough for others to give it up, and goes on."""
    scene.crew.ring()
    scene.crew.send_publisher_away()
    sleeper = scene.hire(FAULTPOINTS="C2=stop@8")
    scene.cast.due()
    wait_until(lambda: sleeper.is_stopped, 10, "the worker has stopped itself")
    scene.crew.call_stand_in()
    time.sleep(4.5)
    sleeper.resume()
    time.sleep(1.5)


def stopped_after(scene: Scene) -> None:
    """F31, the other side: all hands of a worker know the outcome, stand still, and write it down too late."""
    scene.crew.ring()
    scene.crew.send_publisher_away()
    sleeper = scene.hire(FAULTPOINTS="C4=sleep:4")
    scene.cast.due()
    scene.wait_until_held(4.0)
    sleeper.pause()
    scene.crew.call_stand_in()
    time.sleep(6.0)
    sleeper.resume()
    time.sleep(3.0)


def cancel_race(scene: Scene) -> None:
    """F28: in the moment in which posts become due, people cancel half of them and edit some."""
    scene.crew.be_there()
    chosen = list(scene.cast.promised)
    scene.cast.due(0.8)
    time.sleep(0.75)
    hands = [threading.Thread(target=_cancel, args=(scene, part)) for part in (chosen[::4], chosen[1::4])]
    hands.append(threading.Thread(target=_edit, args=(scene, chosen[2::4])))
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join(30)


def cancel_while_preparing(scene: Scene) -> None:
    """F28: people cancel while the pictures are under way; the sender hears of a trouble only afterwards."""
    scene.crew.be_there()
    scene.cast.due(0.2)
    time.sleep(0.3)
    scene.stage.ring(4)
    time.sleep(0.8)
    _cancel(scene, list(scene.cast.promised))


def _cancel(scene: Scene, deliveries: Sequence[str]) -> None:
    try:
        for delivery in deliveries:
            _cancel_one(scene, delivery)
            time.sleep(0.02)
    finally:
        connection.close()


def _cancel_one(scene: Scene, delivery: str) -> None:
    place = scene.cast.home(scene.cast.promised[delivery].handle)
    with posts.inside(place):
        try:
            deciding.cancel(scene.cast.posts[delivery].deliveries.get(), by=posts.actor(place))
        except DomainError:
            return
    scene.cancelled[delivery] = time.time()


def _edit(scene: Scene, deliveries: Sequence[str]) -> None:
    try:
        for delivery in deliveries:
            _edit_one(scene, delivery)
            time.sleep(0.02)
    finally:
        connection.close()


def _edit_one(scene: Scene, delivery: str) -> None:
    promised = scene.cast.promised[delivery]
    place, post = scene.cast.home(promised.handle), scene.cast.posts[delivery]
    text = f"edited {promised.text}"
    written = Content(text=text, channels=[scene.cast.channels[promised.handle].pk])
    with posts.inside(place):
        post.refresh_from_db()
        try:
            composing.edit(post, written, revision=post.revision, author=place.editor, by=posts.actor(place))
        except DomainError:
            return
    scene.cast.reworded(delivery, text)


def decided(scene: Scene) -> None:
    """F28: three people say at the same time what to do about posts of which nobody knows; only one is heard."""
    scene.crew.be_there()
    scene.cast.due()
    scene.wait_for_states(frozenset({"asking"}), 15)
    asked = {delivery: _attempt(scene, delivery) for delivery in scene.cast.promised}
    hands = [threading.Thread(target=_send_again, args=(scene, asked)) for _ in range(3)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join(20)


def _attempt(scene: Scene, delivery: str) -> UUID | None:
    with posts.inside(scene.cast.home(scene.cast.promised[delivery].handle)):
        found: UUID | None = scene.cast.posts[delivery].deliveries.get().fence
    return found


def _send_again(scene: Scene, asked: Mapping[str, UUID | None]) -> None:
    try:
        for delivery, promised in scene.cast.promised.items():
            place = scene.cast.home(promised.handle)
            with posts.inside(place), suppress(DomainError):
                row = scene.cast.posts[delivery].deliveries.get()
                deciding.send_again(row, by=posts.actor(place), about=asked[delivery])
    finally:
        connection.close()


def somebody_won(scene: Scene) -> Iterator[Violation]:
    """The race was one: some posts were stopped, some went out."""
    if not scene.cancelled:
        yield Violation("no_race", "", "nobody could cancel anything")


F06 = Scenario("F06", (Case("F06", "f06", ALL_LIVE, channels=4, posts=2),), redelivered)
F18 = Scenario("F18", (Case("F18", "f18", ALL_LIVE, channels=5, posts=2),), crowd)
F31 = Scenario("F31-before", (Case("F31", "f31-before", UNLESS_INSIDE, channels=5, posts=1),), stopped_inside)
PREPARING = Scenario(
    "F28-prepare",
    (
        Case(
            "F28",
            "f28-prepare",
            {"key": "cancelled", "read": "cancelled", "never": "cancelled"},
            [{"on": "media", "do": "silence_before", "seconds": 2, "times": 1}],
            posts=1,
            pictures=1,
        ),
    ),
    cancel_while_preparing,
    tail=6.0,
)
SMOKE = (F06, F18, F31)
SCENARIOS = (
    *SMOKE,
    Scenario("F19", (Case("F19", "f19", ALL_LIVE),), two_beats),
    Scenario("F31-after", (Case("F31", "f31-after", UNLESS_INSIDE, channels=5, posts=1),), stopped_after),
    Scenario(
        "F28-race",
        (Case("F28", "f28-race", OR_CANCELLED, channels=4, posts=6),),
        cancel_race,
        check=somebody_won,
    ),
    PREPARING,
    Scenario(
        "F28-decided",
        (
            Case(
                "F28",
                "f28-decided",
                {"never": "live"},
                [{"on": "posts", "do": "error_before", "times": 1}],
                channels=4,
            ),
        ),
        decided,
    ),
)
