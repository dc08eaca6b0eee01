"""What stands around the list whatever it shows: counts, labels, people, the page's word, the time. One question."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import DateTimeField, Func

from accounts.models import Brand, Membership
from core import live
from inbox.selectors import around, changes, queue
from inbox.selectors.around import Around
from inbox.selectors.queue import Counts


@dataclass(frozen=True, slots=True)
class Frame:
    """`now` is the database's clock, `word` that of `changes.of_brand`."""

    counts: Counts
    around: Around
    word: str
    now: datetime


def frame(brand: Brand, *, membership: Membership | None) -> Frame:
    """All of it in one query."""
    clock = Func(function="clock_timestamp", output_field=DateTimeField())
    row = (
        Brand.objects.filter(pk=brand.pk)
        .values(
            **queue.count_columns(brand, membership),
            **around.columns(brand),
            newest=changes.column(brand),
            clock=clock,
        )
        .get()
    )
    return Frame(queue.counts_of(row), around.of(row), live.word(row["newest"]), row["clock"])
