"""Letting a brand's account in, letting it in again, and letting it go."""

from __future__ import annotations

import logging
from collections.abc import Mapping

from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models import Brand
from connections import hooks, keys, offered, sentences
from connections.models import Channel, Credential
from connections.models.channel import Health
from connections.selectors import reachable
from connections.services import members
from connections.states import CHANNEL
from core import ledger
from core.errors import DomainError, NotAllowed
from core.ledger import By
from networks.base import Connected
from networks.errors import NetworkError

log = logging.getLogger(__name__)

Typed = Mapping[str, str]
"""What a person typed, by the names of the network's fields."""


class NotConnected(DomainError):
    """The network did not let us in; `code` is the network's, the sentence names cause and next step."""

    code = "not_connected"


def connect(brand: Brand, network_key: str, values: Typed, by: By) -> Channel:
    """Sign in and keep the channel. An account that was here before is the same channel again, with its posts.

    Call it outside any transaction. Raises NotConnected.
    """
    connected = _sign_in(network_key, values)
    with transaction.atomic():
        channel, is_new = Channel.objects.get_or_create(
            organization_id=brand.organization_id,
            brand=brand,
            network=network_key,
            remote_id=connected.identity.remote_id,
            defaults={"origin": connected.origin, "handle": connected.identity.handle},
        )
        if is_new:
            members.keep_own(channel, by)
        else:
            reachable.refuse_beyond([channel.pk], by)
        event = "connections.channel_connected" if is_new else "connections.channel_reconnected"
        return _let_in(channel, connected, event, by)


def reconnect(channel: Channel, values: Typed, by: By) -> Channel:
    """Sign in again to the same account. Call it outside any transaction. Raises NotConnected, also for another account."""
    reachable.refuse_beyond([channel.pk], by)
    connected = _sign_in(channel.network, values)
    identity = connected.identity
    if identity.remote_id != channel.remote_id:
        words = _("This is @%(found)s; the channel is @%(channel)s. Sign in to that account.")
        facts = {"found": identity.handle, "channel": channel.handle}
        raise NotConnected(str(words) % facts, code="another_account")
    with transaction.atomic():
        return _let_in(channel, connected, "connections.channel_reconnected", by)


def disconnect(channel: Channel, by: By) -> None:
    """Forget the secrets; the channel stays with its history. Raises NotAllowed when that was done before."""
    reachable.refuse_beyond([channel.pk], by)
    with transaction.atomic():
        row = Channel.objects.select_for_update().get(pk=channel.pk)
        if row.state == Health.DISCONNECTED:
            raise NotAllowed(_("This channel is disconnected already."))
        Credential.objects.filter(pk=row.pk).delete()
        CHANNEL.advance(row, "disconnect", problem="", problem_at=None)
        ledger.record("connections.channel_disconnected", row.subject, by=by, brand_id=row.brand_id)
        hooks.disconnected(row)


def _sign_in(network_key: str, values: Typed) -> Connected:
    network = offered.offer(network_key)
    if network is None:
        raise NotConnected(sentences.of("network_gone", network_key), code="network_gone")
    try:
        connected = network.connect(values)
    except NetworkError as error:
        facts = {"network": network_key, "code": error.code, "detail": _without(error.detail, values)}
        log.info("connect_refused", extra=facts)
        raise NotConnected(sentences.of(error.code, network_key), code=error.code) from error
    if not _fits(connected):
        raise NotConnected(sentences.of("unreadable_answer", network_key), code="unreadable_answer")
    return connected


def _let_in(channel: Channel, connected: Connected, event: str, by: By) -> Channel:
    """Write what the sign-in brought; the caller's transaction is open."""
    row: Channel = Channel.objects.select_for_update().get(pk=channel.pk)
    identity = connected.identity
    row.origin, row.handle, row.name = connected.origin, identity.handle, identity.name
    row.url = identity.url if identity.url.startswith(("https://", "http://")) else ""
    row.save(update_fields=["origin", "handle", "name", "url"])
    CHANNEL.advance(row, "let_in", problem="", problem_at=None)
    Channel.objects.filter(pk=row.pk).update(last_ok_at=Now(), connected_at=Now())
    _keep(row, connected)
    facts = {"network": row.network, "handle": row.handle}
    ledger.record(event, row.subject, by=by, brand_id=row.brand_id, **facts)
    hooks.reconnected(row)
    row.refresh_from_db()
    return row


def _keep(row: Channel, connected: Connected) -> None:
    """The new secrets in place of the old; whoever is renewing the old ones finds that they are gone."""
    held = Credential.objects.select_for_update().filter(pk=row.pk).first()
    if held is None:
        held = Credential(
            channel=row,
            organization_id=row.organization_id,
            brand_id=row.brand_id,
            version=keys.first_version(),
        )
    else:
        held.version += 1
    held.secret, held.expires_at = keys.sealed(connected.grant), connected.grant.expires_at
    held.renewing_until = None
    held.save()


def _fits(connected: Connected) -> bool:
    """Whether the answer of an untrusted server can be stored."""
    identity = connected.identity
    lengths = (len(identity.remote_id), len(identity.handle), len(identity.name), len(connected.origin))
    return bool(identity.remote_id) and max(lengths) <= 255 and len(identity.url) <= 500


def _without(detail: str, values: Typed) -> str:
    """The server's words for the log, without anything that was typed."""
    for typed in filter(None, values.values()):
        detail = detail.replace(typed, "…")
    return detail
