"""A scenario: some cases (accounts, rules of the network, expected ends) and what is done to the processes meanwhile."""

from __future__ import annotations

import itertools
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.faults import answering, collecting, oracle
from tests.faults.cast import Cast
from tests.faults.crew import Crew
from tests.faults.evidence import Evidence, Promised
from tests.faults.oracle import ENDED, Judge, Violation
from tests.faults.processes import Process
from tests.faults.stage import Stage

Rule = Mapping[str, Any]  # as the network's control takes it
LIVE, ASKING, REFUSED, HELD, CANCELLED = "live", "asking", "refused", "held", "cancelled"
ACCOUNT_WIDE = frozenset({"expired", "revoked", "scope", "limit_headers"})
"""What befalls an account and not one of its posts."""
LINES = 6
"""Lines in which a result says what is wrong."""
NUMBERS = itertools.count(1)
"""So that no two runs of a scenario use the same names."""
ALL_LIVE = {"key": LIVE, "read": LIVE, "never": LIVE}
ASKED = {"key": LIVE, "read": LIVE, "never": ASKING}
"""What is unknown is found out where that is possible; else a person is asked."""
ALL_REFUSED = {"key": REFUSED, "read": REFUSED, "never": REFUSED}
ALL_HELD = {"key": HELD, "read": HELD, "never": HELD}


def nothing_more(_: object) -> Iterator[Violation]:
    """No invariant besides those of the oracle."""
    yield from ()


@dataclass(frozen=True, slots=True)
class Case:
    """One fault on accounts of its own. `ends` names for each class how its posts must end (`a|b`: either).

    `rules` befall every account of the case. `costs` are violations that nobody can avoid there, `class:name`.
    """

    fault: str
    name: str
    ends: Mapping[str, str]
    rules: Sequence[Rule] = ()
    once_in_class: Sequence[Rule] = ()
    """Rules that befall whichever account of a class comes first."""
    channels: int = 2
    posts: int = 2
    replies: int = 0
    """Answers to people on each account, in the same lane as its posts."""
    pictures: int = 0
    cropped: bool = False
    """A part of each picture is sent, so that senders must make and keep a file."""
    within: float = 25.0
    """Seconds after its time by which every post must have ended."""
    seconds: float = 7200
    """How long the tokens of its accounts last."""
    line: int = 0
    """Through which listener of the proxy its accounts are reached."""
    costs: frozenset[str] = frozenset()
    check: Judge = nothing_more

    def handles(self, kind: str) -> list[str]:
        """Its accounts of one class."""
        return [f"{kind}-{self.name}-{number}" for number in range(self.channels)]


class Scene:
    """A scenario under way: the hands of whoever plays it."""

    def __init__(self, stage: Stage, crew: Crew, cast: Cast) -> None:
        self.stage, self.crew, self.cast = stage, crew, cast
        self.hired: list[Process] = []
        self.cancelled: dict[str, float] = {}
        self.counted: Counter[str] = Counter()
        """What a play has done for certain, for its check."""

    def hire(self, name: str = "publish", **options: Any) -> Process:
        """A process for this scenario only, ready to work."""
        process = self.crew.hire(name, **options)
        self.hired.append(process)
        self.stage.wait_for(process)
        return process

    def hire_all(self, count: int, **options: Any) -> list[Process]:
        """Several publishers that start at the same time."""
        processes = [self.crew.hire("publish", **options) for _ in range(count)]
        self.hired += processes
        self.stage.wait_for(*processes)
        return processes

    def wait_for_end_of(self, process: Process, seconds: float = 10.0) -> None:
        """Return when a process has killed itself; killed by us when it does not in time."""
        until = time.monotonic() + seconds
        while process.is_alive and time.monotonic() < until:
            time.sleep(0.05)
        process.kill()

    def states(self) -> dict[str, str]:
        """The state of each post now."""
        return collecting.states(self.stage.database, self.cast.promised)

    def wait_for_states(self, wanted: frozenset[str], seconds: float) -> bool:
        """Wait until every post is in one of these states; False when some are not in time."""
        until = time.monotonic() + seconds
        while not set(self.states().values()) <= wanted:
            if time.monotonic() > until:
                return False
            time.sleep(0.1)
        return True

    def wait_until_held(self, seconds: float = 6.0, calm: float = 0.6) -> bool:
        """Wait until every account's lane is held and nothing moves: all posts stand at the fault point."""
        until, since, before = time.monotonic() + seconds, time.monotonic(), object()
        while time.monotonic() < until:
            now = (self._held(), self.states(), len(self.stage.network.calls()))
            if now != before:
                before, since = now, time.monotonic()
            elif now[0] == len(self.cast.channels) and time.monotonic() - since > calm:
                return True
            time.sleep(0.1)
        return False

    def _held(self) -> int:
        """How many lanes of the scenario somebody holds."""
        return collecting.held_lanes(
            self.stage.database, [str(one.pk) for one in self.cast.channels.values()]
        )


Play = Callable[[Scene], None]


def just_run(scene: Scene) -> None:
    """The crew works; nothing is done to it."""
    scene.crew.be_there()
    scene.cast.due()


@dataclass(frozen=True, slots=True)
class Scenario:
    """Cases that share one run, because what is done to the processes is the same for all of them."""

    name: str
    cases: tuple[Case, ...]
    play: Play = just_run
    kills_postgres: bool = False
    check: Callable[[Scene], Iterator[Violation]] = nothing_more
    tail: float = 0.5
    """Seconds after the last end in which nothing more may happen."""
    lacks: Callable[[], str] = lambda: ""
    """Why it cannot be played on this machine; "" where it can."""


