"""A review: one thing, exactly as it was, and what people said to it."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from approvals.models.guest import Guest
from approvals.models.workflow import AtDue
from approvals.states import State
from core.ids import uuid7
from core.outbox.clearance import Clearance
from core.tenancy.keys import WalledKey
from core.tenancy.rows import BrandManager, BrandOwned


class Review(BrandOwned):
    """Of one version of a post or reply (`subject`), for its channels. Another version needs another review.

    `steps` are the stages as they stood at submission (see approvals.plans.Step); `step` is the one that is asked now.
    `planned_at` is the promise that the yes will be bound to, None for "at any time"; with `is_immediate` it goes out as
    soon as it is approved. `deadline_at` is when the answer is wanted, None without a time; `urgent_at` orders the
    queue: the deadline, or for what has no time a while after it was submitted. `changed` names what is different from
    the version that was reviewed before (`follows`): text, own_text, media, channels, time.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    covers = models.CharField(max_length=5, choices=Clearance.Covers)
    subject = models.UUIDField()
    version = models.UUIDField()
    content_hash = models.CharField(max_length=64)
    channel_ids = ArrayField(models.UUIDField())
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=13, choices=State, default=State.OPEN)
    steps = models.JSONField()
    step = models.PositiveSmallIntegerField(default=0)
    allows_self = models.BooleanField(default=False)
    lead_minutes = models.PositiveIntegerField()
    tolerance_minutes = models.PositiveIntegerField()
    at_due = models.CharField(max_length=6, choices=AtDue)
    planned_at = models.DateTimeField(null=True, blank=True)
    is_immediate = models.BooleanField(default=False)
    deadline_at = models.DateTimeField(null=True, blank=True)
    urgent_at = models.DateTimeField()
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    submitted_at = models.DateTimeField(db_default=Now())
    note = models.TextField(blank=True)
    follows = WalledKey("self", models.SET_NULL, null=True, related_name="+")
    changed = models.JSONField(default=list)
    closed_at = models.DateTimeField(null=True, blank=True)
    warned_at = models.DateTimeField(null=True, blank=True)
    lapsed_at = models.DateTimeField(null=True, blank=True)

    objects = BrandManager()

    class Meta:
        constraints = [
            # the newest review of a thing
            models.UniqueConstraint(
                fields=["organization", "subject", "covers", "number"], name="review_number"
            ),
            models.UniqueConstraint(
                fields=["organization", "subject", "covers"],
                condition=Q(state=State.OPEN),
                name="review_one_open",
            ),
            models.CheckConstraint(
                name="review_closed_has_time",
                condition=Q(state=State.OPEN, closed_at=None)
                | (~Q(state=State.OPEN) & Q(closed_at__isnull=False)),
            ),
        ]
        indexes = [
            # the queue of a brand, most urgent first
            models.Index(
                fields=["organization", "brand", "urgent_at", "id"],
                condition=Q(state=State.OPEN),
                name="review_queue",
            ),
            # what was decided, newest first; figures of a span
            models.Index(
                fields=["organization", "brand", "-closed_at", "id"],
                condition=Q(closed_at__isnull=False),
                name="review_closed",
            ),
        ]

    def __str__(self) -> str:
        return f"review {self.number} of {self.covers} {self.subject}"

    @property
    def about(self) -> str:
        """The thing as the ledger names it."""
        return f"{self.covers}:{self.subject}"

    @property
    def place(self) -> str:
        """Itself as notices name it: they lead to where one decides and reads what was said."""
        return f"review:{self.pk}"


class Ask(BrandOwned):
    """One person or guest, asked in one step. Open until she answered or her answer is not wanted any more.

    `stands_in_for` is whose word it is when she decides for somebody who is away. `handed_to` has her seat by now: this
    ask is over for good, the other one has a row of his own. `reminded` is the last mark, in hours
    before the deadline, of which she was reminded; 0 for none.
    """

    review = WalledKey(Review, models.CASCADE, related_name="asks")
    step = models.PositiveSmallIntegerField()
    membership = WalledKey("accounts.Membership", models.CASCADE, null=True, related_name="+")
    guest = WalledKey(Guest, models.CASCADE, null=True, related_name="+")
    stands_in_for = WalledKey("accounts.Membership", models.SET_NULL, null=True, related_name="+")
    handed_to = WalledKey("accounts.Membership", models.SET_NULL, null=True, related_name="+")
    urgent_at = models.DateTimeField()
    told_at = models.DateTimeField(db_default=Now())
    reminded = models.PositiveSmallIntegerField(default=0)
    answered_at = models.DateTimeField(null=True, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True)

    objects = BrandManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "review", "step", "membership"], name="ask_member_once"
            ),
            models.UniqueConstraint(
                fields=["organization", "review", "step", "guest"], name="ask_guest_once"
            ),
            models.CheckConstraint(
                name="ask_is_one_persons",
                condition=Q(membership__isnull=False, guest=None) | Q(membership=None, guest__isnull=False),
            ),
        ]
        indexes = [
            # what is asked of a member in a brand, most urgent first
            models.Index(
                fields=["organization", "brand", "membership", "urgent_at", "id"],
                condition=Q(answered_at=None, dropped_at=None),
                name="ask_of_member",
            ),
            # the same of those who are away, for whom it may be decided
            models.Index(
                fields=["organization", "brand", "stands_in_for", "urgent_at", "id"],
                condition=Q(answered_at=None, dropped_at=None, stands_in_for__isnull=False),
                name="ask_for_absent",
            ),
            # what is asked of a guest
            models.Index(
                fields=["organization", "guest", "urgent_at", "id"],
                condition=Q(answered_at=None, dropped_at=None),
                name="ask_of_guest",
            ),
        ]

    def __str__(self) -> str:
        return f"ask {self.pk} of step {self.step}"

    @property
    def is_open(self) -> bool:
        """Whether her answer is still wanted."""
        return self.answered_at is None and self.dropped_at is None


class Decision(BrandOwned):
    """What somebody said to exactly this content. Written once; only `undone_at` is ever set afterwards."""

    class Verdict(models.TextChoices):
        APPROVE = "approve"
        CHANGES = "changes"
        REJECT = "reject"

    class Via(models.TextChoices):
        PAGE = "page"
        MAIL = "mail"
        GUEST = "guest"
        API = "api"

    review = WalledKey(Review, models.CASCADE, related_name="decisions")
    ask = WalledKey(Ask, models.PROTECT, related_name="+")
    step = models.PositiveSmallIntegerField()
    verdict = models.CharField(max_length=7, choices=Verdict)
    note = models.TextField(blank=True)
    membership = WalledKey("accounts.Membership", models.PROTECT, null=True, related_name="+")
    guest = WalledKey(Guest, models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=150)
    via = models.CharField(max_length=5, choices=Via, default=Via.PAGE)
    version = models.UUIDField()
    content_hash = models.CharField(max_length=64)
    at = models.DateTimeField(db_default=Now())
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = BrandManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "review", "step", "membership"],
                condition=Q(undone_at=None),
                name="decision_member_once",
            ),
            models.UniqueConstraint(
                fields=["organization", "review", "step", "guest"],
                condition=Q(undone_at=None),
                name="decision_guest_once",
            ),
            models.CheckConstraint(
                name="decision_is_one_persons",
                condition=Q(membership__isnull=False, guest=None) | Q(membership=None, guest__isnull=False),
            ),
            models.CheckConstraint(
                name="decision_no_has_words", condition=Q(verdict="approve") | ~Q(note="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verdict} by {self.name}"
