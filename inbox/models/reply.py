"""An answer of ours: one irreversible call, with the same gate as a post."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Now

from calendar_app.models.version import Sha256Hex
from connections.models import Channel
from core.ids import uuid7
from core.outbox.clearance import Clearance
from core.outbox.rows import Outgoing
from core.outbox.states import CLEARED, DUE, State
from core.tenancy.keys import WalledKey
from core.tenancy.rows import BrandManager, BrandOwned
from inbox.models.conversation import Conversation
from inbox.models.message import Message


class Reply(BrandOwned, Outgoing):
    """`canonical` is the document that is sent (see inbox.document): text, whom it answers, where. Nothing else is read.

    The gate stands in its table: waiting and sending need a live clearance that covers replies, of this very content and
    channel. Live means that the network gave it an id. `base_revision` is the conversation as its author saw it.
    """

    class Held(models.TextChoices):
        """Why it does not wait for sending."""

        APPROVAL = "approval"
        RECONNECT = "reconnect"
        WITHDRAWN = "withdrawn"
        PAUSED = "paused"
        RESTORED = "restored"
        BROKEN = "broken"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    conversation = WalledKey(Conversation, models.CASCADE, related_name="replies")
    answers = WalledKey(Message, models.PROTECT, related_name="+")
    channel = WalledKey(Channel, models.PROTECT, related_name="+")
    canonical = models.BinaryField()
    content_hash = models.GeneratedField(
        expression=Sha256Hex(F("canonical")),
        output_field=models.CharField(max_length=64),
        db_persist=True,
    )
    clearance = WalledKey(Clearance, models.PROTECT, null=True, blank=True, related_name="+")
    cleared = models.GeneratedField(
        expression=Case(When(state__in=CLEARED, then=Value(True)), default=Value(None)),
        output_field=models.BooleanField(null=True),
        db_persist=True,
    )
    held_reason = models.CharField(max_length=10, choices=Held, blank=True)
    problem = models.CharField(max_length=40, blank=True)
    remote_key = models.CharField(max_length=64, blank=True)
    keyed_at = models.DateTimeField(null=True, blank=True)
    remote_id = models.CharField(max_length=255, blank=True)
    remote_url = models.URLField(max_length=500, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    base_revision = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(db_default=Now())

    objects = BrandManager()

    class Meta(Outgoing.Meta):
        constraints = [
            *Outgoing.Meta.constraints,
            models.CheckConstraint(
                name="reply_gate",
                condition=~Q(state__in=CLEARED) | Q(clearance__isnull=False),
            ),
            models.CheckConstraint(
                name="reply_live_is_somewhere",
                condition=~Q(state=State.LIVE) | ~Q(remote_id=""),
            ),
            models.CheckConstraint(
                name="reply_held_has_reason",
                condition=(Q(state=State.HELD) & ~Q(held_reason=""))
                | (~Q(state=State.HELD) & Q(held_reason="")),
            ),
        ]
        indexes = [
            # sending: the next due row of a lane, and when the lane is due again
            models.Index(
                fields=["organization", "channel", "due_at", "id"],
                condition=Q(state__in=DUE),
                name="reply_turn",
            ),
            # sending: what a dead worker left inside its fence
            models.Index(
                fields=["organization", "channel"],
                condition=Q(state=State.SENDING),
                name="reply_sending",
            ),
            # a thread: what we answered, and what is on its way
            models.Index(fields=["organization", "conversation", "created_at"], name="reply_thread"),
            # what needs a person
            models.Index(
                fields=["organization", "brand", "state", "created_at"],
                condition=Q(state__in=[State.HELD, State.REFUSED, State.UNSURE, State.ASKING]),
                name="reply_asks",
            ),
            # taking in: is this message of ours what we sent
            models.Index(
                fields=["organization", "channel", "remote_id"],
                condition=~Q(remote_id=""),
                name="reply_remote",
            ),
        ]

    def __str__(self) -> str:
        return f"reply in {self.conversation_id}"

    @property
    def subject(self) -> str:
        """The reply as the ledger names it."""
        return f"reply:{self.pk}"
