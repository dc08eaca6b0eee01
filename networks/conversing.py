"""What a network offers to those who answer people: what was said to an account, and how to answer.

An answer is sent with `Publishes.publish` and looked for with `Publishes.find`, under a key of its own: it is as
irreversible as a post and repeatable in the same way.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol, runtime_checkable

from networks.base import Account, Draft, Identity, Network, Prepared


class Said(StrEnum):
    """How somebody addressed the account."""

    COMMENT = "comment"
    """Directly under one of its posts."""
    REPLY = "reply"
    """Further down in a thread under one of its posts, or to one of its comments."""
    MENTION = "mention"
    """By name, somewhere else."""


@dataclass(frozen=True, slots=True)
class Spot:
    """One message of the network, precisely: `remote_id` as in `Published`, `stamp` what else a reference needs.

    `stamp` is the network's own (a content id, say) and opaque to callers; "" when an id is enough.
    """

    remote_id: str
    stamp: str = ""


@dataclass(frozen=True, slots=True)
class Heard:
    """One message that was said to the account, or by it (`is_own`), as the network tells it.

    `thread` is what the whole conversation hangs from (the account's own post, or the first message that mentions it),
    `parent` what this message answers directly; None for the first of a thread. `said_at` is aware.
    `edited_at` is None when the network does not tell or it was never changed. `pictures` are addresses at the network.
    """

    spot: Spot
    kind: Said
    author: Identity
    text: str
    said_at: datetime
    url: str
    thread: Spot
    parent: Spot | None = None
    is_own: bool = False
    edited_at: datetime | None = None
    is_deleted: bool = False
    pictures: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class HeardPage:
    """Messages in the network's order, and where the next question begins.

    `cursor` is opaque and may be kept for ever; `is_last` says that there was nothing behind it when it was asked.
    """

    messages: Sequence[Heard]
    cursor: str
    is_last: bool


@dataclass(frozen=True, slots=True)
class Abilities:
    """What may be done with a message there, besides answering it."""

    like: bool = False
    hide: bool = False


@runtime_checkable
class Converses(Network, Protocol):
    """A network in which people can be answered."""

    streams: Sequence[str]
    """The names of what is asked separately, each with a cursor of its own (`notifications`, `comments`)."""
    abilities: Abilities

    def listen(self, account: Account, stream: str, cursor: str, limit: int = 50) -> HeardPage:
        """What came after `cursor` ("" for the oldest that the network still tells), oldest first.

        The same message may come again; its `spot.remote_id` never changes. Raises Busy, Reconnect, Refused (code
        cursor_unusable: begin again with "").
        """

    def prepare_reply(self, account: Account, draft: Draft, to: Spot, thread: Spot) -> Prepared:
        """Everything harmless before an answer, for `Publishes.publish`. May be repeated. Never raises Unsure.

        Raises Refused with code gone when what is answered is not there any more.
        """

    def like(self, account: Account, message: Spot, *, on: bool) -> None:
        """Like it, or no longer; twice is harmless. Raises Refused, Busy, Reconnect, Unsure (ask again)."""

    def hide(self, account: Account, message: Spot, thread: Spot, *, on: bool) -> None:
        """Hide it from others under the account's post, or show it again; twice is harmless. Raises as `like`."""


@runtime_checkable
class Notifies(Network, Protocol):
    """A network that tells us by webhook that something was said."""

    def is_genuine(self, body: bytes, headers: Mapping[str, str], secret: str) -> bool:
        """Whether the network itself sent exactly this body; compares in constant time. Header names in lower case."""

    def told(self, body: bytes) -> Sequence[Told]:
        """What a genuine body tells. Raises ValueError when it cannot be read; unknown events are left out."""


@runtime_checkable
class Subscribes(Notifies, Protocol):
    """A network at which one call orders its webhooks."""

    def subscribe(self, account: Account, address: str, secret: str) -> None:
        """Let everything said to the account be told to `address`, signed with `secret`, in place of what was ordered
        before; an empty address ends it. Raises Refused, Busy, Reconnect, Unsure (ask again: it is harmless).
        """


@dataclass(frozen=True, slots=True)
class Told:
    """One event of a webhook: for which of our accounts, when it was sent, and what was heard.

    `event_id` is the network's own name of the event, unique there: a replay has the same. `heard` is None when the
    event only says "ask me".
    """

    event_id: str
    account_id: str
    sent_at: datetime
    heard: Heard | None = None
