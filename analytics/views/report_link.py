"""`/r/<secret>/`: a reader's own links in a report's mail: the web version, the files, and the end of the mails.

The secret alone opens them, for members and outsiders alike. GET changes nothing; mail programs POST to the last one by one
click (RFC 8058), without cookie or token.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from analytics.models import ReportFile, ReportMail
from analytics.services import report_recipients
from analytics.views import report_pages
from core import doors
from core.doors import Door
from core.htmx import page
from core.tenancy import scope

NOT_FOUND = 404
View = Callable[..., HttpResponse]


def opened(view: View) -> View:
    """The view gets the mail behind the secret, in its reader's language and her scope; without it there is a page."""

    @wraps(view)
    def found(request: HttpRequest, secret: str, *args: Any) -> HttpResponse:
        way = doors.find_secret(Door.Kind.REPORT, secret)
        if way is None:
            return _quiet(page(request, "analytics/reports/link_over.html", {}, status=NOT_FOUND))
        with scope.enter(way.organization_id):
            rows = ReportMail.objects.select_related(
                "recipient__person", "recipient__report__brand", "run__report__brand"
            )
            mail = rows.filter(pk=way.target).first()
            if mail is None or mail.recipient.report.brand.trashed_at is not None:
                return _quiet(page(request, "analytics/reports/link_over.html", {}, status=NOT_FOUND))
            with translation.override(mail.recipient.speaks):
                return _quiet(view(request, mail, secret, *args))

    return found


@login_not_required
@require_safe
@never_cache
@opened
def show(request: HttpRequest, mail: ReportMail, secret: str) -> HttpResponse:
    """The report as a page."""
    sheet = report_pages.sheet_of(mail.run, mail.recipient.speaks, report_pages.zone_of(mail))
    return page(request, "analytics/reports/web.html", {"sheet": sheet, "mail": mail, "secret": secret})


@login_not_required
@require_safe
@never_cache
@opened
def pdf(request: HttpRequest, mail: ReportMail, secret: str) -> HttpResponse:
    """The report as PDF."""
    return report_pages.download(mail.run, mail.recipient.speaks, ReportFile.Kind.PDF)


@login_not_required
@require_safe
@never_cache
@opened
def xlsx(request: HttpRequest, mail: ReportMail, secret: str) -> HttpResponse:
    """The numbers as XLSX."""
    return report_pages.download(mail.run, mail.recipient.speaks, ReportFile.Kind.XLSX)


@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@opened
def end(request: HttpRequest, mail: ReportMail, secret: str) -> HttpResponse:
    """GET asks; POST ends the mails, with `again` begins them again."""
    done = ""
    if request.method == "POST":
        is_on = "again" in request.POST
        report_recipients.switch(mail.recipient, is_on=is_on)
        done = "on" if is_on else "off"
    report = mail.recipient.report
    return page(
        request, "analytics/reports/link_end.html", {"report": report, "done": done, "to": mail.address}
    )


def _quiet(response: HttpResponse) -> HttpResponse:
    """The address is a secret: no other page is told."""
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
