"""A channel's secrets as they stand in the database, and as an adapter takes them."""

from __future__ import annotations

import json
import logging
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from connections.models import Channel, Credential
from core.crypto import Unreadable
from networks.base import Account, Grant
from networks.errors import Busy, NetworkError, Reconnect

log = logging.getLogger(__name__)

SOON = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Keys:
    """Opened secrets and which renewal they are."""

    grant: Grant
    version: int

    @property
    def end_soon(self) -> bool:
        """Whether they run out within a minute, as far as the network told."""
        return self._ends_before(timezone.now() + SOON)

    @property
    def ended(self) -> bool:
        """Whether they have run out by our clock."""
        return self._ends_before(timezone.now())

    def _ends_before(self, moment: datetime) -> bool:
        return self.grant.expires_at is not None and self.grant.expires_at <= moment

    @contextmanager
    def unsaid(self) -> Iterator[None]:
        """A network may repeat our secrets in its refusal: they are taken out of the error, so that no log holds them."""
        try:
            yield
        except NetworkError as error:
            error.blot(self.grant.values.values())
            raise

    def account(self, channel: Channel) -> Account:
        """Everything that a call for `channel` needs."""
        return Account(channel.origin, channel.remote_id, self.grant)


def of(channel: Channel) -> Keys:
    """The secrets of a channel, read anew. Raises as `opened` does."""
    return opened(Credential.objects.filter(pk=channel.pk).first())


def opened(credential: Credential | None) -> Keys:
    """Raises Reconnect when there are none, Busy when they cannot be opened (the operator's key is missing)."""
    if credential is None:
        raise Reconnect("sign_in_again", "no secret is kept")
    try:
        values: dict[str, str] = json.loads(credential.secret)
    except Unreadable as error:
        log.error("credential_unreadable", extra={"channel": str(credential.pk)})
        raise Busy("keys_unreadable", str(error)) from error
    return Keys(Grant(values, credential.expires_at), credential.version)


def sealed(grant: Grant) -> str:
    """The text that `Credential.secret` holds (encrypted there)."""
    return json.dumps(dict(grant.values))


def first_version() -> int:
    """Where the renewals of a new credential begin.

    Random, so that a worker which still holds the secrets of a deleted credential never mistakes the new one for its own.
    """
    return secrets.randbelow(1_000_000_000) + 1
