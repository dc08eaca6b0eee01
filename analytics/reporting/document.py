"""What a report says, in plain values: numbers, instants, names and codes, no words of any language.

It is filled once for each run and kept with it, so that mail, PDF, table and page say the same, whenever they are made.
None is "not known", never zero. Words are found by analytics.reporting.wording.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Section(StrEnum):
    """The parts of a report, in their order."""

    NOTE = "note"
    KPIS = "kpis"
    GOALS = "goals"
    POSTS = "posts"
    TROUBLE = "trouble"
    INBOX = "inbox"
    APPROVALS = "approvals"
    PLAN = "plan"
    STEP = "step"


@dataclass(frozen=True, slots=True)
class Point:
    """One day of a line."""

    day: date
    value: float | None


@dataclass(frozen=True, slots=True)
class Kpi:
    """A number of the week and of the one before. `unit` is count, percent, minutes or ratio; `is_better` "up" or "down"."""

    key: str
    value: float | None
    before: float | None
    unit: str = "count"
    is_better: str = "up"
    series: tuple[Point, ...] = ()

    @property
    def change(self) -> float | None:
        """The difference to the week before: of percentages in points, else as a share (0.09 is nine percent more)."""
        if self.value is None or self.before is None:
            return None
        if self.unit == "percent":
            return self.value - self.before
        return (self.value - self.before) / self.before if self.before else None


@dataclass(frozen=True, slots=True)
class Gap:
    """A channel that did not tell its numbers for some days; without a channel: days of which a part is missing."""

    channel: str
    network: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class GoalPace:
    """A goal, how far it is, and where it should be by now; `standing` is one of analytics.selectors.goals.Standing."""

    key: str
    unit: str
    target: float
    value: float | None
    expected: float | None
    until: date
    standing: str = ""


@dataclass(frozen=True, slots=True)
class Ranked:
    """A post among the best or worst. `typical` is how many times the usual value it had; `cover` the picture's sha256."""

    headline: str
    networks: tuple[str, ...]
    at: datetime
    key: str
    unit: str
    value: float
    typical: float | None = None
    cover: str = ""
    path: str = ""


@dataclass(frozen=True, slots=True)
class Trouble:
    """A post that did not come out, or of which nobody knows. `state` is the delivery's, `problem` its code."""

    headline: str
    network: str
    handle: str
    state: str
    problem: str
    path: str


@dataclass(frozen=True, slots=True)
class InboxWeek:
    """Conversations of the week and how fast they were answered."""

    conversations: int | None = None
    answered: int | None = None
    in_time: float | None = None
    median_minutes: float | None = None
    open_now: int | None = None
    overdue: int | None = None


@dataclass(frozen=True, slots=True)
class ApprovalsWeek:
    """What waits for a yes, and how long decisions took."""

    waiting: int | None = None
    oldest_hours: float | None = None
    decided: int | None = None
    median_minutes: float | None = None


@dataclass(frozen=True, slots=True)
class Planned:
    """A post of the week to come."""

    headline: str
    networks: tuple[str, ...]
    at: datetime
    state: str
    path: str


@dataclass(frozen=True, slots=True)
class Step:
    """The one next step: a code with its facts, and the page where it is done."""

    code: str
    path: str
    number: int = 0
    name: str = ""


@dataclass(frozen=True, slots=True)
class ReportDocument:
    """One week of one brand. The first of `kpis` is the main number."""

    brand: str
    period: str
    first: date
    last: date
    zone: str
    made_at: datetime
    published: int = 0
    kpis: tuple[Kpi, ...] = ()
    gaps: tuple[Gap, ...] = ()
    goals: tuple[GoalPace, ...] = ()
    best: tuple[Ranked, ...] = ()
    worst: tuple[Ranked, ...] = ()
    troubles: tuple[Trouble, ...] = ()
    inbox: InboxWeek | None = None
    approvals: ApprovalsWeek | None = None
    plan: tuple[Planned, ...] = ()
    step: Step | None = None
    note: str = ""
    note_by: str = ""
    left_out: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing happened that could be told: no post, no number, no trouble, no conversation."""
        is_told = any(kpi.value for kpi in self.kpis)
        talked = self.inbox is not None and bool(self.inbox.conversations)
        return not (self.published or is_told or self.troubles or talked or self.note)

    @property
    def main(self) -> Kpi | None:
        """The first number that is known."""
        return next((kpi for kpi in self.kpis if kpi.value is not None), None)

    def shows(self, section: Section) -> bool:
        """Whether the report has this section."""
        return section.value not in self.left_out
