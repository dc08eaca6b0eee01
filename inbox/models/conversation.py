"""What one person says to one of our channels in one thread, and what we answer there."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from calendar_app.models import Delivery
from connections.models import Channel
from core.ids import uuid7
from core.tenancy.keys import WalledKey
from core.tenancy.rows import BrandManager, BrandOwned


class Conversation(BrandOwned):
    """Unique by channel, thread and customer: under one post each person has a conversation of her own.

    `delivery` is our post above it, if we sent it. `revision` rises with each change; `answered_revision` is the one at
    which somebody last answered or closed it, and what a writer who saw an older one must hear of.

    `first_unanswered_at` is when the customer began to wait, None while nobody waits. `warn_at` and `answer_due_at` are
    80 % and the whole of the brand's first-answer time in business hours; `warned_at` and `breached_at` say that people
    were told. `acts_at` is when the clock next has something to do here (a trigger wakes the clock's lane by it).

    `preview` is the beginning of the last message, `preview_is_ours` whose it is. `folded` is what people search.
    """

    class State(models.TextChoices):
        """Whose turn it is."""

        OPEN = "open", _("Open")
        WAITING = "waiting", _("Waiting for the customer")
        SNOOZED = "snoozed", _("Later")
        CLOSED = "closed", _("Done")

    class Kind(models.TextChoices):
        """How it began."""

        COMMENT = "comment", _("Comment under a post")
        MENTION = "mention", _("Mention")

    class Priority(models.IntegerChoices):
        """How urgent people say it is."""

        LOW = 0, _("Low")
        NORMAL = 1, _("Normal")
        HIGH = 2, _("High")
        URGENT = 3, _("Urgent")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    channel = WalledKey(Channel, models.PROTECT, related_name="conversations")
    kind = models.CharField(max_length=8, choices=Kind)
    thread_id = models.CharField(max_length=255)
    thread_stamp = models.CharField(max_length=255, blank=True)
    delivery = WalledKey(Delivery, models.SET_NULL, null=True, blank=True, related_name="conversations")
    customer_id = models.CharField(max_length=255)
    customer_handle = models.CharField(max_length=255, blank=True)
    customer_name = models.CharField(max_length=255, blank=True)
    customer_url = models.URLField(max_length=500, blank=True)
    customer_avatar = models.URLField(max_length=500, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    snoozed_until = models.DateTimeField(null=True, blank=True)
    assignee = WalledKey("accounts.Membership", models.SET_NULL, null=True, blank=True, related_name="+")
    team = WalledKey("accounts.Team", models.SET_NULL, null=True, blank=True, related_name="+")
    priority = models.PositiveSmallIntegerField(choices=Priority, default=Priority.NORMAL)
    preview = models.CharField(max_length=200, blank=True)
    preview_is_ours = models.BooleanField(default=False)
    message_count = models.PositiveIntegerField(default=0)
    last_message_at = models.DateTimeField()
    last_inbound_at = models.DateTimeField(null=True, blank=True)
    first_unanswered_at = models.DateTimeField(null=True, blank=True)
    warn_at = models.DateTimeField(null=True, blank=True)
    warned_at = models.DateTimeField(null=True, blank=True)
    answer_due_at = models.DateTimeField(null=True, blank=True)
    breached_at = models.DateTimeField(null=True, blank=True)
    acts_at = models.DateTimeField(null=True, blank=True, editable=False)
    revision = models.PositiveIntegerField(default=1)
    answered_revision = models.PositiveIntegerField(default=0)
    folded = models.TextField(blank=True)
    changed_at = models.DateTimeField(db_default=Now())
    created_at = models.DateTimeField(db_default=Now())

    objects = BrandManager()

    class Meta:
        constraints = [
            # taking in: the conversation of a message
            models.UniqueConstraint(
                fields=["organization", "channel", "thread_id", "customer_id"], name="conversation_once"
            ),
            models.CheckConstraint(
                name="conversation_snoozed_until",
                condition=(Q(state="snoozed", snoozed_until__isnull=False))
                | (~Q(state="snoozed") & Q(snoozed_until=None)),
            ),
            models.CheckConstraint(name="conversation_priority", condition=Q(priority__lte=3)),
        ]
        indexes = [
            # the queue of everything, newest first
            models.Index(
                fields=["organization", "brand", "-last_message_at", "-id"], name="conversation_newest"
            ),
            # a queue by state
            models.Index(
                fields=["organization", "brand", "state", "-last_message_at", "-id"],
                name="conversation_by_state",
            ),
            # what is mine, and how much
            models.Index(
                fields=["organization", "brand", "assignee", "state", "-last_message_at", "-id"],
                condition=Q(assignee__isnull=False),
                name="conversation_mine",
            ),
            # what nobody has taken, and how much
            models.Index(
                fields=["organization", "brand", "-last_message_at", "-id"],
                condition=Q(state="open", assignee=None),
                name="conversation_unassigned",
            ),
            # what must be answered soon, the most urgent first
            models.Index(
                fields=["organization", "brand", "answer_due_at", "id"],
                condition=Q(answer_due_at__isnull=False),
                name="conversation_due",
            ),
            # who waits for an answer, the longest first
            models.Index(
                fields=["organization", "brand", "first_unanswered_at", "id"],
                condition=Q(first_unanswered_at__isnull=False),
                name="conversation_unanswered",
            ),
            # the clock: what wakes up, warns or breaches now
            models.Index(
                fields=["organization", "acts_at"],
                condition=Q(acts_at__isnull=False),
                name="conversation_acts",
            ),
            # what changed since a page was made
            models.Index(fields=["organization", "brand", "-changed_at"], name="conversation_changed"),
            # earlier conversations of a customer
            models.Index(
                fields=["organization", "brand", "customer_id", "-last_message_at"],
                name="conversation_customer",
            ),
            # conversations under one of our posts
            models.Index(
                fields=["organization", "delivery"],
                condition=Q(delivery__isnull=False),
                name="conversation_of_post",
            ),
            # what search_conversations looks words up in; it must find no other index to prefer, so no organization here
            GinIndex(
                fields=["brand", "folded"],
                opclasses=["int8_ops", "gin_trgm_ops"],
                name="conversation_folded",
            ),
        ]

    def __str__(self) -> str:
        return self.customer_name or self.customer_handle

    @property
    def subject(self) -> str:
        """The conversation as the ledger names it."""
        return f"conversation:{self.pk}"

    @property
    def customer(self) -> str:
        """What the customer is called: her name, else her handle."""
        return self.customer_name or self.customer_handle or self.customer_id
