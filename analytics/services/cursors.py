"""Noticing what is to be measured: accounts that were connected, and posts that went out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Now

from accounts.models import Brand
from analytics import addresses, cadence
from analytics.abilities import told_of_posts
from analytics.models import MeasureCursor
from calendar_app import document
from calendar_app.models import Delivery
from connections.models import Channel
from connections.models.channel import Health
from core import clock
from core.outbox.states import State

RECENT = timedelta(days=3)
"""What every look covers; posts that went out much later than planned are found in the evening."""
WHOLE = timedelta(days=cadence.WEEKLY_DAYS + 1)


def notice(channel: Channel | None = None) -> int:
    """Begin to measure what is new in the open organization, or, for one channel, whatever was missed; returns how much."""
    accounts = _accounts()
    posts = _posts(channel)
    MeasureCursor.objects.bulk_create([*accounts, *posts], ignore_conflicts=True)
    return len(accounts) + len(posts)


def _accounts() -> list[MeasureCursor]:
    heads = MeasureCursor.objects.filter(channel=OuterRef("pk"), delivery=None)
    rows = Channel.objects.filter(~Exists(heads)).exclude(state=Health.DISCONNECTED)
    now = clock.now()
    return [
        MeasureCursor(
            organization_id=row.organization_id,
            brand_id=row.brand_id,
            channel=row,
            since=row.connected_at,
            due_at=now,
        )
        for row in rows
    ]


def _posts(channel: Channel | None) -> list[MeasureCursor]:
    rows = list(_unmeasured(channel).select_related("channel", "version", "brand"))
    return [_cursor(row) for row in rows]


def _unmeasured(channel: Channel | None) -> QuerySet[Delivery]:
    known = MeasureCursor.objects.filter(channel=OuterRef("channel"), delivery=OuterRef("pk"))
    live = Delivery.objects.filter(~Exists(known), state=State.LIVE, kind=Delivery.Kind.POST)
    if channel is not None:
        return live.filter(channel=channel, post__planned_at__gte=Now() - WHOLE)
    brands = Brand.objects.values("pk")  # leads the index of posts by their time
    return live.filter(post__brand__in=brands, post__planned_at__gte=Now() - RECENT)


def _cursor(row: Delivery) -> MeasureCursor:
    since = out_since(row)
    text = document.from_bytes(row.version.canonical).text_for(str(row.channel_id))
    codes = addresses.codes_in(text)
    asks = bool(told_of_posts(row.channel.network) or codes)
    now = clock.now()
    first = since + cadence.FIRST[0]
    due_at = max(first, now) if asks and now - since < WHOLE else None
    return MeasureCursor(
        organization_id=row.organization_id,
        brand_id=row.brand_id,
        channel=row.channel,
        delivery=row,
        since=since,
        due_at=due_at,
        codes=codes,
    )


def out_since(row: Delivery) -> datetime:
    """Since when a live delivery has been out, as far as we know."""
    since = row.settled_at or row.planned_at
    if since is None:
        raise ValueError("a delivery that is live was settled")
    return since


def due() -> Sequence[str]:
    """The channels of the open organization with something to be asked now, those that have waited longest first."""
    rested = MeasureCursor.objects.filter(channel=OuterRef("channel"), delivery=None, rest_until__gt=Now())
    rows = (
        MeasureCursor.objects.filter(~Exists(rested), due_at__lte=Now())
        .filter(channel__state=Health.HEALTHY, brand__trashed_at=None)
        .order_by("due_at")
        .values_list("channel_id", flat=True)
    )
    return [str(key) for key in dict.fromkeys(rows[:5000])]
