"""From a document to words, in the language that is active and on the clock of a zone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.faces import Face
from accounts.zones import minutes_ahead, offset, place
from analytics.reporting import figures, naming
from analytics.reporting.document import Gap, GoalPace, Kpi, Planned, Ranked, ReportDocument, Section, Trouble
from analytics.reporting.sheet import Bar, GoalLine, KpiLine, Pair, PlanLine, PostLine, Sheet, TroubleLine
from analytics.selectors.goals import WORDS as STANDINGS
from analytics.selectors.goals import Standing
from calendar_app import words as publishing_words
from calendar_app.states import SHOWN
from connections.offered import name_of
from core.dates import dated
from core.mails import one_line
from core.outbox.states import State

PICTURES = 3
TOP = 100
MOST_PLANNED = 12
TONES = {Standing.AHEAD: "up", Standing.ON_PACE: "up", Standing.BEHIND: "down"}


def sheet(document: ReportDocument, face: Face, zone: str) -> Sheet:
    """The document in words. Times are on the clock of `zone`, the reader's."""
    d = document
    kpis = d.kpis if d.shows(Section.KPIS) else ()
    posts = d.shows(Section.POSTS)
    plan = d.plan if d.shows(Section.PLAN) else ()
    main = d.main
    return Sheet(
        language=(translation.get_language() or "en").partition("-")[0],
        brand=d.brand,
        initial=face.initial,
        ground=face.ground,
        ink=face.ink,
        span=figures.span(d.first, d.last),
        clock=_("%(place)s time") % {"place": place(d.zone)},
        subject=subject(d),
        preheader=_preheader(d),
        title=_title(d),
        lead=_lead(d),
        note=d.note if d.shows(Section.NOTE) else "",
        note_by=d.note_by,
        kpis=tuple(map(_kpi, kpis)),
        gaps=tuple(_gap_words(d)) if kpis else (),
        chart_title=naming.kpi(main.key) if main else "",
        chart_alt=_chart_words(main),
        bars=_bars(main),
        goals=tuple(map(_goal, d.goals)) if d.shows(Section.GOALS) else (),
        best=_posts(d.best, zone, "best") if posts else (),
        worst=_posts(d.worst, zone, "") if posts else (),
        troubles=tuple(map(_trouble, d.troubles)) if d.shows(Section.TROUBLE) else (),
        inbox=_inbox(d) if d.shows(Section.INBOX) else (),
        approvals=_approvals(d) if d.shows(Section.APPROVALS) else (),
        plan=tuple(_planned(one, zone) for one in plan[:MOST_PLANNED]),
        plan_words=_plan_words(d) if d.shows(Section.PLAN) else "",
        step=naming.step(d.step, settings.BASE_URL) if d.step and d.shows(Section.STEP) else None,
        headings=naming.headings(),
        as_of=_as_of(d.made_at, zone),
    )


def subject(d: ReportDocument) -> str:
    """Brand, main number, week. Whatever breaks a line is a space."""
    week = int(d.period.partition("-W")[2])
    main = d.main
    names = {"brand": d.brand, "week": week, "number": _short(main) if main else ""}
    if main is None:
        return one_line(_("%(brand)s: your report of week %(week)s") % names)
    return one_line(_("%(brand)s: %(number)s, week %(week)s") % names)


def _short(kpi: Kpi) -> str:
    number = f"{naming.kpi(kpi.key)} {figures.value(kpi.value, kpi.unit)}"
    change = figures.change(kpi.change, kpi.unit)
    return f"{number} ({change})" if change else number


def _preheader(d: ReportDocument) -> str:
    parts = [_short(kpi) for kpi in d.kpis if kpi.value is not None][:2]
    if d.troubles:
        parts.append(naming.trouble_count(len(d.troubles)))
    return " · ".join(parts)


def _title(d: ReportDocument) -> str:
    """One sentence about the week, of what is known alone."""
    main = d.main
    if main is None:
        return _published(d.published) if d.published else _("A quiet week: nothing was published.")
    names = {"name": naming.kpi(main.key), "number": figures.value(main.value, main.unit)}
    if main.change is None or not main.change:
        return _("%(name)s: %(number)s") % names
    names["change"] = figures.change(abs(main.change), main.unit).lstrip("+")
    if main.change > 0:
        return _("%(name)s: %(number)s, %(change)s more than the week before") % names
    return _("%(name)s: %(number)s, %(change)s less than the week before") % names


def _lead(d: ReportDocument) -> str:
    if d.is_empty:
        return _("No post came out, nobody wrote, and no channel told a number.")
    told = [_published(d.published)] if d.main is not None else []
    if d.troubles and d.shows(Section.TROUBLE):
        told.append(naming.trouble_count(len(d.troubles)))
    if any(kpi.before is not None for kpi in d.kpis):
        told.append(_("Compared with the week before:"))
    return " ".join(told)


def _published(number: int) -> str:
    if not number:
        return _("No post was published.")
    return ngettext("%(number)s post was published.", "%(number)s posts were published.", number) % {
        "number": number
    }


def _kpi(kpi: Kpi) -> KpiLine:
    change = kpi.change
    tone = "none" if change is None else "flat" if not change else "up"
    if change and (change > 0) != (kpi.is_better == "up"):
        tone = "down"
    arrow = "" if change is None else "▲" if change > 0 else "▼" if change < 0 else "■"
    return KpiLine(
        name=naming.kpi(kpi.key),
        value=figures.value(kpi.value, kpi.unit),
        change=figures.change(change, kpi.unit),
        tone=tone,
        arrow=arrow,
        is_known=kpi.value is not None,
    )


def _gap_words(d: ReportDocument) -> list[str]:
    return [_gap(gap) for gap in d.gaps]


