"""Which holds are in force, what they cover, and how a page says it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Hold, TeamBrand
from core.tenancy import scope

EVERYTHING = Q(team=None, brand=None)
SENTENCES: dict[str, str | Promise] = {
    "organization": gettext_lazy("Publishing is paused for all brands."),
    "team": gettext_lazy("Publishing is paused for the region %(name)s."),
    "brand": gettext_lazy("Publishing is paused for %(name)s."),
    "channel": gettext_lazy("Publishing is paused for %(name)s."),
}


@dataclass(frozen=True, slots=True)
class Pause:
    """A hold for people. `kind` is organization, team, brand or channel; `name` what the kind is called, a handle with @."""

    hold: Hold
    kind: str
    name: str

    @property
    def sentence(self) -> str:
        """What is paused."""
        return str(SENTENCES[self.kind]) % {"name": self.name}

    @property
    def who(self) -> str:
        """Who placed it."""
        return self.hold.started_by.name if self.hold.started_by else _("somebody who has left")

    @property
    def since(self) -> datetime:
        """When it began."""
        return self.hold.started_at

    def covers(self, channel_id: UUID) -> bool:
        """Whether it stops this channel; ask of pauses that cover its brand or something in it."""
        return self.hold.channel_id in (None, channel_id)


def covering(brand: int | OuterRef, channel: UUID | OuterRef) -> QuerySet[Hold]:
    """The holds in force that stop `channel` of `brand`: of everything, of a region with the brand, of either itself.

    Each hold once. Give OuterRefs inside Exists(…); never an F, which would mean a column of the hold.
    """
    region = Q(team__brands__brand=brand)
    own = Q(brand=brand) & (Q(channel_id=None) | Q(channel_id=channel))
    rows: QuerySet[Hold] = Hold.objects.filter(EVERYTHING | region | own, ended_at=None)
    return rows


def in_force() -> QuerySet[Hold]:
    """The holds in force that stop something of the open scope's brands, oldest first; of whole brands or of channels."""
    brands = scope.required().brand_ids
    rows: QuerySet[Hold] = Hold.objects.filter(ended_at=None)
    if brands is not None:
        regions = TeamBrand.objects.filter(brand__in=brands)
        rows = rows.filter(EVERYTHING | Q(team__in=regions.values("team")) | Q(brand__in=brands))
    return rows.select_related("team", "brand", "started_by").order_by("started_at", "pk")


def pauses(rows: Iterable[Hold], handles: dict[UUID, str]) -> list[Pause]:
    """The holds for people; `handles` names the channels among them."""
    return [_pause(hold, handles) for hold in rows]


def _pause(hold: Hold, handles: dict[UUID, str]) -> Pause:
    if hold.channel_id:
        handle = handles.get(hold.channel_id, "")
        return Pause(hold, "channel", f"@{handle}" if handle else _("a channel"))
    if hold.brand:
        return Pause(hold, "brand", hold.brand.name)
    return Pause(hold, "team", hold.team.name) if hold.team else Pause(hold, "organization", "")
