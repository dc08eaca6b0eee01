"""The only door to a network: a client that acts for one channel and keeps its secrets fresh."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from connections import keys
from connections.keys import Keys
from connections.models import Channel, Credential
from connections.offered import Adapter, adapter
from connections.services import health, limits, renewing
from networks.base import Account, Draft, Finding, Go, Identity, Limits, Prepared, Published, Repeat
from networks.conversing import Abilities, Converses, HeardPage, Notifies, Spot, Subscribes, Told
from networks.errors import Busy, Reconnect, Refused
from networks.measuring import AccountFigures, Measures, PostFigures

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

    @property
    def converses(self) -> bool:
        """Whether people can be answered there; else every call of a conversation raises Refused(cannot_converse)."""
        return isinstance(self._network, Converses)

    @property
    def notifies(self) -> bool:
        """Whether the network tells us by webhook; else Refused(cannot_notify)."""
        return isinstance(self._network, Notifies)

    @property
    def measures(self) -> bool:
        """Whether the network counts; else every question for figures raises Refused(cannot_measure)."""
        return isinstance(self._network, Measures)

    @property
    def streams(self) -> Sequence[str]:
        """What is asked separately with `listen`; empty where nobody can be answered."""
        return self._network.streams if isinstance(self._network, Converses) else ()

    @property
    def abilities(self) -> Abilities:
        """What may be done with a message besides answering it; nothing where nobody can be answered."""
        return self._network.abilities if isinstance(self._network, Converses) else Abilities()

    def listen(self, stream: str, cursor: str, limit: int = 50) -> HeardPage:
        """What came after `cursor` ("" for the beginning), oldest first; the same message may come again."""
        network = self._conversing()
        return self._ask(lambda account: network.listen(account, stream, cursor, limit))

    def prepare_reply(self, draft: Draft, to: Spot, thread: Spot) -> Prepared:
        """Everything harmless before an answer; `publish` then sends it under its own key. Never raises Unsure."""
        network = self._conversing()
        return self._ask(lambda account: network.prepare_reply(account, draft, to, thread))

    def like(self, message: Spot, *, on: bool) -> None:
        """Like a message, or no longer; twice is harmless."""
        network = self._conversing()
        self._ask(lambda account: network.like(account, message, on=on))

    def hide(self, message: Spot, thread: Spot, *, on: bool) -> None:
        """Hide a message under the account's post, or show it again; twice is harmless."""
        network = self._conversing()
        self._ask(lambda account: network.hide(account, message, thread, on=on))

    def subscribe(self, address: str, secret: str) -> None:
        """Order the network's webhooks for the account at `address`; "" ends it. Raises Refused(cannot_notify)."""
        network = self._network
        if not isinstance(network, Subscribes):
            raise Refused("cannot_notify", network.key)
        self._ask(lambda account: network.subscribe(account, address, secret))

    def is_genuine(self, body: bytes, headers: Mapping[str, str], secret: str) -> bool:
        """Whether the network itself sent exactly this body; asks nobody. Header names in lower case."""
        return self._notifying().is_genuine(body, headers, secret)

    def told(self, body: bytes) -> Sequence[Told]:
        """What a genuine body tells; asks nobody. Raises ValueError when it cannot be read."""
        return self._notifying().told(body)

    @property
    def told_of_posts(self) -> frozenset[str]:
        """Names of the fields of PostFigures that the network ever tells; empty where it does not count."""
        return self._network.told_of_posts if isinstance(self._network, Measures) else frozenset()

    @property
    def told_of_accounts(self) -> frozenset[str]:
        """Names of the fields of AccountFigures that the network ever tells; empty where it does not count."""
        return self._network.told_of_accounts if isinstance(self._network, Measures) else frozenset()

    @property
    def posts_at_once(self) -> int:
        """How many posts one question for figures may name; 0 where the network does not count."""
        return self._network.posts_at_once if isinstance(self._network, Measures) else 0

    def post_figures(self, remote_ids: Sequence[str]) -> Mapping[str, PostFigures]:
        """Figures by remote id; a post that the network does not know any more is missing."""
        network = self._measuring()
        return self._ask(lambda account: network.post_figures(account, remote_ids))

    def account_figures(self) -> AccountFigures:
        """The account's own figures."""
        network = self._measuring()
        return self._ask(lambda account: network.account_figures(account))

    def _conversing(self) -> Converses:
        if not isinstance(self._network, Converses):
            raise Refused("cannot_converse", self._network.key)
        return self._network

    def _notifying(self) -> Notifies:
        if not isinstance(self._network, Notifies):
            raise Refused("cannot_notify", self._network.key)
        return self._network

    def _measuring(self) -> Measures:
        if not isinstance(self._network, Measures):
            raise Refused("cannot_measure", self._network.key)
        return self._network

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
