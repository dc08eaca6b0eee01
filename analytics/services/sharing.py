"""Links to numbers for people outside: read-only, ending, revocable, behind a PIN if wanted. They write nothing.

The secret stands in the link alone; the database has its hash in a door of kind SHARE. Nobody needs a cookie: whoever
knew the PIN gets a proof for the address that is good for twelve hours.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.contrib.auth.hashers import check_password, make_password
from django.core import signing
from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.access import Access
from accounts.models import Brand
from accounts.services import tries
from analytics.models import ShareLink
from analytics.spans import Span
from core import clock, doors, ledger
from core.doors import Door
from core.errors import DomainError
from core.ledger import By
from core.tenancy import scope

LONGEST_DAYS = 365
PROOF_SECONDS = 12 * 60 * 60
SALT = "shared numbers"


class WrongPin(DomainError):
    """Not this one; or too many were tried, then none is looked at for a while."""

    code = "wrong_pin"


class BadLink(DomainError):
    """What was wished for cannot be shared so."""

    code = "bad_link"


@dataclass(frozen=True, slots=True)
class Wanted:
    """The last `days` days, or from `first` to `last`; a channel or all; open for `lasts` days; "" is no PIN."""

    name: str
    lasts: int
    days: int | None = None
    first: date | None = None
    last: date | None = None
    channel_id: UUID | None = None
    pin: str = ""


def make(brand: Brand, wanted: Wanted, *, access: Access) -> tuple[ShareLink, str]:
    """A new link and its secret, which is shown this once. Raises BadLink when days or duration make no sense."""
    _refuse_nonsense(wanted)
    with transaction.atomic():
        expires_at = clock.now() + timedelta(days=wanted.lasts)
        link = ShareLink.objects.create(
            organization_id=brand.organization_id,
            brand=brand,
            name=wanted.name,
            days=wanted.days,
            first=wanted.first,
            last=wanted.last,
            channel_id=wanted.channel_id,
            pin=make_password(wanted.pin) if wanted.pin else "",
            expires_at=expires_at,
            made_by=access.person,
        )
        secret = doors.put_secret(
            Door.Kind.SHARE, organization_id=brand.organization_id, target=str(link.pk), expires_at=expires_at
        )
        ledger.record(
            "analytics.share_made",
            link.subject,
            by=access.by,
            brand_id=brand.pk,
            name=link.name,
            days=wanted.lasts,
        )
    return link, secret


def _refuse_nonsense(wanted: Wanted) -> None:
    if not 1 <= wanted.lasts <= LONGEST_DAYS:
        raise BadLink(_("A link lasts from 1 to 365 days."))
    if wanted.days is not None and 1 <= wanted.days <= LONGEST_DAYS and not (wanted.first or wanted.last):
        return
    is_span = wanted.days is None and wanted.first is not None and wanted.last is not None
    if not is_span or (wanted.first or date.max) > (wanted.last or date.min):
        raise BadLink(_("Say which days the link shows: the last 1 to 365, or from a day to a later one."))


def revoke(link: ShareLink, *, by: By) -> None:
    """The link leads nowhere from now on; once more is harmless."""
    with transaction.atomic():
        if not ShareLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=Now()):
            return
        doors.revoke(Door.Kind.SHARE, organization_id=link.organization_id, target=str(link.pk))
        ledger.record("analytics.share_revoked", link.subject, by=by, brand_id=link.brand_id, name=link.name)


@contextmanager
def opened(secret: str) -> Iterator[ShareLink | None]:
    """The link behind a secret, inside its brand's scope; None for one that is unknown, over or revoked."""
    way = doors.find_secret(Door.Kind.SHARE, secret)
    if way is None:
        yield None
        return
    with scope.enter(way.organization_id):
        link = (
            ShareLink.objects.select_related("brand", "channel")
            .filter(pk=way.target, revoked_at=None)
            .first()
        )
        if link is None or link.brand.trashed_at is not None:
            yield None
            return
        with scope.enter(way.organization_id, [link.brand_id]):
            yield link


def prove(link: ShareLink, pin: str) -> str:
    """A proof that its holder knew the PIN. Raises WrongPin; at most ten tries an hour and link."""
    if not tries.take(f"share:{link.pk}"):
        raise WrongPin(_("Too many wrong PINs. Try again in twelve minutes."))
    if not check_password(pin.strip(), link.pin):
        raise WrongPin(_("This is not the PIN. Ask whoever gave you the link."))
    tries.give_back(f"share:{link.pk}")
    return signing.dumps(_held(link), salt=SALT)


def is_proven(link: ShareLink, proof: str) -> bool:
    """Whether the numbers may be shown: there is no PIN, or the proof is of this one and fresh."""
    if not link.pin:
        return True
    try:
        return bool(signing.loads(proof, salt=SALT, max_age=PROOF_SECONDS) == _held(link))
    except signing.BadSignature:
        return False


def _held(link: ShareLink) -> list[str]:
    return [str(link.pk), link.pin[-16:]]


def span_of(link: ShareLink) -> Span:
    """The days that the link shows today."""
    zone: str = link.brand.zone
    if link.days is not None:
        return Span.recent(link.days, zone)
    if link.first is None or link.last is None:
        raise ValueError("a link shows days")
    return Span(link.first, link.last, zone)
