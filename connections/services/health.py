"""Whether a channel lets us in: only the network's own word takes it away, any success confirms it."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone

from accounts.grants import Can
from accounts.models import User
from accounts.selectors.people import people_who
from activity.services import telling
from connections import hooks
from connections.models import Channel, Credential
from connections.models.channel import Health
from connections.states import CHANNEL
from core import ledger

NOTICE = "connections.reconnect_needed"
CONFIRM_EVERY = timedelta(minutes=1)


def mark_reconnect(channel: Channel, code: str, *, version: int | None = None) -> bool:
    """The network says that the secrets are dead: the channel waits for a person, who is told once.

    With `version` only if these are still the channel's secrets. False when they are not: somebody renewed them.
    """
    with transaction.atomic():
        row = Channel.objects.select_for_update().get(pk=channel.pk)
        if version is not None and not Credential.objects.filter(pk=row.pk, version=version).exists():
            return False
        if row.state == Health.HEALTHY:
            _mark(row, code)
    channel.refresh_from_db(fields=["state", "problem"])
    return True


def lets_in(channel: Channel) -> bool:
    """Whether the channel is healthy now; it stays so until our transaction ends."""
    rows = Channel.objects.select_for_update().filter(pk=channel.pk)
    return Health.HEALTHY in rows.values_list("state", flat=True)


def mark_ok(channel: Channel) -> None:
    """A call with the channel's secrets worked. Written at most once a minute."""
    now = timezone.now()
    if channel.last_ok_at is not None and now - channel.last_ok_at < CONFIRM_EVERY:
        return
    stale = Q(last_ok_at=None) | Q(last_ok_at__lt=Now() - CONFIRM_EVERY)
    Channel.objects.filter(stale, pk=channel.pk).update(last_ok_at=Now())
    channel.last_ok_at = now


def _mark(row: Channel, code: str) -> None:
    CHANNEL.advance(row, "lock_out", problem=code, problem_at=timezone.now())
    ledger.record("connections.reconnect_needed", row.subject, brand_id=row.brand_id, code=code)
    telling.tell(
        _people(row),
        NOTICE,
        subject=row.subject,
        cause=f"{code}:{row.problem_at:%Y%m%dT%H%M%S}",
        brand=row.brand,
        facts={"channel": row.handle, "network": row.network, "code": code, "id": str(row.pk)},
    )


def _people(row: Channel) -> list[User]:
    """Those who may connect, and whom the rooms above name; each once."""
    everyone = [*people_who(Can.CONNECT, row.brand), *hooks.concerned(row)]
    return list({person.pk: person for person in everyone}.values())
