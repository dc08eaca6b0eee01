"""Counts of what this installation does, kept in the database: one place to read them, however many processes count.

Outside the wall and without content: names, labels and numbers only. Counting costs a dictionary; every five seconds what
was counted is written in one statement. A process that is killed takes at most five seconds of counts with it.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta

from django.db import Error, connection, models
from django.db.models import Q, Sum
from django.db.models.functions import Now

from core.tenancy import denied

log = logging.getLogger(__name__)

FLUSH_SECONDS = 5.0
KEPT = timedelta(days=1)
"""How long the rows of minutes are kept; totals stay."""
BUCKETS = (0.5, 1.0, 2.0, 5.0, 15.0, 60.0, 300.0, float("inf"))
"""Upper ends of the histogram of lateness, in seconds."""
IN_TIME_SECONDS = 60.0
"""What is promised: a post starts within so many seconds of its time."""

LATENESS = "publish_lateness_seconds"
LATENESS_SUM = "publish_lateness_seconds_sum"
STARTS = "starts_on"
DENIED = "rls_denied"
TICK = "tick."

Key = tuple[str, str]
"""Name and label."""


class Tally(models.Model):
    """`value` of `name{label}`: since ever where `minute` is null, else of that minute (kept for a day)."""

    name = models.CharField(max_length=60)
    label = models.CharField(max_length=120, blank=True)
    minute = models.DateTimeField(null=True, blank=True)
    value = models.FloatField(default=0)

    class Meta:
        constraints = [
            # adding finds its row by this
            models.UniqueConstraint(
                fields=["name", "label", "minute"], name="tally_once", nulls_distinct=False
            ),
        ]
        indexes = [
            # what happened of late, and what is old enough to be forgotten
            models.Index(fields=["minute"], condition=Q(minute__isnull=False), name="tally_minute"),
        ]

    def __str__(self) -> str:
        return f"{self.name}{{{self.label}}}"


class _Pending:
    """What this process counted and has not written yet."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.counts: dict[Key, float] = defaultdict(float)
        self.marks: dict[str, float] = {}
        self.flushed = time.monotonic()

    def clear(self) -> None:
        """Forget it."""
        with self.lock:
            self.counts.clear()
            self.marks.clear()

    def is_due(self) -> bool:
        """Whether something waits and the last writing is long enough ago."""
        waits = bool(self.counts or self.marks or denied.any_seen())
        return waits and time.monotonic() - self.flushed >= FLUSH_SECONDS

    def take(self) -> tuple[dict[Key, float], dict[str, float]]:
        """All of it; nothing is left."""
        with self.lock:
            counts, self.counts = self.counts, defaultdict(float)
            marks, self.marks = self.marks, {}
            self.flushed = time.monotonic()
        if seen := denied.take():
            counts[DENIED, ""] += seen
        return counts, marks

    def give_back(self, counts: Mapping[Key, float], marks: Mapping[str, float]) -> None:
        """It could not be written: keep it for the next time."""
        with self.lock:
            for key, value in counts.items():
                self.counts[key] += value
            self.marks = {**marks, **self.marks}


_pending = _Pending()


def count(name: str, label: str = "", n: float = 1) -> None:
    """Add `n` to `name{label}`. Never fails, never touches the caller's transaction."""
    with _pending.lock:
        _pending.counts[name, label] += n
    flush_when_due()


def mark(name: str) -> None:
    """`name` (it begins with `tick.`) happened now: its total is the epoch second at which it last did."""
    with _pending.lock:
        _pending.marks[name] = time.monotonic()
    flush_when_due()


def tick(names: Iterable[str]) -> None:
    """Whoever has these names is alive: marks `tick.<name>`."""
    for name in names:
        mark(f"{TICK}{name}")


def observe_lateness(seconds: float) -> None:
    """A post started so long after its time: into the histogram, and into the day's share of those in time."""
    bucket = next(end for end in BUCKETS if seconds <= end)
    count(LATENESS, bucket_name(bucket))
    count(LATENESS_SUM, n=max(0.0, seconds))
    count(STARTS, f"{datetime.now(UTC).date()}:{'in_time' if seconds <= IN_TIME_SECONDS else 'late'}")


def bucket_name(end: float) -> str:
    """The end of a bucket as Prometheus writes it: 0.5, 1, +Inf."""
    return "+Inf" if end == float("inf") else f"{end:g}"


def flush_when_due() -> None:
    """Write if five seconds have passed since the last time."""
    if _pending.is_due():
        flush()


def flush() -> bool:
    """Write what was counted, in a statement of its own. Never raises.

    False when that cannot be done now (a transaction is open, or the database does not answer); nothing is lost then.
    """
    if connection.in_atomic_block:
        return False
    counts, marks = _pending.take()
    if not counts and not marks:
        return True
    try:
        _write(counts, marks)
    except Error:
        _pending.give_back(counts, marks)
        log.warning("tally_not_written", extra={"counts": len(counts)})
        connection.close_if_unusable_or_obsolete()
        return False
    return True


def _write(counts: Mapping[Key, float], marks: Mapping[str, float]) -> None:
    """Sorted, so that processes that write at once never wait for each other in a ring."""
    ages = {name: time.monotonic() - moment for name, moment in marks.items()}
    with connection.cursor() as cursor:
        cursor.execute(
            UPSERT,
            [
                [name for name, _label in counts],
                [label for _name, label in counts],
                list(counts.values()),
                list(ages),
                list(ages.values()),
            ],
        )


UPSERT = f"""
INSERT INTO core_tally (name, label, minute, value)
SELECT counted.name, counted.label, span.minute, counted.value
FROM unnest(%s::text[], %s::text[], %s::float8[]) AS counted (name, label, value)
CROSS JOIN (VALUES (NULL), (date_trunc('minute', clock_timestamp()))) AS span (minute)
UNION ALL
SELECT marked.name, '', NULL, extract(epoch FROM clock_timestamp()) - marked.age
FROM unnest(%s::text[], %s::float8[]) AS marked (name, age)
ORDER BY 1, 2, 3
ON CONFLICT (name, label, minute) DO UPDATE SET value =
  CASE WHEN EXCLUDED.name LIKE '{TICK}%%' THEN GREATEST(core_tally.value, EXCLUDED.value)
  ELSE core_tally.value + EXCLUDED.value END
"""  # noqa: S608 - a word of ours


def totals(names: Iterable[str]) -> dict[Key, float]:
    """The totals of some names, since ever. One query."""
    rows = Tally.objects.filter(name__in=list(names), minute=None)
    return {(name, label): value for name, label, value in rows.values_list("name", "label", "value")}


def recent(name: str, minutes: int) -> dict[str, float]:
    """What was counted under a name in the last minutes, by label, by the database's clock. One query."""
    rows = Tally.objects.filter(name=name, minute__gt=Now() - timedelta(minutes=minutes))
    return dict(rows.values_list("label").annotate(Sum("value")))


def prune() -> int:
    """Forget minutes older than a day; returns how many rows that were."""
    return Tally.objects.filter(minute__lt=Now() - KEPT).delete()[0]