@dataclass(frozen=True, slots=True)
class Result:
    """How one class of one case came out."""

    case: Case
    kind: str
    ends: Mapping[str, str]
    violations: Sequence[Violation]
    worst: float
    promised: Mapping[str, Promised] = field(default_factory=dict)

    @property
    def avoidable(self) -> list[Violation]:
        """Violations that are not among the known costs."""
        return [one for one in self.violations if f"{self.kind}:{one.name}" not in self.case.costs]

    @property
    def unexpected(self) -> list[str]:
        """Posts that ended otherwise than expected, or too late."""
        wanted = self.case.ends[self.kind].split("|")
        other = [
            f"{state} instead of {' or '.join(wanted)} [{delivery}]"
            for delivery, state in self.ends.items()
            if state not in wanted
        ]
        late = [f"ended {self.worst:.1f} s after its time"] if self.worst > self.case.within else []
        return other + late

    @property
    def words(self) -> str:
        """Everything that is wrong, as lines; "" when nothing is."""
        wrong = [str(one) for one in self.avoidable] + self.unexpected
        more = [f"… and {len(wrong) - LINES} more"] if len(wrong) > LINES else []
        return "\n".join(
            f"{self.case.fault} {self.case.name} {self.kind}: {line}" for line in wrong[:LINES] + more
        )


def run(stage: Stage, crew: Crew, scenario: Scenario, patience: float = 0.0) -> list[Result]:
    """Play a scenario to its end and judge it. Leaves nothing behind that waits.

    `patience` is how long to wait for the ends, if not as long as the cases say.
    """
    stage.network.reset()
    cast = Cast(stage, f"{scenario.name.lower()}-{next(NUMBERS)}")
    _cast_all(cast, scenario.cases)
    scene = Scene(stage, crew, cast)
    try:
        scenario.play(scene)
        scene.wait_for_states(ENDED, patience or max(case.within for case in scenario.cases))
        time.sleep(scenario.tail)
        return _judge(scene, scenario)
    finally:
        stage.dismiss(*scene.hired)
        stage.heal()


def _cast_all(cast: Cast, cases: Sequence[Case]) -> None:
    """Accounts, posts, and what the network will do to them."""
    rules: list[dict[str, Any]] = []
    for case in cases:
        for kind in case.ends:
            handles = case.handles(kind)
            cast.connect(handles, seconds=case.seconds, line=case.line)
            for handle in handles:
                written = [
                    cast.write(handle, pictures=case.pictures, cropped=case.cropped)
                    for _ in range(case.posts)
                ]
                written += [answering.write(cast, handle) for _ in range(case.replies)]
                texts = [cast.promised[delivery].text for delivery in written]
                rules += _aimed(case.rules, handle, texts)
            rules += [{**rule, "handle": f"{kind}-{case.name}-"} for rule in case.once_in_class]
    cast.stage.network.rules_add(rules)


def _aimed(rules: Sequence[Rule], handle: str, texts: Sequence[str]) -> list[dict[str, Any]]:
    """Rules for sending a post befall each post on its own; all others befall the account.

    Each rule must say `on` what it acts.
    """
    aimed: list[dict[str, Any]] = []
    for rule in rules:
        one_by_one = rule["on"] == "posts" and rule["do"] not in ACCOUNT_WIDE
        aimed += [{**rule, "handle": handle, "text": text} for text in (texts if one_by_one else [""])]
    return aimed


def _judge(scene: Scene, scenario: Scenario) -> list[Result]:
    """One result for each case and class; what is wrong with the scenario as a whole goes to all of them."""
    whole, in_all = evidence_of(scene), list(scenario.check(scene))
    results = []
    for case in scenario.cases:
        for kind in case.ends:
            mine = _part(whole, frozenset(case.handles(kind)))
            ends = {delivery: row.state for delivery, row in mine.rows.items()}
            violations = [*oracle.judge(mine), *case.check(mine), *in_all]
            results.append(Result(case, kind, ends, violations, _worst(mine), mine.promised))
    return results


def evidence_of(scene: Scene) -> Evidence:
    """Everything there is to judge, now."""
    stage, promised = scene.stage, scene.cast.promised
    rows = collecting.rows(stage.database, promised)
    canaries = {one.text.rpartition(" ")[2] for one in promised.values()}
    return Evidence(
        now=time.time(),
        promised=promised,
        rows=rows,
        calls=collecting.calls(stage.network),
        shown=collecting.shown(stage.network),
        told=collecting.told(stage.database, promised),
        cancelled=scene.cancelled,
        logs=stage.new_logs(),
        secrets=frozenset(canaries | set(stage.network.secrets())),
    )


def _part(whole: Evidence, handles: frozenset[str]) -> Evidence:
    """What concerns these accounts; what stands on the network is kept whole, to find what strayed."""
    promised = {key: one for key, one in whole.promised.items() if one.handle in handles}
    return Evidence(
        now=whole.now,
        promised=promised,
        rows={key: row for key, row in whole.rows.items() if key in promised},
        calls=[call for call in whole.calls if call.handle in handles],
        shown=whole.shown,
        told=[told for told in whole.told if told.delivery in promised],
        cancelled={key: at for key, at in whole.cancelled.items() if key in promised},
        logs=whole.logs,
        secrets=whole.secrets,
        most_tries=whole.most_tries,
    )


def _worst(evidence: Evidence) -> float:
    """The longest time from a post's own time to its end, which for some is when people were told."""
    told = {one.delivery: one.at for one in evidence.told}
    waits = []
    for delivery, promised in evidence.promised.items():
        row = evidence.rows.get(delivery)
        if row is None or row.state not in ENDED:
            waits.append(evidence.now - promised.due)
        elif row.state != "cancelled":
            waits.append((row.settled_at or told.get(delivery, evidence.now)) - promised.due)
    return max(waits, default=0.0)
