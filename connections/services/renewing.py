"""Renewing a channel's secrets: one renewer at a time, however many workers need them.

The right to renew is a lease on the credential's row; the result is written by compare-and-set on its version. No
transaction is open while the network is asked.
"""

from __future__ import annotations

import logging
import time
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now

from connections import keys
from connections.keys import Keys
from connections.models import Channel, Credential
from connections.models.channel import Health
from connections.offered import Adapter
from connections.services import health
from core.faultpoints import faultpoint
from networks.base import Grant
from networks.errors import Busy, NetworkError, Reconnect

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=45)
"""Longer than any call may take (30 s)."""
PATIENCE = 10.0
"""Seconds that others wait for the renewer."""
STEP = 0.05


def renew(channel: Channel, adapter: Adapter, seen: Keys) -> Keys:
    """Secrets newer than `seen`, renewed by us or by somebody else meanwhile.

    Raises Reconnect when the network says that they are dead (the channel is then marked), else Busy.
    """
    until = time.monotonic() + PATIENCE
    while True:
        found = keys.of(channel)
        if found.version != seen.version:
            return found
        if _claim(channel, seen.version):
            return _renew_alone(channel, adapter, found)
        _refuse_marked(channel)
        if time.monotonic() >= until:
            raise Busy("renewing", retry_after=5)
        time.sleep(STEP)


def _claim(channel: Channel, version: int) -> bool:
    """Take the lease, if the channel is not known to need a person."""
    free = Q(renewing_until=None) | Q(renewing_until__lt=Now())
    rows = Credential.objects.filter(free, pk=channel.pk, version=version)
    with transaction.atomic():
        healthy = rows.filter(channel__state=Health.HEALTHY)
        if not healthy.select_for_update(of=("self",)).exists():
            return False
        rows.update(renewing_until=Now() + LEASE)
    return True


def _refuse_marked(channel: Channel) -> None:
    """Raises Reconnect when the renewer whom we wait for has heard that the secrets are dead."""
    row = Channel.objects.get(pk=channel.pk)
    if row.state != Health.HEALTHY:
        raise Reconnect(row.problem or "sign_in_again", "known before")


def _renew_alone(channel: Channel, adapter: Adapter, found: Keys) -> Keys:
    """We hold the lease. It is given back whatever comes."""
    try:
        with found.unsaid():
            grant = adapter.refresh(found.account(channel))
    except Reconnect as error:
        if health.mark_reconnect(channel, error.code, version=found.version):
            raise
        return keys.of(channel)
    except NetworkError as error:
        raise _later(channel, error) from error
    else:
        faultpoint("C7")
        return _commit(channel, grant, found.version)
    finally:
        _give_back(channel, found.version)


def _later(channel: Channel, error: NetworkError) -> Busy:
    """No new secrets now; the old ones stay. The caller has written nothing."""
    log.info("renewal_failed", extra={"channel": str(channel.pk), "code": error.code, "detail": error.detail})
    return Busy(error.code, error.detail, retry_after=error.retry_after if isinstance(error, Busy) else 30)


def _commit(channel: Channel, grant: Grant, version: int) -> Keys:
    """Write the new secrets, unless a person connected anew meanwhile: then hers are taken."""
    with transaction.atomic():
        row = Credential.objects.select_for_update().filter(pk=channel.pk, version=version).first()
        if row is None:
            return keys.of(channel)
        row.secret, row.expires_at = keys.sealed(grant), grant.expires_at
        row.version, row.renewing_until = version + 1, None
        row.save(update_fields=["secret", "expires_at", "version", "renewing_until"])
    health.mark_ok(channel)
    return Keys(grant, version + 1)


def _give_back(channel: Channel, version: int) -> None:
    Credential.objects.filter(pk=channel.pk, version=version).update(renewing_until=None)
