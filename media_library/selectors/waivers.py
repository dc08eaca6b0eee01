"""Who let a picture go without a description, when and why, as the ledger tells it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from core.ledger import Event
from media_library.models import Asset


@dataclass(frozen=True, slots=True)
class Waiver:
    """`who` is the name as it was then; `reason` is "" for one from before reasons were asked for."""

    who: str
    at: datetime
    reason: str


def of(asset: Asset) -> Waiver | None:
    """The one that stands; None without. One query, none for a picture that is described or waits for it."""
    if not asset.alt_waived or asset.alt:
        return None
    events = Event.objects.filter(subject=asset.subject, kind="media_library.alt_waived")
    event = events.order_by("-id").first()
    return Waiver(event.by_name, event.at, event.facts.get("reason", "")) if event else None
