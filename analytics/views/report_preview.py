"""The next report as it would be now: the mail in a frame that runs nothing, its files, and a test to oneself."""

from __future__ import annotations

import base64
from uuid import UUID

from csp.constants import SELF
from csp.decorators import csp_update
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from accounts.access import BrandRequest, needs
from accounts.grants import Can
from accounts.models.user import Language
from analytics.models import Report, ReportFile, ReportRun
from analytics.reporting import gathering, letters, making, posting, printing, tables
from analytics.reporting.document import ReportDocument
from analytics.reporting.letters import Letter
from analytics.services import report_runs, report_sending
from analytics.views import report_pages, reports
from core import clock
from core.htmx import done, page

FRAME = "sandbox allow-popups; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'"
"""What a mail may do in a browser: be looked at, and lead to pages of their own."""


@csp_update({"frame-src": [SELF]})
@require_safe
@needs(Can.REPORT)
def preview(request: BrandRequest, report: UUID) -> HttpResponse:
    """The page around the mail."""
    found = _report(report)
    run, document = _now(found)
    language = _language(request, found)
    sheet = making.sheet_of(run, document, language)
    context = {
        "report": found,
        "subject": sheet.subject,
        "chosen": language,
        "languages": Language.choices,
        "run": run,
    }
    return page(request, "analytics/reports/preview.html", context)


@xframe_options_sameorigin
@require_safe
@needs(Can.REPORT)
def preview_mail(request: BrandRequest, report: UUID) -> HttpResponse:
    """Exactly the mail, its pictures in it."""
    found = _report(report)
    run, document = _now(found)
    language, person = _language(request, found), request.access.person
    made = making.drawn(run, document, language)
    letter = posting.letter_of(run, document, made, language, person.zone, to=_links(found))
    if request.GET.get("as") == "text":
        text = letter.text.replace(letters.NAME, str(person))
        return HttpResponse(
            text, content_type="text/plain; charset=utf-8", headers={"Content-Security-Policy": FRAME}
        )
    return framed(letter, str(person))


@require_safe
@needs(Can.REPORT)
def preview_file(request: BrandRequest, report: UUID, kind: str) -> HttpResponse:
    """The PDF or the table as it would be now."""
    found = _report(report)
    run, document = _now(found)
    language = _language(request, found)
    sheet = making.sheet_of(run, document, language)
    with translation.override(language):
        content = (
            printing.pdf(sheet, document.made_at)
            if kind == ReportFile.Kind.PDF
            else tables.xlsx(document, sheet)
        )
    return report_pages.as_file(run, language, kind, content)


@require_POST
@needs(Can.REPORT)
def test(request: BrandRequest, report: UUID) -> HttpResponse:
    """Send it to whoever asks, marked as a test."""
    found = _report(report)
    run, document = _now(found)
    person = request.access.person
    report_sending.send_test(run, document, person, to=_links(found))
    said = _("A test is on its way to %(address)s. It does not count as this week’s report.")
    return done(request, reports.at(found), said % {"address": person.email})


def framed(letter: Letter, name: str) -> HttpResponse:
    """A mail for a frame: pictures inside, no scripts, no forms, nothing fetched."""
    html = letters.html_for(letter, name)
    for cid, (kind, content) in letter.inline.items():
        html = html.replace(f"cid:{cid}", f"data:{kind};base64,{base64.b64encode(content).decode()}")
    html = html.replace("<head>", '<head><base target="_blank">', 1)
    return HttpResponse(html, headers={"Content-Security-Policy": FRAME, "Referrer-Policy": "no-referrer"})


def _report(key: UUID) -> Report:
    found: Report = get_object_or_404(Report.objects.select_related("brand", "made_by"), pk=key)
    return found


def _now(found: Report) -> tuple[ReportRun, ReportDocument]:
    """A run that is in no table, and the document about the last whole week."""
    now = clock.now()
    period = report_runs.schedule(found).latest(now)
    run = ReportRun(
        organization_id=found.organization_id,
        brand=found.brand,
        report=found,
        period=period.key,
        planned_at=now,
    )
    return run, gathering.gather(found, period.key, now)


def _language(request: BrandRequest, found: Report) -> str:
    wanted = request.GET.get("language", "")
    return wanted if wanted in Language.values else found.language


def _links(found: Report) -> dict[str, str]:
    names = {"web": "report_preview", "pdf": "report_preview_file", "xlsx": "report_preview_file"}
    return {
        key: letters.base(
            reverse(f"analytics:{name}", args=[found.brand.slug, found.pk, *([] if key == "web" else [key])])
        )
        for key, name in names.items()
    }
