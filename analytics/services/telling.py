"""Writing down what a network told: the last answer of a day stands, what it left out keeps what stood there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model

from analytics.kpis import ENGAGEMENTS
from analytics.models import ChannelDay, PostDay
from analytics.spans import day_of
from connections.models import Channel
from networks.measuring import AccountFigures, PostFigures

POST = tuple(field.name for field in fields(PostFigures))
LEVELS = ("followers", "following", "posts")
OF_DAY = ("views", "reach", "profile_visits")

Row = TypeVar("Row", bound=Model)


def posts(channel: Channel, told: Mapping[UUID, PostFigures], *, at: datetime, zone: str) -> set[date]:
    """Totals of deliveries, told `at`; returns the day that was written. What told nothing is left out."""
    day = day_of(at, zone)
    there = {row.delivery_id: row for row in PostDay.objects.filter(delivery_id__in=told, day=day)}
    rows = []
    for delivery, figures in told.items():
        values = {name: getattr(figures, name) for name in POST}
        if all(value is None for value in values.values()):
            continue
        row = PostDay(**_of(channel), delivery_id=delivery, day=day, asked_at=at, **values)
        rows.append(_kept(row, there.get(delivery), POST))
    _save(PostDay, rows, "delivery", POST)
    return {day} if rows else set()


def account(channel: Channel, figures: AccountFigures, *, at: datetime, zone: str) -> set[date]:
    """Levels are of the day on which they were told, the rest is of the day before; returns the days written."""
    today = day_of(at, zone)
    yesterday = date.fromordinal(today.toordinal() - 1)
    written = set()
    for day, names in ((today, LEVELS), (yesterday, OF_DAY)):
        values = {name: getattr(figures, name) for name in names}
        if all(value is None for value in values.values()):
            continue
        row = ChannelDay(**_of(channel), channel=channel, day=day, asked_at=at, **values)
        there = ChannelDay.objects.filter(channel=channel, day=day).first()
        _save(ChannelDay, [_kept(row, there, (*LEVELS, *OF_DAY))], "channel", (*LEVELS, *OF_DAY))
        written.add(day)
    return written


def totals(before: Mapping[str, float], figures: PostFigures) -> dict[str, float]:
    """What is known of a post by name, now or from before, with the engagements and their rate; no name is unknown."""
    known = {name: before[name] for name in POST if name in before}
    known |= {name: value for name in POST if (value := getattr(figures, name)) is not None}
    kinds = [known[name] for name in ENGAGEMENTS if name in known]
    if not kinds:
        return known
    known["engagements"] = sum(kinds)
    if known.get("reach"):
        known["engagement_rate"] = known["engagements"] / known["reach"]
    return known


def _of(channel: Channel) -> dict[str, Any]:
    return {"organization_id": channel.organization_id, "brand_id": channel.brand_id}


def _kept(row: Row, there: Row | None, names: Sequence[str]) -> Row:
    """What is not told now keeps what was told earlier that day."""
    for name in names:
        if there is not None and getattr(row, name) is None:
            setattr(row, name, getattr(there, name))
    return row


def _save(model: type[Any], rows: Sequence[Any], whose: str, names: Sequence[str]) -> None:
    model._default_manager.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["organization", whose, "day"],
        update_fields=["asked_at", *names],
        batch_size=500,
    )
