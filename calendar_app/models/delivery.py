"""One irreversible call: one version, one channel, one due time, one state."""

from __future__ import annotations

from django.db import models
from django.db.models import Case, F, Q, Value, When

from calendar_app.models.post import Post
from calendar_app.models.version import PostVersion
from connections.models import Channel
from core.ids import uuid7
from core.outbox.clearance import Clearance
from core.outbox.rows import Outgoing
from core.outbox.states import CLEARED, DUE, State
from core.tenancy.keys import WalledKey
from core.tenancy.rows import BrandManager, BrandOwned

MANY_LOOKS = 3
"""Looks without an answer, about 90 s, after which people hear of it and may decide."""


class Delivery(BrandOwned, Outgoing):
    """The gate stands in its table: waiting and sending need a live clearance of its own content and channel.

    `cleared` is generated (true in those states, else null) and part of a composite foreign key to the clearance.
    `consented_at` is when a person last said "now, although it is late": lateness counts from then.
    """

    class Kind(models.TextChoices):
        POST = "post"
        PART = "part"
        FIRST_COMMENT = "first_comment"

    class Held(models.TextChoices):
        RECONNECT = "reconnect"
        WITHDRAWN = "withdrawn"
        PERSON = "person"
        PAUSED = "paused"
        LATE = "late"
        RESTORED = "restored"
        BROKEN = "broken"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    post = WalledKey(Post, models.CASCADE, related_name="deliveries")
    version = WalledKey(PostVersion, models.PROTECT, related_name="+")
    content_hash = models.CharField(max_length=64)
    channel = WalledKey(Channel, models.PROTECT, related_name="deliveries")
    kind = models.CharField(max_length=13, choices=Kind, default=Kind.POST)
    position = models.PositiveSmallIntegerField(default=0)
    follows = WalledKey("self", models.PROTECT, null=True, related_name="+")
    planned_at = models.DateTimeField(null=True, blank=True)
    consented_at = models.DateTimeField(null=True, blank=True)
    told_late_at = models.DateTimeField(null=True, blank=True)
    clearance = WalledKey(Clearance, models.PROTECT, null=True, related_name="+")
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

    objects = BrandManager()

    class Meta(Outgoing.Meta):
        constraints = [
            *Outgoing.Meta.constraints,
            models.UniqueConstraint(
                fields=["organization", "post", "channel", "kind", "position"],
                name="delivery_once",
            ),
            models.CheckConstraint(
                name="delivery_gate",
                condition=~Q(state__in=CLEARED) | Q(clearance__isnull=False),
            ),
            models.CheckConstraint(
                name="delivery_never_early",
                condition=~Q(state__in=CLEARED) | Q(planned_at__isnull=False, due_at__gte=F("planned_at")),
            ),
            models.CheckConstraint(
                name="delivery_live_is_somewhere",
                condition=~Q(state=State.LIVE) | ~Q(remote_id=""),
            ),
            models.CheckConstraint(
                name="delivery_held_has_reason",
                condition=(Q(state=State.HELD) & ~Q(held_reason=""))
                | (~Q(state=State.HELD) & Q(held_reason="")),
            ),
        ]
        indexes = [
            # publishing: the next due row of a lane, and when the lane is due again
            models.Index(
                fields=["organization", "channel", "due_at", "id"],
                condition=Q(state__in=DUE),
                name="delivery_turn",
            ),
            # publishing: what a dead worker left inside its fence
            models.Index(
                fields=["organization", "channel"],
                condition=Q(state=State.SENDING),
                name="delivery_sending",
            ),
            # home: what needs a person
            models.Index(
                fields=["organization", "brand", "state", "planned_at"],
                condition=Q(state__in=[State.HELD, State.REFUSED, State.UNSURE, State.ASKING, State.EXPIRED]),
                name="delivery_asks",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} to channel {self.channel_id}"

    @property
    def asks_people(self) -> bool:
        """Whether a person may answer "is it there?": nobody can tell, or the network has not answered three looks."""
        return self.state == State.ASKING or (self.state == State.UNSURE and self.looks >= MANY_LOOKS)
