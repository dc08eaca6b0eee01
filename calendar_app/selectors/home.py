"""The brand's home: what needs a person, most urgent first, and what goes out today and tomorrow."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Case, IntegerField, Value, When
from django.utils.functional import Promise

from accounts.models import Brand
from calendar_app.models import Delivery, Post
from calendar_app.selectors.shown import Chip, chips, with_deliveries
from calendar_app.selectors.waiting import WAITED, Total, totals
from calendar_app.states import ASKS, SHOWN, Shown
from calendar_app.words import reason
from connections.models import Channel
from connections.models.channel import Health
from connections.selectors import trouble
from connections.selectors.trouble import Trouble
from core.outbox.states import State

MOST = 30


@dataclass(frozen=True, slots=True)
class Ask:
    """One line of "needs you": a delivery and the sentence that says what happened and what to do."""

    delivery: Delivery
    shown: Shown
    sentence: str | Promise
    since: datetime | None


@dataclass(frozen=True, slots=True)
class Home:
    """Everything on the page. What `waited` stands there in total, reason by reason, and not among `asks`."""

    asks: tuple[Ask, ...]
    waited: tuple[Total, ...]
    troubles: tuple[Trouble, ...]
    broken: tuple[Channel, ...]
    soon: tuple[Chip, ...]
    channels: int
    has_posts: bool


def home(brand: Brand) -> Home:
    """What the page shows, in seven queries."""
    known = Channel.objects.exclude(state=Health.DISCONNECTED).annotate(**trouble.seen())
    channels = list(known.order_by("handle"))
    soon = _soon(brand)
    return Home(
        asks=tuple(_asks(brand)),
        waited=tuple(totals()),
        troubles=tuple(trouble.of(channels)),
        broken=tuple(one for one in channels if one.state == Health.RECONNECT),
        soon=tuple(soon),
        channels=len(channels),
        has_posts=bool(soon) or Post.objects.exists(),
    )


def _asks(brand: Brand) -> list[Ask]:
    zone = ZoneInfo(brand.zone)
    order = [When(state=state, then=Value(rank)) for rank, state in enumerate(ASKS)]
    rows = (
        Delivery.objects.filter(~WAITED, state__in=ASKS, post__trashed_at=None)
        .exclude(state=State.UNSURE)
        .select_related("post", "post__cover", "channel")
        .annotate(urgency=Case(*order, output_field=IntegerField()))
        .order_by("urgency", "planned_at")[:MOST]
    )
    return [
        Ask(
            row,
            SHOWN[row.state],
            reason(row),
            row.planned_at.astimezone(zone) if row.planned_at else None,
        )
        for row in rows
    ]


def _soon(brand: Brand) -> list[Chip]:
    zone = ZoneInfo(brand.zone)
    today = datetime.now(zone).date()
    begins = datetime.combine(today, time(), tzinfo=zone).astimezone(UTC)
    ends = datetime.combine(today + timedelta(days=2), time(), tzinfo=zone).astimezone(UTC)
    posts = with_deliveries(Post.objects.filter(planned_at__gte=begins, planned_at__lt=ends))
    return chips(posts.order_by("planned_at", "id")[:12], brand.zone)
