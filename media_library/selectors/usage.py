"""Which posts and other things show a file, and how much room an organization's files take."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings

from media_library import uses
from media_library.models import Asset, Space
from media_library.uses import Use


@dataclass(frozen=True, slots=True)
class Room:
    """Bytes of an organization's files, each content once, and how many there may be."""

    used: int
    limit: int

    @property
    def left(self) -> int:
        """How many more there may be."""
        return max(0, self.limit - self.used)

    @property
    def percent(self) -> int:
        """How full it is, 0 to 100."""
        return min(100, round(100 * self.used / self.limit)) if self.limit else 100


def of(assets: Iterable[Asset]) -> dict[UUID, list[Use]]:
    """What shows each asset now, newest first; an asset that nothing shows has an empty list. One query a room above."""
    ids = [asset.pk for asset in assets]
    found: dict[UUID, list[Use]] = {pk: [] for pk in ids}
    for users in uses.everybody() if ids else ():
        for pk, of_one in users.of(ids).items():
            found[pk].extend(of_one)
    return found


def counts(assets: Iterable[Asset]) -> dict[UUID, int]:
    """How many things show each asset now; one that nothing shows is left out. One query a room above."""
    ids = [asset.pk for asset in assets]
    found: dict[UUID, int] = {}
    for users in uses.everybody() if ids else ():
        for pk, number in users.counting(ids).items():
            found[pk] = found.get(pk, 0) + number
    return found


def room() -> Room:
    """Of the open organization. One query."""
    used = Space.objects.values_list("media_bytes", flat=True).first()
    return Room(used or 0, settings.MEDIA_QUOTA_BYTES)
