"""Liking and hiding what a customer said. Both can be taken back, and twice is harmless, so they are done at once."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from connections import sentences
from connections.client import Client, client_for
from connections.selectors import reachable
from core import ledger
from core.errors import DomainError, NotAllowed
from core.ledger import By
from inbox.models import Message
from networks.conversing import Spot
from networks.errors import NetworkError


class NotDone(DomainError):
    """The network did not do it, or did not say that it did; nothing is changed here."""

    code = "not_done"


def like(message: Message, *, on: bool, by: By) -> None:
    """Like it, or no longer. Not inside a transaction. Raises NotDone with the reason, NotAllowed where there is no such thing."""
    spot = Spot(message.remote_id, message.stamp)
    client = _client(message, by)
    if not client.abilities.like:
        raise NotAllowed(_("Messages cannot be liked there."))
    _ask(message, lambda: client.like(spot, on=on))
    _keep(message, "inbox.message_liked" if on else "inbox.message_unliked", by, is_liked=on)


def hide(message: Message, *, on: bool, by: By) -> None:
    """Hide it from others under our post, or show it again. Not inside a transaction. Raises as `like`."""
    spot = Spot(message.remote_id, message.stamp)
    thread = Spot(message.conversation.thread_id, message.conversation.thread_stamp)
    client = _client(message, by)
    if not client.abilities.hide:
        raise NotAllowed(_("Messages cannot be hidden there."))
    _ask(message, lambda: client.hide(spot, thread, on=on))
    _keep(message, "inbox.message_hidden" if on else "inbox.message_shown", by, is_hidden=on)


def _client(message: Message, by: By) -> Client:
    if message.deleted_at is not None:
        raise NotAllowed(_("This message is not there any more."))
    reachable.refuse_beyond([message.channel_id], by)
    try:
        return client_for(message.channel)
    except NetworkError as error:
        raise _not_done(message, error) from error


def _ask(message: Message, ask: Callable[[], None]) -> None:
    try:
        ask()
    except NetworkError as error:
        raise _not_done(message, error) from error


def _not_done(message: Message, error: NetworkError) -> NotDone:
    return NotDone(sentences.of(error.code, message.channel.network))


def _keep(message: Message, kind: str, by: By, **changes: bool) -> None:
    with transaction.atomic():
        Message.objects.filter(pk=message.pk).update(**changes)
        ledger.record(
            kind,
            f"conversation:{message.conversation_id}",
            by=by,
            brand_id=message.brand_id,
            message=message.pk,
        )
