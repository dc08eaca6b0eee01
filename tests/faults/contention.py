"""F03 and F07: somebody's transaction is in the way of a fence or of an outcome, and Postgres makes ours give way.

Real errors of a real server: a deadlock (40P01), and under REPEATABLE READ a row that was changed meanwhile (40001).
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import closing
from functools import partial

import psycopg2
from psycopg2.extensions import connection as Connection

from accounts.services.holds import LOCK
from tests.faults.oracle import Violation
from tests.faults.scenario import ALL_LIVE, Case, Scenario, Scene

PATIENT = "SET deadlock_timeout = '30s'"
"""Whoever looks for deadlocks first is the one that gives way."""
ATTEMPT = "SELECT 1 FROM calendar_app_attempt WHERE delivery_id = %s FOR UPDATE"
CHANGED_ATTEMPT = "UPDATE calendar_app_attempt SET code = code WHERE delivery_id = %s"
DELIVERY = "SELECT 1 FROM calendar_app_delivery WHERE id = %s FOR UPDATE"
CHANGED_DELIVERY = "UPDATE calendar_app_delivery SET problem = problem WHERE id = %s"
PAUSE = f"SELECT pg_advisory_xact_lock({LOCK}, organization_id::int) FROM calendar_app_delivery WHERE id = %s"
"""What placing a pause waits for, and what every fence shares."""
WAITS = "SELECT EXISTS (SELECT 1 FROM pg_stat_activity WHERE %s = ANY(pg_blocking_pids(pid)))"
REPEATABLE = "ALTER DATABASE \"{}\" SET default_transaction_isolation = 'repeatable read'"
AS_BEFORE = 'ALTER DATABASE "{}" RESET default_transaction_isolation'
SLOW = [{"on": "posts", "do": "slow", "seconds": 0.8}]
"""Time enough to get in the way between fence and outcome."""
PATIENCE = 12.0
STEP = 0.03


def tangled(held: str, wanted: str, scene: Scene) -> None:
    """Of each post somebody holds what its sender will want; when the sender waits for it, wants what the sender holds."""
    scene.crew.be_there()
    scene.cast.due(1.0)
    _get_in_the_way(held, wanted, scene)


def unrepeatable(held: str, scene: Scene) -> None:
    """A publisher works under REPEATABLE READ; what its transactions wait for has changed when they get it."""
    database = scene.stage.database
    scene.crew.ring()
    scene.crew.send_publisher_away()
    database.admin(REPEATABLE.format(database.name))
    try:
        scene.hire()
        scene.cast.due(1.0)
        _get_in_the_way(held, "", scene)
        scene.wait_for_states(frozenset({"live", "asking"}), 20)
    finally:
        database.admin(AS_BEFORE.format(database.name))


def _get_in_the_way(held: str, wanted: str, scene: Scene) -> None:
    hands = [threading.Thread(target=_tangle, args=(held, wanted, scene, one)) for one in scene.cast.promised]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join(2 * PATIENCE)


def _tangle(held: str, wanted: str, scene: Scene, delivery: str) -> None:
    """What we ask for last is given to us only after the sender's transaction has ended: it was the victim."""
    url = scene.stage.database.admin_url
    with closing(psycopg2.connect(url)) as hand, closing(psycopg2.connect(url)) as eye:
        eye.autocommit = True
        _ask(hand, PATIENT)
        hand.commit()
        if _hold(hand, held, delivery) and _is_awaited(eye, hand.info.backend_pid):
            if wanted:
                _ask(hand, wanted, delivery)
            scene.counted["victims"] += 1
        hand.commit()


def _hold(hand: Connection, statement: str, delivery: str) -> bool:
    """Try until the row is there and ours."""
    until = time.monotonic() + PATIENCE
    while not _ask(hand, statement, delivery):
        hand.rollback()
        if time.monotonic() > until:
            return False
        time.sleep(STEP)
    return True


def _is_awaited(eye: Connection, pid: int) -> bool:
    """Whether somebody comes to wait for this connection."""
    until = time.monotonic() + PATIENCE
    with eye.cursor() as cursor:
        while time.monotonic() < until:
            cursor.execute(WAITS, [pid])
            if cursor.fetchone() == (True,):
                return True
            time.sleep(STEP)
    return False


def _ask(hand: Connection, statement: str, *values: object) -> int:
    """How many rows it touched."""
    with hand.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.rowcount


def all_gave_way(scene: Scene) -> Iterator[Violation]:
    """The sender of every post met it."""
    if scene.counted["victims"] != len(scene.cast.promised):
        yield Violation("no_fault", "", f"{scene.counted['victims']} of {len(scene.cast.promised)} met it")


def _case(name: str) -> Case:
    return Case("F07", f"f07-{name}", ALL_LIVE, SLOW, channels=3, posts=1, within=30)


SCENARIOS = tuple(
    Scenario(f"F07-{name}", (_case(name),), play, check=all_gave_way)
    for name, play in {
        "deadlock-fence": partial(tangled, DELIVERY, PAUSE),
        "deadlock-outcome": partial(tangled, ATTEMPT, DELIVERY),
        "serialization-fence": partial(unrepeatable, CHANGED_DELIVERY),
        "serialization-outcome": partial(unrepeatable, CHANGED_ATTEMPT),
    }.items()
)
