"""What several pages of reports share: the words of a run, its files as downloads."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.utils.text import slugify

from analytics.models import ReportFile, ReportMail, ReportRun
from analytics.reporting import codec, making
from analytics.reporting.document import ReportDocument
from analytics.reporting.sheet import Sheet

TYPES = {
    ReportFile.Kind.PDF: "application/pdf",
    ReportFile.Kind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def document_of(run: ReportRun) -> ReportDocument:
    """What the run told. Raises Http404 for one that has told nothing yet."""
    if run.document is None:
        raise Http404
    found: ReportDocument = codec.whole(ReportDocument, run.document)
    return found


def sheet_of(run: ReportRun, language: str, zone: str = "") -> Sheet:
    """The run in words."""
    return making.sheet_of(run, document_of(run), language, zone)


def zone_of(mail: ReportMail) -> str:
    """The clock of who got the mail."""
    person = mail.recipient.person
    return person.zone if person else mail.recipient.report.zone


def download(run: ReportRun, language: str, kind: str) -> HttpResponse:
    """A file of the run. Raises Http404 where there is none."""
    if kind not in TYPES:
        raise Http404
    try:
        content = making.read(run, language, kind)
    except (ReportFile.DoesNotExist, FileNotFoundError):
        raise Http404 from None
    return as_file(run, language, kind, content)


def as_file(run: ReportRun, language: str, kind: str, content: bytes) -> HttpResponse:
    """A download with a name that says what it is."""
    name = f"{slugify(run.report.brand.slug)}-{run.period}-{language}.{kind}".lower()
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type=TYPES[ReportFile.Kind(kind)], headers=headers)
