"""What came of one post, channel by channel and day by day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from uuid import UUID

from analytics.models import PostDay
from connections.models import Channel
from networks.measuring import PostFigures

COLUMNS = tuple(PostFigures.__dataclass_fields__)


@dataclass(frozen=True, slots=True)
class Result:
    """A post on one channel: totals as told day by day (days without an answer are left out), the last ones, since when."""

    channel: Channel
    days: Sequence[tuple[date, PostFigures]]
    as_of: datetime

    @property
    def latest(self) -> PostFigures:
        """What was told last, column by column: a number that was told once does not become unknown again."""
        return PostFigures(**{name: self._last(name) for name in COLUMNS})

    def _last(self, name: str) -> int | None:
        told = [getattr(figures, name) for _day, figures in self.days]
        return next((value for value in reversed(told) if value is not None), None)


def of_post(post_id: UUID) -> list[Result]:
    """Channels on which it was counted, in one query."""
    rows = (
        PostDay.objects.filter(delivery__post_id=post_id)
        .select_related("delivery__channel")
        .order_by("delivery__channel__handle", "delivery_id", "day")
    )
    return [_result(list(group)) for _delivery, group in groupby(rows, key=lambda row: row.delivery_id)]


def _result(rows: list[PostDay]) -> Result:
    days = [(row.day, PostFigures(**{name: getattr(row, name) for name in COLUMNS})) for row in rows]
    return Result(rows[0].delivery.channel, days, max(row.asked_at for row in rows))
