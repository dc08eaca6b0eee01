"""Reports for tests: made through the services, due when a test says so, sent by the lanes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from analytics.models import Report, ReportRun
from analytics.reporting.periods import Period
from analytics.services import report_recipients, reports
from analytics.services.reports import Wishes
from core import clock
from core.outbox import serving
from core.outbox.states import State
from tests.calendar_app.posts import actor
from tests.world import Place

WISHES = Wishes(
    name="Monday report",
    weekday=0,
    hour=8,
    minute=0,
    zone="Asia/Baku",
    language="en",
    left_out=[],
    note="",
    skips_empty=False,
)


def report(place: Place, outsiders: int = 0, **wishes: Any) -> Report:
    """A report of the place's brand that goes to its owner, and to some outsiders; inside the scope."""
    made = reports.create(place.brand, replace(WISHES, **wishes), by=place.owner)
    for number in range(outsiders):
        report_recipients.add_outsider(
            made, address=f"reader-{number}@example.com", name="", language="en", by=actor(place)
        )
    return made


def make_due(made: Report, weeks_ago: int = 0) -> ReportRun:
    """Let the waiting run be that of the newest week whose time is over, or of one before it."""
    run: ReportRun = ReportRun.objects.get(report=made, state=State.WAITING)
    period = Period.parse(run.period).after(-1 - weeks_ago)
    past = clock.now() - timedelta(seconds=1)
    ReportRun.objects.filter(pk=run.pk).update(period=period.key, planned_at=past, due_at=past)
    return fresh(run)


def fresh(run: ReportRun) -> ReportRun:
    """The row as it is now."""
    return ReportRun.objects.get(pk=run.pk)


def drain(*kinds: str) -> None:
    """Serve every due lane of these kinds, of reports and mails when none is named."""
    while serving.serve_next(list(kinds) or ["report", "mail"]):
        pass
