"""What rooms above want to hear when a post is out; they register at start-up (AppConfig.ready)."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.db import IntegrityError, transaction

from connections.models import Channel
from core.errors import DomainError

log = logging.getLogger(__name__)

Hook = Callable[[Channel], object]

_hooks: list[Hook] = []


def on_live(hook: Hook) -> None:
    """`hook(channel)` runs in the transaction that wrote down that a post is out there. It asks no network."""
    _hooks.append(hook)


def went_live(channel: Channel) -> None:
    """Tell the rooms above. One to which a rule or the database says no is undone alone: the outcome is never lost to it."""
    for hook in _hooks:
        try:
            with transaction.atomic():
                hook(channel)
        except (DomainError, IntegrityError) as error:
            log.warning("going_live_not_heard", extra={"error": repr(error), "channel": str(channel.pk)})
