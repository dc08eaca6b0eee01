"""Which posts did best and worst."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from accounts.models import Brand
from analytics.kpis import Kpi
from analytics.spans import Span
from calendar_app.models import Delivery

LIMIT = 5
YOUNG_HOURS = 24


@dataclass(frozen=True, slots=True)
class Ranked:
    """A post on one channel. `delivery` has its post, the post's cover and its channel with it.

    Posts with the same value have the same rank. `times_usual` is the value over the brand's middle one.
    """

    rank: int
    delivery: Delivery
    published_at: datetime
    value: float
    is_tied: bool
    times_usual: float | None


@dataclass(frozen=True, slots=True)
class Ranking:
    """`top` best first, `bottom` worst first (never a post of `top`); `counted` posts have a value.

    `young` were published less than 24 hours ago: too young to judge. Of `unknown` no number was told.
    """

    kpi: Kpi
    top: Sequence[Ranked]
    bottom: Sequence[Ranked]
    counted: int
    young: int
    unknown: int


def ranked(brand: Brand, span: Span, key: str, limit: int = LIMIT) -> Ranking:
    """Posts published in the span by their total so far of `key`: a number that networks tell of posts, in two queries.

    Ties: the same rank, the younger first. Raises KeyError for a number that posts do not have.
    """
    raise NotImplementedError
