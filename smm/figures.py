"""The figures that operators and the status page read: of the whole installation, nothing of any tenant."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import connection
from django.db.models import Count, Min
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from activity.mail.sending import OUTCOMES as MAILS
from calendar_app.models import Delivery
from calendar_app.publishing.lateness import OVERDUE_SECONDS
from connections.models import Channel, Credential
from connections.models.channel import Health
from connections.selectors.trouble import OUTCOMES, SINCE
from core import tally
from core.outbox.states import State
from core.tally import Key
from core.tenancy.crossing import crossing

QUEUES = ("publish", "inbox", "metrics", "reports", "media", "mail", "default")
BROKER_SECONDS = 0.3
TICKS = ("channel", "mail", "beat")
NAMES = (
    tally.LATENESS,
    tally.LATENESS_SUM,
    tally.STARTS,
    tally.DENIED,
    OUTCOMES,
    MAILS,
    SINCE,
    *(f"{tally.TICK}{name}" for name in TICKS),
)
UNKNOWN = (State.UNSURE, State.ASKING)
MOVING = (State.SENDING, State.UNSURE, State.ACCEPTED)
PROMISED_DAYS = 30
FEWEST_STARTS = 20
"""Posts below which a share of those in time says nothing."""


@dataclass(frozen=True, slots=True)
class Lanes:
    """The lanes of one kind that are due: for how long the first has waited, and how many wait for over a minute."""

    oldest_seconds: float
    overdue: int


def lanes() -> dict[str, Lanes]:
    """By kind; kinds where nothing is due are not in it. One query, by the index of due lanes."""
    with connection.cursor() as cursor:
        cursor.execute(LANES, [OVERDUE_SECONDS])
        return {kind: Lanes(float(oldest), overdue) for kind, oldest, overdue in cursor.fetchall()}


LANES = """
SELECT kind, extract(epoch FROM clock_timestamp() - min(next_at)),
       count(*) FILTER (WHERE next_at < clock_timestamp() - make_interval(secs => %s))
FROM core_lane WHERE next_at <= clock_timestamp() GROUP BY kind
"""


@dataclass(frozen=True, slots=True)
class Deliveries:
    """Posts of which nobody knows, by state; since when the oldest is unknown or on its way; those that broke senders."""

    unknown: Mapping[str, int]
    unknown_since: datetime | None
    moving_since: datetime | None
    broken: int


@dataclass(frozen=True, slots=True)
class Across:
    """What is counted across the wall. `keys_end` is the earliest end of a healthy channel's key, by network."""

    deliveries: Deliveries
    channels: Mapping[tuple[str, str], int] = field(default_factory=dict)
    keys_end: Mapping[str, datetime] = field(default_factory=dict)


def across() -> Across:
    """Six queries across the wall. Not inside a transaction."""
    with crossing("metrics: how many deliveries and channels are in which state, and when keys end"):
        return Across(_deliveries(), _channels(), _keys_end())


def _deliveries() -> Deliveries:
    """Only states that hold few rows, each with an index of its own; never the published ones."""
    rows = Delivery._base_manager
    unknown = rows.filter(state__in=UNKNOWN).order_by().values("state").annotate(number=Count("state"))
    looked_for = rows.filter(state=State.UNSURE).aggregate(since=Min("fenced_at"))
    moving = rows.filter(state__in=MOVING).aggregate(since=Min("fenced_at"))
    broken = rows.filter(state=State.HELD, held_reason=Delivery.Held.BROKEN)
    return Deliveries(
        unknown={row["state"]: row["number"] for row in unknown},
        unknown_since=looked_for["since"],
        moving_since=moving["since"],
        broken=broken.aggregate(number=Count("state"))["number"],
    )


def _channels() -> dict[tuple[str, str], int]:
    rows = Channel._base_manager.values("network", "state").annotate(number=Count("id")).order_by()
    return {(row["network"], row["state"]): row["number"] for row in rows}


def _keys_end() -> dict[str, datetime]:
    rows = Credential._base_manager.filter(channel__state=Health.HEALTHY, expires_at__isnull=False)
    ends = rows.values("channel__network").annotate(end=Min("expires_at")).order_by()
    return {row["channel__network"]: row["end"] for row in ends}


def counts() -> dict[Key, float]:
    """All totals that are shown. One query."""
    return tally.totals(NAMES)


def age(totals: Mapping[Key, float], tick: str, now: float) -> float | None:
    """Seconds since a tick; None when it never came."""
    last = totals.get((f"{tally.TICK}{tick}", ""))
    return None if last is None else max(0.0, now - last)


def queue_depths() -> dict[str, int] | None:
    """How many rings wait in each queue; None when the broker does not answer within half a second or so."""
    try:
        client = Redis.from_url(
            settings.REDIS_URL,
            socket_connect_timeout=BROKER_SECONDS,
            socket_timeout=BROKER_SECONDS,
            retry=Retry(NoBackoff(), 0),
        )
        with client, client.pipeline(transaction=False) as pipe:
            for name in QUEUES:
                pipe.llen(name)
            return dict(zip(QUEUES, map(int, pipe.execute()), strict=True))
    except (RedisError, OSError, ValueError):
        return None


@dataclass(frozen=True, slots=True)
class Promise:
    """How many posts of the last 30 days started, and how many of them in time."""

    started: int
    in_time: int

    @property
    def share(self) -> float | None:
        """0 to 1; None when too few started to say anything."""
        return self.in_time / self.started if self.started >= FEWEST_STARTS else None


def promise(totals: Mapping[Key, float]) -> Promise:
    """From the counts by day (tally.STARTS)."""
    first = str(datetime.now(UTC).date() - timedelta(days=PROMISED_DAYS - 1))
    days = [(label, value) for (name, label), value in totals.items() if name == tally.STARTS]
    recent = [(label, int(value)) for label, value in days if label >= first]
    return Promise(
        started=sum(value for _label, value in recent),
        in_time=sum(value for label, value in recent if label.endswith(":in_time")),
    )
