"""Roll-ups made again from what was told: the days that were touched, their weeks and months, nothing else.

Doing it twice changes nothing. The brand's row is locked, so that two channels do not add up at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from django.db import transaction

from accounts.models import Brand
from analytics import gains
from analytics.abilities import told_of_accounts, told_of_posts
from analytics.gains import DAY, LATEST_WEEK, METRICS, Life
from analytics.models import BrandPeriod, ChannelDay, ChannelPeriod, Grain, MeasureCursor
from analytics.models.periods import COLUMNS, FIELDS, GAPS, Sums
from analytics.selectors import lives
from analytics.spans import Span, day_of, month_of, week_of
from connections.models import Channel
from connections.models.channel import Health

BACK = timedelta(days=400)
"""How far back days that were never rolled up are filled in."""

Row = TypeVar("Row", bound=Sums)


def refresh(channel: Channel, days: Iterable[date]) -> None:
    """After figures of these days were written: every day that they touch, and those since the last roll-up."""
    with transaction.atomic():
        brand = Brand.objects.select_for_update(no_key=True).get(pk=channel.brand_id)
        span = _touched(channel, list(days), brand.zone)
        if span is None:
            return
        _days_of_channel(channel, span)
        _longer(ChannelPeriod, span, channel=channel)
        _days_of_brand(brand, span)
        _longer(BrandPeriod, span, brand=brand)


def _touched(channel: Channel, days: Sequence[date], zone: str) -> Span | None:
    """A total touches its day, the next one, and the next weekly question; days without any roll-up are made up for."""
    if not days:
        return None
    rolled = ChannelPeriod.objects.filter(channel=channel, grain=Grain.DAY).order_by("-first")
    last: date | None = rolled.values_list("first", flat=True).first()
    horizon = max(days) if last is None else max(max(days), last)
    begin = min(days) if last is None else min(min(days), last + DAY)
    end = min(max(days) + LATEST_WEEK * DAY, horizon)
    return Span(max(begin, end - BACK), end, zone)


def _days_of_channel(channel: Channel, span: Span) -> None:
    found = lives.of_channel(channel, span)
    told = told_of_posts(channel.network)
    told |= {name for life in found for name in life.told}
    account = _Account(channel, span)
    rows = [_day(channel, day, _alive(found, day), told, account) for day in span.days()]
    _save(ChannelPeriod, rows, "channel")


def _alive(found: Sequence[Life], day: date) -> list[Life]:
    """Posts that are counted on a day; a zone that moved may bring an answer on the day before the first."""
    return [life for life in found if life.first - DAY <= day <= life.last]


class _Account:
    """What an account's network told of followers, and when."""

    def __init__(self, channel: Channel, span: Span) -> None:
        days = (span.first - DAY, span.last)
        rows = list(ChannelDay.objects.filter(channel=channel, day__range=days))
        self.levels: dict[date, int | None] = {row.day: row.followers for row in rows}
        self.asked: dict[date, datetime] = {
            row.day: row.asked_at for row in rows if row.followers is not None
        }
        self.first = day_of(_since(channel), span.zone)
        self.is_told = "followers" in told_of_accounts(channel.network)

    def expects(self, day: date) -> bool:
        """Whether a level should be known on that day."""
        return self.is_told and day >= self.first


def _since(channel: Channel) -> datetime:
    head = MeasureCursor.objects.filter(channel=channel, delivery=None).values_list("since", flat=True)
    found: datetime | None = head.first()
    return found or channel.connected_at


def _day(
    channel: Channel, day: date, posts: Sequence[Life], told: frozenset[str], account: _Account
) -> ChannelPeriod:
    row = ChannelPeriod(
        organization_id=channel.organization_id,
        brand_id=channel.brand_id,
        channel=channel,
        grain=Grain.DAY,
        first=day,
    )
    for name in sorted(told & set(METRICS)):
        found = gains.posts_sum(posts, day, name)
        setattr(row, name, found.value)
        setattr(row, f"{name}_gaps", int(not found.is_whole))
    pair = gains.rated(posts, day) if "reach" in told else gains.Rated(None, None, is_whole=True)
    row.rated_engagements, row.rated_reach = pair.engagements, pair.reach
    row.rated_gaps = int(not pair.is_whole)
    row.followers = account.levels.get(day)
    row.followers_gaps = int(row.followers is None and account.expects(day))
    row.growth = gains.level_gain(account.levels, day)
    row.growth_gaps = int(row.growth is None and account.expects(day) and day > account.first)
    row.as_of = max(_asked(posts, account, day), default=None)
    return row


