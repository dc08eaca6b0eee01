"""Whether a network has trouble: read from the counts of what became of posts there, of all organizations together.

The counts hold no organization and no account: each account falls into one of sixteen groups, so that one account whose
server is down is told from a network that is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from uuid import UUID
from zlib import crc32

from django.db.models import CharField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Concat

from connections import offered
from core import tally
from core.tally import Tally

OUTCOMES = "publish_outcomes"
SINCE = "trouble_since"
GROUPS = 16
MINUTES = 10
FEWEST = 10
"""Outcomes within ten minutes below which nothing can be said."""
SHARE = 0.2
"""More than this share of outcomes and of accounts is trouble."""
FEWEST_ACCOUNTS = 3
"""Refusals are mostly the post's own fault; they are the network's when so many groups of accounts meet them."""


class Outcome(StrEnum):
    """What became of one attempt, as it is counted."""

    LIVE = "live"
    REFUSED = "refused"
    BUSY = "busy"
    LIMITED = "limited"
    UNSURE = "unsure"
    GAVE_UP = "gave_up"
    HELD = "held"
    ASKED = "asked"
    LOOKED = "looked"
    HERE = "here"
    """It failed here; the network was not at fault."""


class Kind(StrEnum):
    """What is wrong: it does not answer, or it refuses what it took before."""

    DOWN = "down"
    REFUSING = "refusing"


FAILED = frozenset({Outcome.BUSY, Outcome.UNSURE, Outcome.GAVE_UP})
SPOKE = FAILED | {Outcome.LIVE, Outcome.REFUSED, Outcome.LIMITED, Outcome.HELD}
"""Outcomes in which the network had a part."""


def label(network: str, outcome: str, channel_id: UUID) -> str:
    """The label under which an outcome is counted: `bluesky:live:07`."""
    return f"{network}:{outcome}:{crc32(channel_id.bytes) % GROUPS:02d}"


Cell = tuple[str, str, int]
"""Outcome, group of accounts, how many."""


@dataclass(frozen=True, slots=True)
class Rate:
    """What one network did in the last ten minutes: outcomes, and how many groups of accounts they came from."""

    outcomes: int
    failed: int
    refused: int
    accounts: int
    failing: int
    refusing: int

    @property
    def share(self) -> float:
        """The share of outcomes in which the network failed, 0 to 1."""
        return self.failed / self.outcomes if self.outcomes else 0.0

    def trouble(self, *, fewest: int = FEWEST) -> Kind | None:
        """What is wrong, if anything; None also when there are too few outcomes to say so."""
        if self.outcomes < max(fewest, 1):
            return None
        if self.share > SHARE and self.failing / self.accounts > SHARE:
            return Kind.DOWN
        many = self.refusing >= FEWEST_ACCOUNTS and self.refusing / self.accounts > SHARE
        return Kind.REFUSING if many and self.refused / self.outcomes > SHARE else None


@dataclass(frozen=True, slots=True)
class Trouble:
    """A network in trouble. `since` is aware, in UTC."""

    network: str
    kind: Kind
    since: datetime

    @property
    def name(self) -> str:
        """The network's own name."""
        return offered.name_of(self.network)

    @property
    def is_down(self) -> bool:
        """Whether it does not answer; else it refuses what it took before."""
        return self.kind == Kind.DOWN


def rates(counted: Mapping[str, float]) -> dict[str, Rate]:
    """The rate of each network, from counts by label (see `label`)."""
    cells: dict[str, list[Cell]] = {}
    for name, number in counted.items():
        network, _, rest = name.partition(":")
        outcome, _, group = rest.partition(":")
        if outcome in SPOKE:
            cells.setdefault(network, []).append((outcome, group, int(number)))
    return {network: _rate(found) for network, found in cells.items()}


def _rate(found: list[Cell]) -> Rate:
    failed = [(group, n) for outcome, group, n in found if outcome in FAILED]
    refused = [(group, n) for outcome, group, n in found if outcome == Outcome.REFUSED]
    return Rate(
        outcomes=sum(n for _outcome, _group, n in found),
        failed=sum(n for _group, n in failed),
        refused=sum(n for _group, n in refused),
        accounts=len({group for _outcome, group, _n in found}),
        failing=len({group for group, _n in failed}),
        refusing=len({group for group, _n in refused}),
    )


def rates_now() -> dict[str, Rate]:
    """The rates of the last ten minutes, in one query. Networks where nothing happened are not in it."""
    return rates(tally.recent(OUTCOMES, MINUTES))


def troubles() -> list[Trouble]:
    """The networks that are in trouble now, longest first. One query."""
    return [_trouble(name, value) for name, value in _open().values_list("label", "value")]


def seen(network: str = "network") -> dict[str, Subquery]:
    """For `annotate(**seen())`: rows that name a network by this path know its trouble then (see `of`)."""
    labels = [Concat(OuterRef(network), Value(f":{kind}"), output_field=CharField()) for kind in Kind]
    words = Concat("label", Value(":"), Cast("value", CharField()), output_field=CharField())
    return {"trouble": Subquery(_open().filter(label__in=labels).values_list(words)[:1])}


def of(rows: Iterable[object]) -> list[Trouble]:
    """The troubles of the networks of annotated rows, each once, longest first."""
    words = {getattr(row, "trouble", None) for row in rows} - {None, ""}
    found = [str(word).rpartition(":") for word in words]
    return sorted((_trouble(name, float(since)) for name, _, since in found), key=lambda one: one.since)


def _open() -> QuerySet[Tally]:
    return Tally.objects.filter(name=SINCE, minute=None).order_by("value", "label")


def _trouble(name: str, since: float) -> Trouble:
    network, _, kind = name.partition(":")
    return Trouble(network, Kind(kind), datetime.fromtimestamp(since, UTC))
