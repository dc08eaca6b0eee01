"""Faults of what we stand on: deployments, hanging hands, the queue, the database, the disk, the clock."""

from __future__ import annotations

import shutil
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial

from tests.faults.evidence import Evidence
from tests.faults.oracle import Violation
from tests.faults.scenario import ALL_HELD, ALL_LIVE, Case, Scenario, Scene

OR_HELD = {"key": "live|held", "read": "live|held", "never": "live|held"}
UNLESS_INSIDE = {"key": "live", "read": "live", "never": "live|asking"}
"""Who was inside the fence when the ground shook is asked about."""
WANT_APPROVAL = "UPDATE accounts_brandpolicy SET approval_required = true WHERE brand_id = ANY(%s)"
POISON = """
SET session_replication_role = replica;
UPDATE calendar_app_postversion SET canonical = 'no document'
WHERE id IN (SELECT version_id FROM calendar_app_delivery WHERE id = ANY(%s::uuid[]))
"""
SLOW = [{"on": "posts", "do": "slow", "seconds": 0.4}]
"""So that much is under way at any moment."""


def deployed(scene: Scene) -> None:
    """F02: SIGTERM while posts are on their way, and the new worker starts at the same time."""
    scene.crew.ring()
    scene.crew.send_publisher_away()
    old = scene.hire()
    scene.cast.due(0.3)
    time.sleep(0.9)
    old.ask_to_end()
    scene.crew.call_stand_in()
    scene.wait_for_end_of(old, 30)


def hanging(order: str, scene: Scene) -> None:
    """F03: hands of a worker hang for ever while its heart beats; then another worker stands beside it."""
    scene.crew.ring()
    scene.crew.send_publisher_away()
    scene.hire(FAULTPOINTS=order)
    scene.cast.due(0.3)
    scene.wait_until_held(2.0)
    scene.crew.call_stand_in()


def frozen(scene: Scene) -> None:
    """F03: a worker's machine freezes in the middle of transactions; its lines to the database stay open."""
    scene.crew.ring()
    scene.crew.send_publisher_away()
    machine = scene.hire()
    scene.cast.due(1.0)
    with scene.stage.database.locked("calendar_app_delivery"):
        time.sleep(2.5)
        machine.pause()
    scene.crew.call_stand_in()


def without_queue(scene: Scene) -> None:
    """F04: the queue dies before the posts are due and comes back empty seconds after."""
    scene.crew.be_there()
    scene.cast.due(1.0, spread=4.0)
    scene.stage.valkey.kill()
    time.sleep(8.0)
    scene.stage.valkey.start()


def emptied_queue(scene: Scene) -> None:
    """F05: everything in the queue is thrown away again and again while posts become due."""
    scene.crew.be_there()
    scene.cast.due(0.5, spread=2.0)
    for _ in range(30):
        scene.stage.valkey.say("FLUSHALL")
        time.sleep(0.1)


def restarted_database(number: signal.Signals, scene: Scene) -> None:
    """F07: the database ends at once and comes back, twice, while posts are on their way."""
    scene.crew.be_there()
    scene.cast.due(0.3, spread=3.0)
    for _ in range(2):
        time.sleep(1.2)
        scene.stage.postgres.restart(number)


def cut_commits(before: bool, scene: Scene) -> None:
    """F08: the line to the database breaks at COMMIT, of fences and of outcomes; nobody knows whether it was done."""
    scene.crew.be_there()
    proxy = scene.stage.database_proxy
    cut = proxy.cut_before_commit if before else proxy.cut_after_commit
    cut(nth=2, containing="calendar_app_attempt", times=6)
    scene.cast.due(0.3, spread=1.0)
    time.sleep(6.0)
    proxy.clear()


def locked_table(scene: Scene) -> None:
    """F09: somebody locks the table of deliveries for five seconds in the moment in which posts are due."""
    scene.crew.be_there()
    scene.cast.due(0.5)
    scene.stage.database.ask(
        "BEGIN; LOCK TABLE calendar_app_delivery IN ACCESS EXCLUSIVE MODE; SELECT pg_sleep(5)"
    )


def without_connections(scene: Scene) -> None:
    """F09: the database takes hardly any connection and has just dropped those there were."""
    database = scene.stage.database
    scene.crew.be_there()
    scene.cast.due(0.5, spread=2.0)
    database.admin(f'ALTER DATABASE "{database.name}" CONNECTION LIMIT 3')
    database.drop_connections()
    time.sleep(4.0)
    database.admin(f'ALTER DATABASE "{database.name}" CONNECTION LIMIT -1')