def _gap(gap: Gap) -> str:
    days = figures.span(gap.first, gap.last)
    if not gap.channel:
        return _(
            "Between %(days)s not everything was told; what is missing is not in the sums, and not zero."
        ) % {"days": days}
    names = {"network": name_of(gap.network), "channel": gap.channel, "days": days}
    return (
        _("%(network)s told no numbers of %(channel)s for %(days)s; they are not in the sums, and not zero.")
        % names
    )


def _bars(main: Kpi | None) -> tuple[Bar, ...]:
    if main is None or not main.series:
        return ()
    top = max((point.value or 0 for point in main.series), default=0) or 1
    return tuple(
        Bar(
            day=dated(point.day, "D"),
            value=figures.value(point.value, main.unit),
            share=None if point.value is None else round(point.value / top * TOP),
        )
        for point in main.series
    )


def _chart_words(main: Kpi | None) -> str:
    """The chart for those who do not see it."""
    days = [f"{bar.day} {bar.value}" for bar in _bars(main)]
    return f"{naming.kpi(main.key)}: {', '.join(days)}" if main and days else ""


def _goal(goal: GoalPace) -> GoalLine:
    share = _percent(goal.value, goal.target)
    expected = _percent(goal.expected, goal.target)
    standing = Standing(goal.standing or Standing.CANNOT_TELL)
    names = {"number": figures.value(goal.target, goal.unit), "day": figures.day(goal.until)}
    return GoalLine(
        name=naming.kpi(goal.key),
        value=figures.value(goal.value, goal.unit),
        words=" · ".join([_("of %(number)s until %(day)s") % names, str(STANDINGS[standing])]),
        share=share,
        expected=expected,
        tone=TONES.get(standing, "none"),
    )


def _percent(value: float | None, whole: float) -> int:
    return max(0, min(TOP, round((value or 0) / whole * TOP))) if whole else 0


def _posts(found: Sequence[Ranked], zone: str, kind: str) -> tuple[PostLine, ...]:
    lines = []
    for number, one in enumerate(found[:PICTURES]):
        at = one.at.astimezone(ZoneInfo(zone))
        figure = f"{figures.value(one.value, one.unit)} · {naming.kpi(one.key)}"
        if one.typical:
            figure += " · " + _("%(times)s times the usual") % {"times": figures.plain(one.typical, 1)}
        lines.append(
            PostLine(
                title=one_line(one.headline) or _("Post without words"),
                where=f"{_networks(one.networks)}, {dated(at, 'D j M')} {at:%H:%M}",
                figure=figure,
                url=f"{settings.BASE_URL}{one.path}" if one.path else "",
                cover=one.cover,
                cid=f"{kind}{number}" if kind and one.cover else "",
            )
        )
    return tuple(lines)


def _networks(keys: Sequence[str]) -> str:
    return ", ".join(name_of(key) for key in keys)


def _trouble(one: Trouble) -> TroubleLine:
    shown = SHOWN[one.state]
    said = publishing_words.sentence(one.problem, one.network) or publishing_words.BY_STATE.get(one.state, "")
    return TroubleLine(
        title=f"{one_line(one.headline) or _('Post without words')} · {name_of(one.network)}",
        word=str(shown.word),
        sentence=str(said),
        url=f"{settings.BASE_URL}{one.path}" if one.path else "",
        tone="unsure" if one.state in (State.ASKING, State.UNSURE) else "fail",
    )


def _inbox(d: ReportDocument) -> tuple[Pair, ...]:
    week = d.inbox
    if week is None:
        return ()
    return (
        Pair(_("Conversations"), figures.value(week.conversations, "count")),
        Pair(_("Answered in time"), figures.value(week.in_time, "percent")),
        Pair(_("Time to the first answer, half were faster"), figures.value(week.median_minutes, "minutes")),
        Pair(_("Open now"), figures.value(week.open_now, "count")),
        Pair(_("Overdue now"), figures.value(week.overdue, "count")),
    )


def _approvals(d: ReportDocument) -> tuple[Pair, ...]:
    week = d.approvals
    if week is None:
        return ()
    oldest = None if week.oldest_hours is None else week.oldest_hours * figures.HOUR
    return (
        Pair(_("Waiting for a yes"), figures.value(week.waiting, "count")),
        Pair(_("The oldest waits for"), figures.value(oldest, "minutes")),
        Pair(_("Decided in the week"), figures.value(week.decided, "count")),
        Pair(_("Time to the decision, half were faster"), figures.value(week.median_minutes, "minutes")),
    )


def _planned(one: Planned, zone: str) -> PlanLine:
    at = one.at.astimezone(ZoneInfo(zone))
    return PlanLine(
        when=f"{dated(at, 'D j M')} {at:%H:%M}",
        title=one_line(one.headline) or _("Post without words"),
        where=_networks(one.networks),
        state=str(SHOWN[one.state].word),
    )


def _plan_words(d: ReportDocument) -> str:
    if not d.plan:
        return _("Nothing is planned for this week yet.")
    number = len(d.plan)
    said = ngettext("%(number)s post is planned.", "%(number)s posts are planned.", number) % {
        "number": number
    }
    rest = number - MOST_PLANNED
    if rest <= 0:
        return said
    return (
        said
        + " "
        + ngettext("%(number)s more stands in the calendar.", "%(number)s more stand in the calendar.", rest)
        % {"number": rest}
    )


def _as_of(at: datetime, zone: str) -> str:
    local = at.astimezone(ZoneInfo(zone))
    names = {
        "day": dated(local, "D j M Y"),
        "time": f"{local:%H:%M}",
        "zone": f"{place(zone)}, {offset(minutes_ahead(zone, at))}",
    }
    return _("Numbers as of %(day)s, %(time)s (%(zone)s).") % names


__all__ = ["sheet", "subject"]
