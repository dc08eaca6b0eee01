"""Who stands in for whom, from when until when."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.access import Access
from accounts.models import Membership
from accounts.services import members
from core import ledger
from core.errors import NotAllowed


def set_away(
    member: Membership,
    stand_in: Membership | None,
    since: datetime | None,
    until: datetime | None,
    *,
    access: Access,
) -> None:
    """From `since` until `until` (None: until she says otherwise) the stand-in decides for her; no `since`: she is here.

    One's own, or by whoever manages people. Raises NotAllowed for oneself or somebody deactivated as the stand-in, and
    for an end before the beginning.
    """
    if stand_in is not None and stand_in.pk == member.pk:
        raise NotAllowed(_("Nobody stands in for themselves."), code="own_stand_in")
    if stand_in is not None and stand_in.deactivated_at is not None:
        raise NotAllowed(_("Choose somebody who is a member."), code="stand_in_gone")
    if since is not None and until is not None and until <= since:
        raise NotAllowed(_("The end lies before the beginning."), code="ends_before_begin")
    if member.pk == access.membership.pk:
        with transaction.atomic():
            _write(member, stand_in, since, until, access)
        return
    with members.changing(member, access, "away") as (row, _giver):
        _write(row, stand_in, since, until, access)


def _write(
    row: Membership,
    stand_in: Membership | None,
    since: datetime | None,
    until: datetime | None,
    access: Access,
) -> None:
    row.stand_in, row.away_from, row.away_until = stand_in, since, until if since else None
    row.save(update_fields=["stand_in", "away_from", "away_until"])
    ledger.record(
        "accounts.absence_changed",
        row.subject,
        by=access.by,
        stand_in=str(stand_in.user) if stand_in else "",
        since=since.isoformat() if since else "",
        until=until.isoformat() if until else "",
    )
