"""The clearance: the yes without which the database lets nothing wait or be sent."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from core.ids import uuid7
from core.tenancy.rows import BrandOwned


class Clearance(BrandOwned):
    """A yes to exactly this content on exactly this channel, inside a window of planned times.

    Outgoing rows in waiting or sending reference it by (organization, id, content hash, channel, live), so a withdrawn
    yes, another content or another channel is refused by the database itself.

    A yes of people counts for the one thing they looked at (`subject`, by the review `source`); the others for any.
    """

    class Kind(models.TextChoices):
        EXEMPT = "exempt", "The brand needs no approval"
        RULE = "rule", "A rule of the brand says yes to what this person sends"
        DECISION = "decision", "People said yes"

    class Covers(models.TextChoices):
        """What goes out by it: a brand may want the one approved and not the other."""

        POST = "post"
        REPLY = "reply"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    content_hash = models.CharField(max_length=64)
    channel_id = models.UUIDField()
    covers = models.CharField(max_length=5, choices=Covers, default=Covers.POST, db_default=Covers.POST)
    kind = models.CharField(max_length=10, choices=Kind)
    subject = models.UUIDField(null=True, blank=True)
    source = models.UUIDField(null=True, blank=True)
    live = models.BooleanField(default=True)
    opens_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            # what outgoing rows point at
            models.UniqueConstraint(
                fields=["organization", "id", "content_hash", "channel_id", "live"],
                name="clearance_gate",
            ),
            # one live yes of a kind for one content on one channel: for_content()
            models.UniqueConstraint(
                fields=["organization", "content_hash", "channel_id", "covers", "kind"],
                condition=Q(live=True, kind__in=["exempt", "rule"]),
                name="clearance_once",
            ),
            # the live yes of people to one thing on one channel
            models.UniqueConstraint(
                fields=["organization", "subject", "channel_id", "covers"],
                condition=Q(live=True, kind="decision"),
                name="clearance_decided_once",
            ),
            models.CheckConstraint(
                name="clearance_decision_has_source",
                condition=~Q(kind="decision") | Q(subject__isnull=False, source__isnull=False),
            ),
            models.CheckConstraint(
                name="clearance_kind", condition=Q(kind__in=["exempt", "rule", "decision"])
            ),
            models.CheckConstraint(name="clearance_covers", condition=Q(covers__in=["post", "reply"])),
            models.CheckConstraint(
                name="clearance_window",
                condition=Q(opens_at=None) | Q(closes_at=None) | Q(opens_at__lte=F("closes_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {'live' if self.live else 'withdrawn'}"


def exempt(
    *,
    brand_id: int,
    organization_id: int,
    content_hash: str,
    channel_id: object,
    covers: Clearance.Covers = Clearance.Covers.POST,
    kind: Clearance.Kind = Clearance.Kind.EXEMPT,
) -> Clearance:
    """The yes of a brand that needs no approval of this. The database refuses it where the brand's policy asks for one."""
    found: Clearance = Clearance.objects.get_or_create(
        organization_id=organization_id,
        brand_id=brand_id,
        content_hash=content_hash,
        channel_id=channel_id,
        covers=covers,
        kind=kind,
        live=True,
    )[0]
    return found