def without_media(scene: Scene) -> None:
    """F09: the disk with the pictures is away for some seconds."""
    scene.crew.be_there()
    media, away = scene.stage.folder / "media", scene.stage.folder / "media-away"
    media.rename(away)
    scene.cast.due(0.3)
    time.sleep(4.0)
    shutil.rmtree(media, ignore_errors=True)  # whatever was written meanwhile, the disk covers it
    away.rename(media)


def silent_database(scene: Scene) -> None:
    """The database answers nothing for some seconds; its lines stay open."""
    scene.crew.be_there()
    scene.cast.due(0.3, spread=2.0)
    time.sleep(0.8)
    scene.stage.database_proxy.silence()
    time.sleep(4.0)
    scene.stage.database_proxy.clear()


def wrong_clocks(scene: Scene) -> None:
    """F24: one worker is ten minutes ahead, one ten minutes behind, one is set back by an hour while posts are due."""
    scene.crew.ring()
    scene.crew.send_publisher_away()
    clocks = [scene.crew.hire("publish", FAULTS_CLOCK=order) for order in ("+600", "-600", "-3600@6")]
    scene.hired += clocks
    scene.stage.wait_for(*clocks)
    scene.cast.due(1.0, spread=6.0)


def unapproved(scene: Scene) -> None:
    """F27: the brands begin to want approval after the posts were scheduled."""
    scene.crew.be_there()
    scene.cast.due(1.5)
    scene.stage.database.ask(WANT_APPROVAL, [place.brand.pk for place in scene.cast.places])


def poisoned(scene: Scene) -> None:
    """F26: the first post of each account cannot be read by any sender; those behind it can."""
    first = {promised.handle: delivery for delivery, promised in reversed(scene.cast.promised.items())}
    scene.stage.database.ask(POISON, list(first.values()))
    scene.crew.be_there()
    scene.cast.due(0.3, spread=0.5)


def half_held(evidence: Evidence) -> Iterator[Violation]:
    """Of each account one post is held, and no other."""
    held = Counter(
        promised.handle for key, promised in evidence.promised.items() if evidence.rows[key].state == "held"
    )
    for handle in sorted({promised.handle for promised in evidence.promised.values()}):
        if held[handle] != 1:
            yield Violation("poison", "", f"{handle}: {held[handle]} held instead of 1")


def one(
    fault: str,
    name: str,
    play: Callable[[Scene], None],
    *,
    ends: dict[str, str] = ALL_LIVE,
    kills_postgres: bool = False,
    **options: object,
) -> Scenario:
    """A scenario of one case."""
    case = Case(fault, f"{fault.lower()}-{name}", ends, **options)  # type: ignore[arg-type]
    return Scenario(f"{fault}-{name}", (case,), play, kills_postgres)


SCENARIOS = (
    one("F02", "deployed", deployed, ends=UNLESS_INSIDE, rules=SLOW, channels=4),
    one("F03", "one-hand", partial(hanging, "C6=sleep:3600@3"), channels=5, posts=1),
    one("F03", "all-hands", partial(hanging, "C6=sleep:3600"), channels=5, posts=1, within=45),
    one("F03", "frozen", frozen, ends=UNLESS_INSIDE, channels=4, posts=1, within=40),
    one("F04", "without-queue", without_queue),
    one("F05", "emptied", emptied_queue),
    one(
        "F07",
        "at-once",
        partial(restarted_database, signal.SIGQUIT),
        ends=UNLESS_INSIDE,
        rules=SLOW,
        channels=3,
        kills_postgres=True,
    ),
    one(
        "F07",
        "killed",
        partial(restarted_database, signal.SIGKILL),
        ends=UNLESS_INSIDE,
        rules=SLOW,
        channels=3,
        kills_postgres=True,
    ),
    one("F08", "done", partial(cut_commits, False), ends=UNLESS_INSIDE),
    one("F08", "not-done", partial(cut_commits, True), ends=UNLESS_INSIDE),
    one("F09", "locked", locked_table),
    one("F09", "no-connections", without_connections, ends=UNLESS_INSIDE),
    one("F09", "no-media", without_media, pictures=1),
    one("F09", "silent", silent_database, ends=UNLESS_INSIDE),
    one("F24", "clocks", wrong_clocks),
    one("F26", "poisoned", poisoned, ends=OR_HELD, within=40, check=half_held),
    one("F27", "unapproved", unapproved, ends=ALL_HELD),
)
