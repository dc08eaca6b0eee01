"""The only door to a network: a client that acts for one channel and keeps its secrets fresh."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from connections import keys
from connections.keys import Keys
from connections.models import Channel, Credential
from connections.offered import Adapter, adapter
from connections.services import health, limits, renewing
from networks.base import Account, Draft, Finding, Go, Identity, Limits, Prepared, Published, Repeat
from networks.errors import Busy, Reconnect

T = TypeVar("T")

EXPIRED = "expired_token"
"""The adapters' word for: surely nothing was written, renew the secrets and ask once more."""


def client_for(channel: Channel, *, credential: Credential | None = None) -> Client:
    """A client for `channel`, inside its scope. Call it, and the client, outside any transaction.

    The secrets are taken from `credential`, else from `channel.credential` (one query unless it was joined).
    Raises Reconnect when the channel has no secrets, Refused when its network is gone, Busy when they cannot be opened.
    """
    held = credential or getattr(channel, "credential", None)
    return Client(channel, adapter(channel.network), keys.opened(held))


class Client:
    """What a network offers to one channel. Calls raise Refused, Busy, Reconnect or Unsure (networks.errors).

    Expired secrets are renewed and the call repeated once. Reconnect marks the channel; nothing else does.
    """

    def __init__(self, channel: Channel, network: Adapter, held: Keys) -> None:
        self.channel = channel
        self._network = network
        self._keys = held

    @property
    def repeat(self) -> Repeat:
        """What may be done when nobody knows whether a call arrived."""
        return self._network.repeat

    @property
    def limits(self) -> Limits:
        """What the network takes."""
        return self._network.limits

    def measure(self, text: str) -> int:
        """Length of `text` in the network's own unit."""
        return self._network.measure(text)

    def check(self, draft: Draft) -> list[Finding]:
        """Everything that would make the network refuse `draft`, known beforehand."""
        return self._network.check(draft)

    def new_key(self, microseconds: int, salt: int) -> str:
        """A key for one object: made once from the time of the first attempt, then kept."""
        return self._network.new_key(microseconds, salt)

    def prepare(self, draft: Draft) -> Prepared:
        """Everything harmless that must come first. May be repeated. Never raises Unsure."""
        return self._ask(lambda account: self._network.prepare(account, draft))

    def publish(self, prepared: Prepared, key: str, go: Go) -> Published:
        """Send once. `go()` runs right before the first byte, again when renewed secrets need a second try.

        Whoever writes down the success says `health.mark_ok` in the same transaction.
        """
        return self._ask(lambda account: self._network.publish(account, prepared, key, go))

    def find(self, draft: Draft, key: str) -> Published | None:
        """What `publish` may have made; None when it is surely not there now."""
        return self._ask(lambda account: self._network.find(account, draft, key))

    def who_am_i(self) -> Identity:
        """Whose secrets these are, as the network says. Raises Reconnect when it is another account."""
        identity = self._ask(self._own_identity)
        health.mark_ok(self.channel)
        return identity

    def _own_identity(self, account: Account) -> Identity:
        identity = self._network.who_am_i(account)
        if identity.remote_id != account.remote_id:
            raise Reconnect("wrong_account", "the secrets belong to another account")
        return identity

    def _ask(self, ask: Callable[[Account], T]) -> T:
        limits.refuse_while_resting(self.channel.network, self.channel.origin)
        self._freshen()
        try:
            return self._once(ask)
        except Busy as busy:
            if busy.code != EXPIRED:
                raise
        self._keys = renewing.renew(self.channel, self._network, self._keys)
        return self._once(ask)

    def _once(self, ask: Callable[[Account], T]) -> T:
        try:
            with self._keys.unsaid():
                return ask(self._keys.account(self.channel))
        except Busy as busy:
            if busy.wide:
                limits.rest(self.channel.network, self.channel.origin, busy.retry_after)
            raise
        except Reconnect as error:
            if health.mark_reconnect(self.channel, error.code, version=self._keys.version):
                raise
            raise Busy("renewed_meanwhile", error.detail, retry_after=1) from error

    def _freshen(self) -> None:
        """Renew secrets that end within a minute; a renewal that fails in passing waits while they still work.

        A channel that waits for a person is left alone: some networks answer without secrets.
        """
        if not self._keys.end_soon or not self.channel.is_healthy:
            return
        try:
            self._keys = renewing.renew(self.channel, self._network, self._keys)
        except Busy:
            if self._keys.ended:
                raise
