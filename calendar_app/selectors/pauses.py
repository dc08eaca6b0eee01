"""What is paused in the open scope, and how much waits behind it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Now

from accounts.models import Brand, Hold, Team, TeamBrand
from accounts.selectors.holds import Pause, in_force, pauses
from calendar_app.models import Delivery
from connections.models import Channel
from connections.models.channel import Health
from core.outbox.states import State

AHEAD = timedelta(hours=24)
"""How far ahead the page of pauses looks for what will come due."""


@dataclass(frozen=True, slots=True)
class Behind:
    """Deliveries behind a pause: `held` already waited, `soon` come due within a day."""

    held: int = 0
    soon: int = 0

    def __add__(self, other: Behind) -> Behind:
        return Behind(self.held + other.held, self.soon + other.soon)


@dataclass(frozen=True, slots=True)
class Place:
    """A brand with its connected channels."""

    brand: Brand
    channels: tuple[Channel, ...]


@dataclass(frozen=True, slots=True)
class Region:
    """A team with brands."""

    team: Team
    brand_ids: frozenset[int]


@dataclass(frozen=True, slots=True)
class Overview:
    """All that can be paused in the open scope, and what is."""

    paused: tuple[tuple[Pause, Behind], ...]
    places: tuple[Place, ...]
    regions: tuple[Region, ...]

    def pause_of(
        self, *, team_id: int | None = None, brand_id: int | None = None, channel_id: UUID | None = None
    ) -> Pause | None:
        """The pause of exactly this target; of everything when none is named."""
        target = (team_id, brand_id, channel_id)
        found = (pause for pause, _behind in self.paused if _target(pause.hold) == target)
        return next(found, None)

    def covers(self, brand_id: int) -> bool:
        """Whether the whole brand is paused, by itself or with something larger."""
        return any(self._reaches(pause.hold, brand_id) for pause, _behind in self.paused)

    def _reaches(self, hold: Hold, brand_id: int) -> bool:
        if hold.channel_id:
            return False
        if hold.team_id:
            return any(one.team.pk == hold.team_id and brand_id in one.brand_ids for one in self.regions)
        return hold.brand_id in (None, brand_id)


def of_scope() -> list[Pause]:
    """What is paused for the open scope's brands or something in them: one query."""
    return _for_people(in_force())


def of_hold(hold: Hold) -> Pause:
    """One hold for people."""
    return _for_people(Hold.objects.filter(pk=hold.pk).select_related("team", "brand", "started_by"))[0]


def overview(brands: Iterable[Brand]) -> Overview:
    """The page of pauses, in five queries however much there is."""
    counts = _behind()
    regions = _regions()
    channels = defaultdict(list)
    for channel in Channel.objects.exclude(state=Health.DISCONNECTED).order_by("network", "handle"):
        channels[channel.brand_id].append(channel)
    inside = {region.team.pk: region.brand_ids for region in regions}
    return Overview(
        paused=tuple((pause, _sum(pause.hold, counts, inside)) for pause in of_scope()),
        places=tuple(Place(brand, tuple(channels[brand.pk])) for brand in brands),
        regions=tuple(regions),
    )


def _for_people(rows: QuerySet[Hold]) -> list[Pause]:
    handle = Channel.objects.filter(pk=OuterRef("channel_id")).values("handle")
    found = list(rows.annotate(handle=Subquery(handle[:1])))
    return pauses(found, {row.channel_id: row.handle or "" for row in found if row.channel_id})


def _regions() -> list[Region]:
    brands = defaultdict(set)
    for row in TeamBrand.objects.select_related("team").order_by("team__name", "pk"):
        brands[row.team].add(row.brand_id)
    return [Region(team, frozenset(ids)) for team, ids in brands.items()]


def _behind() -> dict[tuple[int, UUID], Behind]:
    """How much is held or comes due, by brand and channel."""
    held = Q(state=State.HELD, held_reason=Delivery.Held.PAUSED)
    soon = Q(state=State.WAITING, due_at__lt=Now() + AHEAD)
    rows = Delivery.objects.filter(held | soon, post__trashed_at=None).values("brand_id", "channel_id")
    counted = rows.annotate(held=Count("pk", filter=held), soon=Count("pk", filter=soon))
    return {(row["brand_id"], row["channel_id"]): Behind(row["held"], row["soon"]) for row in counted}


def _sum(hold: Hold, counts: dict[tuple[int, UUID], Behind], regions: dict[int, frozenset[int]]) -> Behind:
    brand_ids = regions.get(hold.team_id or 0, frozenset())
    total = Behind()
    for (brand_id, channel_id), behind in counts.items():
        in_brand = hold.brand_id in (None, brand_id) if not hold.team_id else brand_id in brand_ids
        if in_brand and hold.channel_id in (None, channel_id):
            total += behind
    return total


def _target(hold: Hold) -> tuple[int | None, int | None, UUID | None]:
    return hold.team_id, hold.brand_id, hold.channel_id
