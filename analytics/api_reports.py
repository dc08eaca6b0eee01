"""Reports in the API: when they go out, what they said, and what became of each mail."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.pages import listed
from accounts.api.view import BrandView
from accounts.grants import Can
from activity.masking import masked
from activity.models import Mail
from analytics.models import Report, ReportMail, ReportRun
from analytics.services import report_sending

TAG = ["reports"]
NEWEST = ("-planned_at", "-id")


class ReportShown(serializers.ModelSerializer[Report]):
    """A report that goes out every week, at a wall time of its zone; Monday is 0."""

    class Meta:
        model = Report
        fields = ("id", "name", "weekday", "hour", "minute", "zone", "language", "is_active", "revision")


class RunShown(serializers.ModelSerializer[ReportRun]):
    """One week's report. `state` live: its mails are written; expired: left out, `problem` says why."""

    class Meta:
        model = ReportRun
        fields = ("id", "period", "planned_at", "state", "problem", "settled_at")


class MailShown(serializers.Serializer[Any]):
    """One mail of a run. `state` as of every mail: live is handed over, unsure means that nobody knows."""

    to = serializers.CharField(help_text="Masked.")
    state = serializers.CharField()
    problem = serializers.CharField()
    written_at = serializers.DateTimeField()


class RunTold(RunShown):
    """A run with the numbers as they were told, and its mails."""

    document = serializers.JSONField(allow_null=True)
    mails = MailShown(many=True)

    class Meta(RunShown.Meta):
        fields = (*RunShown.Meta.fields, "document", "mails")  # type: ignore[assignment]


class PageOfReports(serializers.Serializer[Any]):
    """A page; `next` is the cursor of the one behind it."""

    items = ReportShown(many=True)
    next = serializers.CharField(allow_null=True)


class PageOfRuns(serializers.Serializer[Any]):
    """A page, newest first."""

    items = RunShown(many=True)
    next = serializers.CharField(allow_null=True)


class Reports(BrandView):
    """The brand's reports."""

    needs = {"GET": Can.REPORT}

    @extend_schema(responses=PageOfReports, operation_id="reports_list", tags=TAG)
    def get(self, request: Request) -> Response:
        """A page of them, by name."""
        return listed(request, Report.objects.all(), ("name", "id"), lambda row: ReportShown(row).data)


class Runs(BrandView):
    """What a report said week by week."""

    needs = {"GET": Can.REPORT}

    @extend_schema(responses=PageOfRuns, operation_id="reports_runs", tags=TAG)
    def get(self, request: Request, report: UUID) -> Response:
        """A page of its runs, newest first; the one that waits is the first."""
        if not Report.objects.filter(pk=report).exists():
            raise Http404
        rows = ReportRun.objects.filter(report=report).defer("document")
        return listed(request, rows, NEWEST, lambda row: RunShown(row).data)


class OneRun(BrandView):
    """One week."""

    needs = {"GET": Can.REPORT, "POST": Can.REPORT}

    @extend_schema(responses=RunTold, operation_id="reports_run", tags=TAG)
    def get(self, request: Request, report: UUID, run: UUID) -> Response:
        """The numbers as they were told, and what became of each mail."""
        found = _run(report, run)
        mails = [_mail(*pair) for pair in _mails(found)]
        return Response({**RunShown(found).data, "document": found.document, "mails": mails})

    @extend_schema(request=None, responses=RunShown, operation_id="reports_run_again", tags=TAG)
    def post(self, request: Request, report: UUID, run: UUID) -> Response:
        """Make one that was left out or failed after all; 409 for any other."""
        found = _run(report, run)

        def again() -> Response:
            report_sending.run_again(found, by=self.by)
            return Response(RunShown(_run(report, run)).data)

        return self.once(request, again)


def _run(report: UUID, run: UUID) -> ReportRun:
    found: ReportRun | None = ReportRun.objects.select_related("report").filter(pk=run, report=report).first()
    if found is None:
        raise Http404
    return found


def _mails(run: ReportRun) -> list[tuple[ReportMail, Mail | None]]:
    rows = list(ReportMail.objects.filter(run=run).order_by("created_at", "pk"))
    mails = {
        mail.pk: mail
        for mail in Mail.objects.filter(pk__in=[row.mail_id for row in rows]).only(
            "state", "problem", "organization_id"
        )
    }
    return [(row, mails.get(row.mail_id)) for row in rows]


def _mail(row: ReportMail, mail: Mail | None) -> dict[str, Any]:
    return {
        "to": masked(row.address),
        "state": mail.state if mail else "",
        "problem": mail.problem if mail else "",
        "written_at": row.created_at.isoformat(),
    }
