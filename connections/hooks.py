"""What rooms above want to hear of channels; they register at start-up (AppConfig.ready)."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable

from django.db import IntegrityError, transaction

from accounts.models import User
from connections.models import Channel
from core.errors import DomainError

log = logging.getLogger(__name__)

Hook = Callable[[Channel], object]
Concerned = Callable[[Channel], Iterable[User]]

_reconnected: list[Hook] = []
_disconnected: list[Hook] = []
_concerned: list[Concerned] = []


def on_reconnected(hook: Hook) -> None:
    """`hook(channel)` runs in the transaction that made a channel healthy again."""
    _reconnected.append(hook)


def on_disconnected(hook: Hook) -> None:
    """`hook(channel)` runs in the transaction that disconnected a channel."""
    _disconnected.append(hook)


def also_tell(concerned: Concerned) -> None:
    """`concerned(channel)` names further people who are told when a channel stops letting us in."""
    _concerned.append(concerned)


def reconnected(channel: Channel) -> None:
    """Tell the rooms above."""
    _run(_reconnected, channel)


def disconnected(channel: Channel) -> None:
    """Tell the rooms above."""
    _run(_disconnected, channel)


def concerned(channel: Channel) -> list[User]:
    """Everyone whom the rooms above name."""
    return [person for ask in _concerned for person in ask(channel)]


def _run(hooks: list[Hook], channel: Channel) -> None:
    """A hook to which a rule or the database says no is undone alone: new secrets are never lost to it."""
    for hook in hooks:
        try:
            with transaction.atomic():
                hook(channel)
        except (DomainError, IntegrityError) as error:
            log.warning("channel_hook_refused", extra={"channel": str(channel.pk), "error": repr(error)})
