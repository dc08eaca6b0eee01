"""Roll-ups of a brand and its channels, and sums by channel, all in one query."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import (
    BigIntegerField,
    BooleanField,
    CharField,
    DateField,
    DateTimeField,
    F,
    Max,
    Q,
    QuerySet,
    Subquery,
    Sum,
    UUIDField,
    Value,
)
from django.db.models.functions import Cast

from accounts.models import Brand
from analytics.models import BrandPeriod, ChannelPeriod
from analytics.models.periods import COLUMNS, FIELDS, GAPS
from analytics.selectors.pieces import Piece, condition
from analytics.selectors.sums import Filled, Row

Whose = UUID | None
"""A channel, or None for the brand."""


@dataclass(frozen=True, slots=True)
class Parts:
    """Sums of each of these channels over the pieces; of followers the level on the day of the whole's."""

    whole: Whose
    pieces: Sequence[Piece]
    channels: Sequence[UUID]


@dataclass(frozen=True, slots=True)
class Rollups:
    """What was found; `sums` by channel."""

    rows: Mapping[Whose, Mapping[tuple[str, date], Row]]
    sums: Mapping[UUID, Row]

    def filled(self, whose: Whose, pieces: Sequence[Piece]) -> list[Filled]:
        """The pieces with their roll-ups."""
        rows = self.rows.get(whose, {})
        return [Filled(piece, rows.get((piece.grain, piece.first))) for piece in pieces]


def read(brand: Brand, wanted: Mapping[Whose, Sequence[Piece]], parts: Parts | None = None) -> Rollups:
    """The roll-ups of these pieces; one query, none when nothing is wanted."""
    branches = [_rows(brand, whose, condition(list(pieces))) for whose, pieces in wanted.items()]
    if parts is not None:
        branches.append(_sums(brand, parts))
    rows: dict[Whose, dict[tuple[str, date], Row]] = {}
    sums: dict[UUID, Row] = {}
    if not branches:
        return Rollups(rows, sums)
    first, *others = branches
    found: Any = first.union(*others, all=True) if others else first
    for whose, is_sum, grain, day, *values in found:
        row = dict(zip(FIELDS, values, strict=True))
        if is_sum:
            sums[whose] = row
        else:
            rows.setdefault(whose, {})[(grain, day)] = row
    return Rollups(rows, sums)


def _whole(brand: Brand, whose: Whose) -> QuerySet[Any]:
    if whose is None:
        return BrandPeriod.objects.filter(brand=brand)
    return ChannelPeriod.objects.filter(brand=brand, channel_id=whose)


def _rows(brand: Brand, whose: Whose, which: Q) -> Any:
    rows = _whole(brand, whose).filter(which).annotate(whose=Value(whose, UUIDField()), is_sum=_is(False))
    return rows.order_by().values_list("whose", "is_sum", "grain", "first", *FIELDS)


def _sums(brand: Brand, parts: Parts) -> Any:
    which = condition(list(parts.pieces))
    level = _whole(brand, parts.whole).filter(which, followers__isnull=False).order_by("-first")
    told: dict[str, Any] = {f"sum_{name}": Cast(Sum(name), BigIntegerField()) for name in COLUMNS}
    told["sum_followers"] = Max("followers", filter=Q(first=Subquery(level.values("first")[:1])))
    told |= {f"sum_{name}": Value(0) for name in GAPS}
    told["sum_as_of"] = Value(None, DateTimeField())
    rows = ChannelPeriod.objects.filter(which, brand=brand, channel__in=parts.channels).order_by()
    found = rows.annotate(whose=F("channel_id")).values("whose").annotate(**told)
    shape = {"is_sum": _is(True), "no_grain": Value("", CharField()), "no_day": Value(None, DateField())}
    names = [f"sum_{name}" for name in FIELDS]
    return found.annotate(**shape).values_list("whose", "is_sum", "no_grain", "no_day", *names)


def _is(value: bool) -> Value:
    return Value(value, BooleanField())
