"""Serves the lanes of reports: one lane for each report, one run at a time, each made once and written to everybody once.

Nothing that is done before the last transaction can be seen from outside, and all of it may be repeated: numbers are kept
with the run at first, files are found by run, language and kind. The last transaction writes all mails, says who got
which, moves the run on and plans the next one: a process that dies has done all of it or nothing.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now

from accounts.models import Hold
from accounts.selectors.holds import EVERYTHING
from analytics.models import Report, ReportRun
from analytics.reporting import codec, gathering, making, posting
from analytics.reporting.document import ReportDocument
from analytics.services import report_runs
from core import clock, ledger
from core.errors import Stale
from core.faultpoints import faultpoint
from core.outbox.lanes import Claimed
from core.outbox.serving import Server
from core.outbox.states import OUTGOING, State

log = logging.getLogger(__name__)

PAUSE_SECONDS = 60.0
"""How long a report that must wait is left alone before it is looked at again."""
Problem = ReportRun.Problem


@dataclass(frozen=True, slots=True)
class Job:
    """A run in the hands of one attempt; only the owner of the run's fence may finish it."""

    run: ReportRun
    fence: UUID


def take(lane: Claimed) -> ReportRun | None:
    """The lane's next due run, or one that a dead attempt left unfinished: making it goes on where it was."""
    mine = ReportRun.objects.select_related("report", "brand").filter(report=lane.key)
    due = Q(state=State.WAITING, due_at__lte=Now()) | Q(state=State.SENDING)
    found: ReportRun | None = mine.filter(due).order_by("due_at", "id").first()
    return found


def set_aside(lane: Claimed) -> int:
    """The lane's next due run is given up, because it makes its maker stumble again and again."""
    run = take(lane)
    if run is None:
        return 0
    with transaction.atomic():
        OUTGOING.advance(run, "refuse", problem=Problem.BROKEN, settled_at=Now())
        report_runs.plan_next(run.report, clock.now())
    return 1


def serve(run: ReportRun) -> None:
    """Make the report and write its mails, unless it must wait or is left out."""
    if not _may_go(run):
        return
    job = _begin(run)
    if job is None:
        return
    document = _numbers(job)
    if document.is_empty and run.report.skips_empty and not run.is_wanted:
        _end_without(job, Problem.EMPTY)
        return
    receivers = posting.receivers(run.report)
    if not receivers:
        _end_without(job, Problem.NOBODY)
        return
    made = making.make(run, document, {one.language for one in receivers})
    faultpoint("C9a")
    _finish(job, document, made, receivers)


def _may_go(run: ReportRun) -> bool:
    """False for a run that was left out, or put off while publishing is paused."""
    with transaction.atomic():
        now = clock.now()
        if run.state == State.SENDING and not run.is_wanted and report_runs.is_over(run, now):
            OUTGOING.advance(run, "retry", fence=None, fenced_at=None, due_at=run.planned_at)
        if run.state != State.WAITING:
            return True
        if not run.report.is_active and not run.is_wanted:
            OUTGOING.advance(run, "cancel", due_at=None)
        elif not run.is_wanted and report_runs.catch_up(run, now):
            return False
        elif run.brand.trashed_at is not None:
            report_runs.leave_out(run, Problem.TRASHED, settled_at=now)
            report_runs.plan_next(run.report, now)
        elif _is_paused(run):
            later = now + timedelta(seconds=PAUSE_SECONDS)
            OUTGOING.advance(run, "retry", due_at=later, problem=Problem.PAUSED)
        else:
            return True
    return False


def _is_paused(run: ReportRun) -> bool:
    """Whether everything, a region with the brand, or the brand is paused; a channel's pause stops no report."""
    brand = run.brand_id
    stops = EVERYTHING | Q(team__brands__brand=brand) | Q(brand=brand, channel_id=None)
    return bool(Hold.objects.filter(stops, ended_at=None).exists())


def _begin(run: ReportRun) -> Job | None:
    """Take the run over; None when somebody else has moved it meanwhile."""
    fence, former = uuid4(), run.fence
    changes: dict[str, Any] = {"fence": fence, "fenced_at": Now(), "tries": run.tries + 1}
    if run.state == State.SENDING:
        left = ReportRun.objects.filter(pk=run.pk, state=State.SENDING, fence=former)
        return Job(run, fence) if left.update(**changes) else None
    try:
        OUTGOING.advance(run, "fence", problem="", **changes)
    except Stale:
        return None
    return Job(run, fence)


def _numbers(job: Job) -> ReportDocument:
    """Those that are kept with the run; gathered and kept when it has none yet."""
    kept = job.run.document
    if kept is None:
        found = codec.plain(gathering.gather(job.run.report, job.run.period, clock.now()))
        ReportRun.objects.filter(pk=job.run.pk, fence=job.fence, document__isnull=True).update(document=found)
        kept = found
    document: ReportDocument = codec.whole(ReportDocument, kept)
    return document


def _end_without(job: Job, problem: ReportRun.Problem) -> None:
    with transaction.atomic():
        if _own(job):
            OUTGOING.advance(job.run, "hold")
            report_runs.leave_out(job.run, problem, settled_at=Now())
            report_runs.plan_next(job.run.report, clock.now())


def _finish(job: Job, document: ReportDocument, made: making.Made, receivers: list[posting.Receiver]) -> None:
    """All mails, and that they are written, in one transaction."""
    with transaction.atomic():
        if not _own(job):
            log.warning("report_finished_by_another", extra={"run": str(job.run.pk)})
            return
        posting.write(job.run, document, made, receivers)
        faultpoint("C9b")
        OUTGOING.advance(job.run, "settle", note=document.note, settled_at=Now())
        Report.objects.filter(pk=job.run.report_id, note=document.note).update(note="")
        report_runs.plan_next(job.run.report, clock.now())
        ledger.record(
            "analytics.report_sent",
            job.run.report.subject,
            brand_id=job.run.brand_id,
            period=job.run.period,
            number=len(receivers),
        )


def _own(job: Job) -> bool:
    """Lock the run; False when another attempt has taken it over."""
    mine = ReportRun.objects.select_for_update().filter(pk=job.run.pk, state=State.SENDING, fence=job.fence)
    return mine.first() is not None


SERVER = Server("report", ReportRun, "report_id", take, serve, set_aside)
