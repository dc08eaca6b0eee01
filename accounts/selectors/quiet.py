"""Which quiet hours count: the brand's own, else the organization's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time

from accounts.models import Brand, Organization


@dataclass(frozen=True, slots=True)
class Quiet:
    """From when until when, by the clock of `zone`; over midnight when the end is earlier."""

    begins: time
    ends: time
    zone: str


def quiet_hours(organization: Organization, brand: Brand | None = None) -> Quiet | None:
    """Those that count for a brand, or for the whole organization when none is named; None when there are none.

    Makes no query.
    """
    for one in (brand, organization):
        if one is not None and one.quiet_from is not None and one.quiet_until is not None:
            return Quiet(one.quiet_from, one.quiet_until, one.zone)
    return None
