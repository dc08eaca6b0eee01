"""Which week a report goes out for next: its runs are planned, left out, or planned again. Always inside a transaction."""

from __future__ import annotations

from datetime import datetime

from analytics.models import Report, ReportRun
from analytics.reporting.periods import Period, Schedule
from core.outbox.states import OUTGOING, State


def schedule(report: Report) -> Schedule:
    """When it goes out."""
    return Schedule(report.weekday, report.hour, report.minute, report.zone)


def plan(report: Report, period: Period) -> None:
    """Let the run of this week wait. One that stands there already stays as it is, unless it was only called off."""
    when = schedule(report).due(period)
    ReportRun.objects.bulk_create(
        [
            ReportRun(
                organization_id=report.organization_id,
                brand_id=report.brand_id,
                report=report,
                period=period.key,
                planned_at=when,
                due_at=when,
                state=State.WAITING,
            )
        ],
        ignore_conflicts=True,
    )
    called_off = ReportRun.objects.filter(report=report, period=period.key, state=State.CANCELLED).first()
    if called_off is not None:
        OUTGOING.advance(called_off, "schedule", planned_at=when, due_at=when, problem="", tries=0)


def plan_next(report: Report, now: datetime) -> None:
    """Let the run of the first week that is not due yet wait."""
    plan(report, schedule(report).upcoming(now))


def replan(report: Report, now: datetime) -> None:
    """After its time changed: what waits moves to the new time, unless that is over; then it keeps the old one."""
    times = schedule(report)
    waiting = list(
        ReportRun.objects.select_for_update().filter(report=report, state=State.WAITING, is_wanted=False)
    )
    for run in waiting:
        when = times.due(Period.parse(run.period))
        if run.planned_at > now and when > now:
            OUTGOING.advance(run, "schedule", planned_at=when, due_at=when)
    if not waiting:
        plan_next(report, now)


def call_off(report: Report) -> None:
    """Nothing waits any more; what is being made is let go too."""
    for run in ReportRun.objects.filter(report=report, state=State.WAITING):
        OUTGOING.advance(run, "cancel", due_at=None)


def leave_out(run: ReportRun, problem: ReportRun.Problem, **changes: object) -> None:
    """The run does not go out; the list says why."""
    OUTGOING.advance(run, "expire", problem=problem, **changes)


def is_over(run: ReportRun, now: datetime) -> bool:
    """Whether a newer week is due."""
    return schedule(run.report).latest(now) > Period.parse(run.period)


def catch_up(run: ReportRun, now: datetime) -> bool:
    """Whether a newer week is due. Then this one and those between are left out, and only the newest waits."""
    if not is_over(run, now):
        return False
    report = run.report
    latest, between = schedule(report).latest(now), Period.parse(run.period).after()
    while between < latest:
        plan(report, between)
        between = between.after()
    older = ReportRun.objects.filter(
        report=report, state=State.WAITING, is_wanted=False, period__lt=latest.key
    )
    for one in older:
        leave_out(one, ReportRun.Problem.MISSED, settled_at=now)
    plan(report, latest)
    return True
