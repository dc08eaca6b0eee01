"""Making and changing reports."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from accounts.access import by as by_person
from accounts.models import Brand, User
from analytics.models import Recipient, Report
from analytics.services import report_runs
from core import clock, ledger
from core.errors import Stale
from core.ledger import By


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a person chooses about a report; see the model."""

    name: str
    weekday: int
    hour: int
    minute: int
    zone: str
    language: str
    left_out: list[str]
    note: str
    skips_empty: bool


@transaction.atomic
def create(brand: Brand, wishes: Wishes, *, by: User) -> Report:
    """A report that goes out from the next time on; who makes it gets it."""
    report = Report.objects.create(
        organization_id=brand.organization_id, brand=brand, made_by=by, note_by=str(by), **asdict(wishes)
    )
    Recipient.objects.create(organization_id=brand.organization_id, brand=brand, report=report, person=by)
    report_runs.plan_next(report, clock.now())
    _record("analytics.report_made", report, by_person(by))
    return report


@transaction.atomic
def change(report: Report, wishes: Wishes, *, revision: int, by: By) -> None:
    """Other wishes. What waits goes out at the new time, or at the old one where the new one is over for this week.

    Raises Stale when somebody was faster.
    """
    rows = Report.objects.filter(pk=report.pk, revision=revision)
    author = by.name if wishes.note != report.note else report.note_by
    if not rows.update(**asdict(wishes), note_by=author, revision=F("revision") + 1):
        raise Stale(_("Someone else changed this report first. Look at it again."))
    report.refresh_from_db()
    if report.is_active:
        report_runs.replan(report, clock.now())
    _record("analytics.report_changed", report, by)


@transaction.atomic
def switch(report: Report, *, is_on: bool, by: By) -> None:
    """Stop a report, or let it go out again from the next time on. Twice changes nothing more."""
    if not Report.objects.filter(pk=report.pk, is_active=not is_on).update(is_active=is_on):
        return
    report.is_active = is_on
    if is_on:
        report_runs.plan_next(report, clock.now())
    else:
        report_runs.call_off(report)
    _record("analytics.report_resumed" if is_on else "analytics.report_stopped", report, by)


def _record(kind: str, report: Report, by: By) -> None:
    ledger.record(kind, report.subject, by=by, brand_id=report.brand_id, name=report.name)
