"""A report in words of one language: only text, ready to be put into a mail, a PDF or a page."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class KpiLine:
    """`tone` is up (good), down (bad), flat or none; `arrow` says the direction without colour."""

    name: str
    value: str
    change: str
    tone: str
    arrow: str
    is_known: bool


@dataclass(frozen=True, slots=True)
class GoalLine:
    """`share` and `expected` are percent of the target, 0 to 100."""

    name: str
    value: str
    words: str
    share: int
    expected: int
    tone: str


@dataclass(frozen=True, slots=True)
class PostLine:
    """`cid` names the picture in the mail, "" for none; `cover` its sha256."""

    title: str
    where: str
    figure: str
    url: str
    cover: str
    cid: str


@dataclass(frozen=True, slots=True)
class TroubleLine:
    """`tone` is fail or unsure."""

    title: str
    word: str
    sentence: str
    url: str
    tone: str


@dataclass(frozen=True, slots=True)
class Pair:
    """A name and what stands beside it."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A post to come."""

    when: str
    title: str
    where: str
    state: str


@dataclass(frozen=True, slots=True)
class StepLine:
    """The one next step."""

    title: str
    why: str
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One day of the chart. `share` is percent of the highest, None for a day that nobody knows."""

    day: str
    value: str
    share: int | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """Sections that the report leaves out, or that have nothing to say, are empty."""

    language: str
    brand: str
    initial: str
    ground: str
    ink: str
    span: str
    clock: str
    subject: str
    preheader: str
    title: str
    lead: str
    note: str
    note_by: str
    kpis: tuple[KpiLine, ...]
    gaps: tuple[str, ...]
    chart_title: str
    chart_alt: str
    bars: tuple[Bar, ...]
    goals: tuple[GoalLine, ...]
    best: tuple[PostLine, ...]
    worst: tuple[PostLine, ...]
    troubles: tuple[TroubleLine, ...]
    inbox: tuple[Pair, ...]
    approvals: tuple[Pair, ...]
    plan: tuple[PlanLine, ...]
    plan_words: str
    step: StepLine | None
    headings: dict[str, str]
    as_of: str
