"""One try to send a reply: what was fenced, to whom, and how it ended."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from calendar_app.models import Attempt
from core.tenancy.keys import WalledKey
from core.tenancy.rows import BrandManager, BrandOwned
from inbox.models.reply import Reply


class ReplyAttempt(BrandOwned):
    """Written with the fence, before the first byte. `detail` is the network's own text: for the log, never for a page."""

    reply = WalledKey(Reply, models.CASCADE, related_name="attempts")
    number = models.PositiveSmallIntegerField()
    fence = models.UUIDField()
    payload_hash = models.CharField(max_length=64)
    target = models.CharField(max_length=255)
    outcome = models.CharField(max_length=10, choices=Attempt.Outcome, default=Attempt.Outcome.OPEN)
    code = models.CharField(max_length=40, blank=True)
    detail = models.TextField(blank=True)
    started_at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = BrandManager()

    class Meta:
        constraints = [
            # the log of a reply, and one row per fence
            models.UniqueConstraint(fields=["organization", "reply", "number"], name="replyattempt_number"),
        ]

    def __str__(self) -> str:
        return f"attempt {self.number}"
