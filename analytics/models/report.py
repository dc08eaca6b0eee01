"""A report that people get every week, and who they are."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from accounts.models.user import Language, validate_zone
from core.ids import uuid7
from core.ledger import NAME_LENGTH
from core.tenancy.keys import WalledKey
from core.tenancy.rows import BrandManager, BrandOwned

NOTE_LENGTH = 2000


class Report(BrandOwned):
    """Says when: at `hour`:`minute` on `weekday` (Monday is 0) by the clocks of `zone`, about the week that ended before.

    `left_out` names sections that it does not show. `note`, by `note_by`, goes out with the next run and is gone
    then. `skips_empty`: of a week in which nothing happened there is no mail. `language` is that of previews and of
    new outsiders.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=120)
    weekday = models.PositiveSmallIntegerField(default=0)
    hour = models.PositiveSmallIntegerField(default=8)
    minute = models.PositiveSmallIntegerField(default=0)
    zone = models.CharField(max_length=64, validators=[validate_zone])
    language = models.CharField(max_length=5, choices=Language)
    left_out = models.JSONField(default=list, blank=True)
    note = models.TextField(blank=True, max_length=NOTE_LENGTH)
    note_by = models.CharField(max_length=NAME_LENGTH, blank=True)
    skips_empty = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    revision = models.PositiveIntegerField(default=1)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = BrandManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="report_time", condition=Q(weekday__lt=7, hour__lt=24, minute__lt=60)
            ),
        ]
        indexes = [
            # the page of a brand's reports
            models.Index(fields=["organization", "brand", "name"], name="report_list"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def subject(self) -> str:
        """The report as the ledger names it."""
        return f"report:{self.pk}"


class Recipient(BrandOwned):
    """Who gets a report: a member (`person`, spoken to as she wants it), or an outsider by address, name and language."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    report = WalledKey(Report, models.CASCADE, related_name="recipients")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    address = models.EmailField(max_length=254, blank=True)
    name = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=5, choices=Language, blank=True)
    unsubscribed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = BrandManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="recipient_is_whole",
                condition=Q(person__isnull=False, address="", name="", language="")
                | (Q(person=None) & ~Q(address="") & ~Q(language="")),
            ),
            models.UniqueConstraint(
                fields=["organization", "report", "person"],
                condition=Q(person__isnull=False),
                name="recipient_person_once",
            ),
            models.UniqueConstraint(
                "organization",
                "report",
                Lower("address"),
                condition=Q(person=None),
                name="recipient_address_once",
            ),
        ]

    def __str__(self) -> str:
        return self.called or self.to

    @property
    def to(self) -> str:
        """Where the mail goes. Join the person to save a query."""
        return self.person.email if self.person else self.address

    @property
    def called(self) -> str:
        """How she is greeted; "" for an outsider without a name."""
        return str(self.person) if self.person else self.name

    @property
    def speaks(self) -> str:
        """Her language."""
        return self.person.language if self.person else self.language
