"""Changing what an organization or a brand is called and how it looks; never over somebody else's head."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import time
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Brand, Organization
from accounts.services import addresses
from core import ledger
from core.doors import Door
from core.errors import Stale
from core.ledger import By, Event

Values = Mapping[str, Any]
Seen = Mapping[str, str]
"""Fields as they stood on the page that was changed; see `plain`."""


class Changed(Stale):
    """Somebody else changed fields that were seen otherwise: `now` holds what stands in them, `who` her name."""

    def __init__(self, now: Values, who: str) -> None:
        super().__init__(_("Someone else changed this first. Look at it again."))
        self.now = now
        self.who = who


def plain(value: Any) -> str:
    """A value as a page hands it back."""
    if isinstance(value, time):
        return value.isoformat("minutes")
    return "" if value is None else str(value)


def change_organization(organization: Organization, values: Values, *, seen: Seen, by: By) -> Organization:
    """Write `values`, fields by name; `slug` is the address, and the former one goes on leading here.

    Raises Changed when a field of `seen` is another by now, addresses.BadAddress for an address it cannot have.
    """
    with transaction.atomic():
        row = Organization.objects.select_for_update(no_key=True).get(pk=organization.pk)
        before = _differing(row, values, seen, f"organization:{row.pk}")
        if "slug" in before:
            addresses.move(Door.Kind.ORGANIZATION, values["slug"], organization_id=row.pk, target=row.pk)
        if before:
            after = _write(row, values, before)
            subject = f"organization:{row.pk}"
            ledger.record("accounts.organization_changed", subject, by=by, before=_plain(before), after=after)
    return row


def change_brand(brand: Brand, values: Values, *, seen: Seen, by: By) -> Brand:
    """The same for a brand."""
    with transaction.atomic():
        row: Brand = Brand.objects.select_for_update(no_key=True).get(pk=brand.pk)
        before = _differing(row, values, seen, f"brand:{row.pk}")
        if "slug" in before:
            addresses.move(
                Door.Kind.BRAND, values["slug"], organization_id=row.organization_id, target=row.pk
            )
        if before:
            after = _write(row, values, before)
            ledger.record(
                "accounts.brand_changed",
                f"brand:{row.pk}",
                by=by,
                brand_id=row.pk,
                before=_plain(before),
                after=after,
            )
    return row


def _differing(row: Organization | Brand, values: Values, seen: Seen, subject: str) -> Values:
    """What stands in the fields that will be others. The row is locked."""
    moved = {name: getattr(row, name) for name, was in seen.items() if plain(getattr(row, name)) != was}
    if moved:
        raise Changed(moved, _last_hand(subject))
    return {name: getattr(row, name) for name in values if getattr(row, name) != values[name]}


def _last_hand(subject: str) -> str:
    event = Event.objects.filter(subject=subject).order_by("-id").first()
    return event.by_name if event else ""


def _write(row: Organization | Brand, values: Values, names: Iterable[str]) -> dict[str, str]:
    """What stands there now."""
    wanted = {name: values[name] for name in names}
    for name, value in wanted.items():
        setattr(row, name, value)
    row.save(update_fields=list(wanted))
    return _plain(wanted)


def _plain(values: Values) -> dict[str, str]:
    return {name: plain(value) for name, value in values.items()}
