"""One week's report: to whom it went and how that stands, its files, and sending it once more."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import BrandRequest, needs
from accounts.grants import Can
from analytics.models import ReportMail, ReportRun
from analytics.selectors import reports as selectors
from analytics.services import report_sending
from analytics.views import report_pages, reports
from core.htmx import done, page


@require_safe
@needs(Can.REPORT)
def run(request: BrandRequest, run: UUID) -> HttpResponse:
    """The log of a run."""
    found = _run(run)
    lines = selectors.mails(found)
    context = {
        "run": found,
        "line": selectors.run_line(found),
        "mails": lines,
        "troubled": selectors.troubled(lines),
        "files": selectors.files(found),
        "sheet": report_pages.sheet_of(found, request.access.person.language) if found.document else None,
    }
    return page(request, "analytics/reports/run.html", context)


@require_safe
@needs(Can.REPORT)
def download(request: BrandRequest, run: UUID, language: str, kind: str) -> HttpResponse:
    """A file of the run."""
    return report_pages.download(_run(run), language, kind)


@require_POST
@needs(Can.REPORT)
def run_again(request: BrandRequest, run: UUID) -> HttpResponse:
    """What was left out goes out after all."""
    found = _run(run)
    report_sending.run_again(found, by=request.access.by)
    return done(request, reports.at(found.report), _("The report is being made and goes out in a moment."))


@require_POST
@needs(Can.REPORT)
def mail_again(request: BrandRequest, report_mail: UUID) -> HttpResponse:
    """One mail once more."""
    rows = ReportMail.objects.select_related("run__report__brand", "run__brand", "recipient__person")
    found: ReportMail = get_object_or_404(rows, pk=report_mail)
    report_sending.mail_again(found, by=request.access.by)
    there = reverse("analytics:report_run", args=[found.run.brand.slug, found.run_id])
    return done(request, there, _("The mail is on its way again."))


def _run(key: UUID) -> ReportRun:
    found: ReportRun = get_object_or_404(ReportRun.objects.select_related("report__brand", "brand"), pk=key)
    return found
