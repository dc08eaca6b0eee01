"""One week's report: made once, written to everybody once."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.user import Language
from analytics.models.report import NOTE_LENGTH, Recipient, Report
from core.ids import uuid7
from core.outbox.rows import Outgoing
from core.outbox.states import DUE, State
from core.tenancy.keys import WalledKey
from core.tenancy.rows import BrandManager, BrandOwned


class ReportRun(BrandOwned, Outgoing):
    """One report about one ISO week (`period`, 2026-W47). The next one stands here, waiting, before it is due.

    `planned_at` is the promise, `due_at` when the engine acts next. Waiting is planned; sending is being made; live is
    made, its mails are written and on their way; expired is left out, and `problem` says why; refused could not be made.
    `document` are the numbers as they were told, `note` what the manager added. `is_wanted`: a person asked for it after it
    was left out, so it goes out although newer weeks are due or nothing happened.
    """

    class Problem(models.TextChoices):
        MISSED = "missed", _("It was overdue when a newer one was due. Only the newest goes out.")
        PAUSED = "paused", _("It waits, because publishing is paused.")
        EMPTY = "empty", _("Nothing happened in this week, and this report leaves such weeks out.")
        TRASHED = "trashed", _("The brand was in the trash.")
        NOBODY = "nobody", _("Nobody was on the list.")
        BROKEN = (
            "broken",
            _("It could not be made, several times over. Try again, or tell whoever runs this server."),
        )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    report = WalledKey(Report, models.CASCADE, related_name="runs")
    period = models.CharField(max_length=8)
    planned_at = models.DateTimeField()
    document = models.JSONField(null=True, blank=True)
    note = models.TextField(blank=True, max_length=NOTE_LENGTH)
    is_wanted = models.BooleanField(default=False)
    problem = models.CharField(max_length=10, choices=Problem, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = BrandManager()

    class Meta(Outgoing.Meta):
        constraints = [
            *Outgoing.Meta.constraints,
            models.UniqueConstraint(fields=["organization", "report", "period"], name="report_run_once"),
            models.CheckConstraint(
                name="report_run_live_has_numbers", condition=~Q(state=State.LIVE) | Q(document__isnull=False)
            ),
        ]
        indexes = [
            # the next due run of a lane
            models.Index(
                fields=["organization", "report", "due_at"],
                condition=Q(state__in=(*DUE, State.SENDING)),
                name="report_run_due",
            ),
        ]

    def __str__(self) -> str:
        return f"report of {self.period}"


class ReportFile(BrandOwned):
    """A file of a run in one language, stored by its content like media."""

    class Kind(models.TextChoices):
        PDF = "pdf", "PDF"
        XLSX = "xlsx", "XLSX"
        CHART = "chart", "PNG"

    run = WalledKey(ReportRun, models.CASCADE, related_name="files")
    language = models.CharField(max_length=5, choices=Language)
    kind = models.CharField(max_length=5, choices=Kind)
    sha256 = models.CharField(max_length=64)
    byte_size = models.PositiveIntegerField()

    objects = BrandManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "run", "language", "kind"], name="report_file_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} in {self.language}"


class ReportMail(BrandOwned):
    """A run's mail to one recipient. `mail_id` is its row among the mails, which tells how it stands.

    A link in the mail leads here by a door of its own. `address` is where it went.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    run = WalledKey(ReportRun, models.CASCADE, related_name="mails")
    recipient = WalledKey(Recipient, models.CASCADE, related_name="mails")
    mail_id = models.UUIDField()
    address = models.EmailField(max_length=254)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = BrandManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "run", "recipient"], name="report_mail_once"),
        ]

    def __str__(self) -> str:
        return f"mail {self.mail_id}"
