"""A goal as people see it: how far it is, where today should be, where it will probably end."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from analytics import figures
from analytics.charts import paces
from analytics.forecast import FEWEST_DAYS
from analytics.kpis import KPIS, Unit
from analytics.selectors.goals import Pace, Standing
from analytics.spans import today
from analytics.views.asking import between
from strategy.models import Goal

LOOKS = {
    Standing.AHEAD: ("done", "trending-up"),
    Standing.ON_PACE: ("done", "circle-check"),
    Standing.BEHIND: ("wait", "trending-down"),
    Standing.CANNOT_TELL: ("draft", "hourglass"),
}


@dataclass(frozen=True, slots=True)
class GoalLine:
    """`drawn` is the bar, None once it is over; `sentence` says the same in words."""

    pk: UUID
    name: str
    channel: str
    word: str
    of_words: str
    is_known: bool
    drawn: paces.Pace | None
    tone: str
    icon: str
    sentence: str
    when: str
    owner: str
    revision: int
    is_running: bool


def goal_line(pace: Pace, zone: str) -> GoalLine:
    """A goal that runs or is still to begin."""
    goal, unit = pace.goal, pace.kpi.unit
    tone, icon = LOOKS[pace.standing]
    target = float(goal.target)
    return GoalLine(
        pk=goal.pk,
        name=str(pace.kpi.name),
        channel=goal.channel.handle if goal.channel else "",
        word=figures.brief(pace.value, unit),
        of_words=_("of %(target)s") % {"target": figures.brief(target, unit)},
        is_known=pace.value is not None,
        drawn=paces.pace(pace.value, target, expected=pace.expected, low=pace.low, high=pace.high),
        tone=tone,
        icon=icon,
        sentence=_sentence(pace, zone),
        when=between(goal.first, goal.last),
        owner=str(goal.owner) if goal.owner else "",
        revision=goal.revision,
        is_running=True,
    )


def over_line(goal: Goal) -> GoalLine:
    """A goal that runs no more: what was wanted and when."""
    kpi = KPIS.get(goal.kpi)
    unit = kpi.unit if kpi else Unit.COUNT
    return GoalLine(
        pk=goal.pk,
        name=str(kpi.name) if kpi else goal.kpi,
        channel=goal.channel.handle if goal.channel else "",
        word="",
        of_words=figures.brief(float(goal.target), unit),
        is_known=False,
        drawn=None,
        tone="draft",
        icon="history",
        sentence=_("Ended early") if goal.ended_at else _("Its time is over"),
        when=between(goal.first, goal.last),
        owner=str(goal.owner) if goal.owner else "",
        revision=goal.revision,
        is_running=False,
    )


def _sentence(pace: Pace, zone: str) -> str:
    if pace.goal.first > today(zone):
        return _("Begins later")
    if pace.standing == Standing.CANNOT_TELL and pace.coverage.known >= FEWEST_DAYS:
        return pace.word
    if pace.standing == Standing.CANNOT_TELL:
        return _("Too early to tell: %(known)s of %(needed)s days are known") % {
            "known": pace.coverage.known,
            "needed": FEWEST_DAYS,
        }
    standing = pace.word
    if pace.off is not None and pace.standing != Standing.ON_PACE:
        standing = _("%(standing)s by %(share)s") % {
            "standing": pace.word,
            "share": figures.difference(1 + abs(pace.off), 1).removeprefix("+"),
        }
    if pace.low is None or pace.high is None:
        return standing
    unit = pace.kpi.unit
    low, high = (round(end) if unit == Unit.COUNT else end for end in (pace.low, pace.high))
    likely = f"{figures.brief(low, unit)} – {figures.brief(high, unit)}"
    return _("%(standing)s, %(likely)s likely") % {"standing": standing, "likely": likely}