def _asked(posts: Sequence[Life], account: _Account, day: date) -> list[datetime]:
    """When figures of that day were told."""
    known = [life.asked[day] for life in posts if day in life.asked]
    return [*known, account.asked[day]] if day in account.asked else known


def _days_of_brand(brand: Brand, span: Span) -> None:
    """A channel that is there on a day and has no row of it is a gap."""
    parts: dict[date, dict[Any, ChannelPeriod]] = {}
    for row in ChannelPeriod.objects.filter(
        brand=brand, grain=Grain.DAY, first__range=(span.first, span.last)
    ):
        parts.setdefault(row.first, {})[row.channel_id] = row
    expected = _expected(brand, span.zone)
    rows = [_brand_day(brand, day, parts.get(day, {}), expected) for day in span.days()]
    _save(BrandPeriod, rows, "brand")


@dataclass(frozen=True, slots=True)
class _Expected:
    """A connected channel: since when, and what its network tells."""

    since: date
    names: frozenset[str]


def _expected(brand: Brand, zone: str) -> dict[Any, _Expected]:
    heads = MeasureCursor.objects.filter(brand=brand, delivery=None).exclude(
        channel__state=Health.DISCONNECTED
    )
    found = {}
    for head in heads.select_related("channel"):
        network = head.channel.network
        names = told_of_posts(network)
        if "followers" in told_of_accounts(network):
            names |= {"followers", "growth"}
        if "reach" in names:
            names |= {"rated"}
        found[head.channel_id] = _Expected(day_of(head.since, zone), frozenset(names))
    return found


def _brand_day(
    brand: Brand, day: date, parts: dict[Any, ChannelPeriod], expected: dict[Any, _Expected]
) -> BrandPeriod:
    row = BrandPeriod(organization_id=brand.organization_id, brand=brand, grain=Grain.DAY, first=day)
    missing = [each for key, each in expected.items() if key not in parts and each.since <= day]
    rows = list(parts.values())
    _add_up(row, rows)
    for column in GAPS:
        name = column.removesuffix("_gaps")
        is_lacking = any(getattr(part, column) for part in rows)
        setattr(row, column, int(is_lacking or any(name in each.names for each in missing)))
    levels = [part.followers for part in rows if part.followers is not None]
    row.followers = sum(levels) if levels and not row.followers_gaps else None
    return row


def _add_up(row: Sums, parts: Sequence[Sums]) -> None:
    """Sums of what is known; None where nothing is."""
    for name in COLUMNS:
        known = [value for value in (getattr(part, name) for part in parts) if value is not None]
        setattr(row, name, sum(known) if known else None)
    row.as_of = max((part.as_of for part in parts if part.as_of), default=None)


def _longer(model: type[Row], span: Span, **owner: Any) -> None:
    """The weeks and months around the days."""
    weeks = {week_of(day) for day in span.days()}
    months = {month_of(day) for day in span.days()}
    periods = [(Grain.WEEK, first, first + 6 * DAY) for first in sorted(weeks)]
    periods += [(Grain.MONTH, first, month_of(first + 31 * DAY) - DAY) for first in sorted(months)]
    bounds = (min(first for _, first, _last in periods), max(last for _, _first, last in periods))
    days = list(model._default_manager.filter(grain=Grain.DAY, first__range=bounds, **owner))
    rows = []
    for grain, first, last in periods:
        row = model(organization_id=_of(owner).organization_id, grain=grain, first=first, **_key(owner))
        _period(row, [day for day in days if first <= day.first <= last], (last - first).days + 1)
        rows.append(row)
    _save(model, rows, *owner)


def _period(row: Sums, days: list[Any], length: int) -> None:
    """A day without a row is one on which nothing is wholly known."""
    _add_up(row, days)
    for column in GAPS:
        setattr(row, column, length - sum(not getattr(day, column) for day in days))
    levels = [day for day in days if day.followers is not None]
    row.followers = max(levels, key=lambda day: day.first).followers if levels else None


def _of(owner: dict[str, Any]) -> Any:
    return next(iter(owner.values()))


def _key(owner: dict[str, Any]) -> dict[str, Any]:
    """The fields that say whose it is."""
    if "channel" in owner:
        return {"channel": owner["channel"], "brand_id": owner["channel"].brand_id}
    return owner


def _save(model: type[Row], rows: list[Row], whose: str) -> None:
    """One upsert for all; what stands there already is replaced."""
    unique = ["organization", whose, "grain", "first"]
    model._default_manager.bulk_create(
        rows, update_conflicts=True, unique_fields=unique, update_fields=list(FIELDS), batch_size=500
    )
