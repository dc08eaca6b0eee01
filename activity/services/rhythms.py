"""When a person wants mails that can wait."""

from __future__ import annotations

from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.db import transaction

from accounts.models import Brand, Organization, User
from activity.models import Rhythm
from activity.models.rhythm import Pace, Quiet
from activity.quiet import Hours, next_day, next_hour
from core import clock, ledger
from core.ledger import By
from core.tenancy import scope


def of(person: User) -> Rhythm:
    """Hers in the open organization; one that was never written down is as all begin."""
    found = Rhythm.objects.filter(person=person).first()
    return found or Rhythm(organization_id=scope.required().organization_id, person=person)


def due(person: User, brand: Brand | None) -> datetime | None:
    """When a mail that can wait may go to her, by the database's clock; None is at once.

    At the next beat of her rhythm, but not within quiet hours: her own, else the brand's, else the organization's.
    """
    rhythm, now = of(person), clock.now()
    zone = ZoneInfo(rhythm.zone or person.zone)
    at = now
    if rhythm.pace == Pace.HOURLY:
        at = next_hour(now, zone)
    elif rhythm.pace == Pace.DAILY:
        at = next_day(now, rhythm.hour, zone)
    hours = _hours(rhythm, zone, brand)
    at = (hours.end(at) if hours else None) or at
    return None if at == now else at


@transaction.atomic
def choose(person: User, rhythm: Rhythm, *, by: By) -> None:
    """Keep how she wants mails that can wait. What waits already keeps its time."""
    values = {
        "pace": rhythm.pace,
        "hour": rhythm.hour,
        "quiet": rhythm.quiet,
        "zone": rhythm.zone,
        "quiet_from": rhythm.quiet_from,
        "quiet_until": rhythm.quiet_until,
    }
    Rhythm.objects.update_or_create(
        organization_id=scope.required().organization_id, person=person, defaults=values
    )
    ledger.record(
        "activity.rhythm_chosen", f"person:{person.pk}", by=by, pace=rhythm.pace, quiet=rhythm.quiet
    )


def _hours(rhythm: Rhythm, zone: ZoneInfo, brand: Brand | None) -> Hours | None:
    if rhythm.quiet == Quiet.NONE:
        return None
    if rhythm.quiet == Quiet.OWN:
        return _made(rhythm.quiet_from, rhythm.quiet_until, zone)
    if brand is not None and brand.quiet_from is not None:
        return _made(brand.quiet_from, brand.quiet_until, ZoneInfo(brand.zone))
    organization = Organization.objects.get(pk=scope.required().organization_id)
    return _made(organization.quiet_from, organization.quiet_until, ZoneInfo(organization.zone))


def _made(start: time | None, until: time | None, zone: ZoneInfo) -> Hours | None:
    return Hours(start, until, zone) if start is not None and until is not None else None
