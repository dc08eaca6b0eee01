"""What every social network offers us: plain values, small protocols, and how often a call may be
repeated.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol, runtime_checkable


class Repeat(StrEnum):
    """What may be done when nobody knows whether a call arrived."""

    BY_KEY = "by_key"
    """The same key makes the same object: sending again is harmless."""
    BY_READING = "by_reading"
    """The network can be asked; send again only after two looks that found nothing."""
    NEVER = "never"
    """Neither: a person decides."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who an account is, as the network itself says. `remote_id` never changes, `handle` may."""

    remote_id: str
    handle: str
    name: str
    url: str
    avatar_url: str = ""


@dataclass(frozen=True, slots=True)
class Grant:
    """The secrets that let us act for an account. `expires_at` is None when the network did not
    tell.
    """

    values: Mapping[str, str]
    expires_at: datetime | None = None

    def __repr__(self) -> str:
        return f"Grant(<{len(self.values)} secrets>)"


@dataclass(frozen=True, slots=True)
class Account:
    """The account that a call acts for: the server's origin, who it must be, and its secrets."""

    origin: str
    remote_id: str
    grant: Grant


@dataclass(frozen=True, slots=True)
class Connected:
    """What connecting an account came to."""

    identity: Identity
    origin: str
    grant: Grant


@dataclass(frozen=True, slots=True)
class Field:
    """One thing a person types to connect an account. `kind` is the type of an HTML input."""

    name: str
    kind: str = "text"
    initial: str = ""
    required: bool = True


@dataclass(frozen=True, slots=True)
class Picture:
    """An image ready to be sent. Sizes in pixels; `content` is empty for checks alone."""

    mime: str
    byte_size: int
    width: int
    height: int
    alt: str = ""
    content: bytes = b""


@dataclass(frozen=True, slots=True)
class Draft:
    """What is to be published. `created_at` is fixed at the first attempt and aware."""

    text: str
    created_at: datetime | None = None
    pictures: Sequence[Picture] = ()
    languages: Sequence[str] = ()
    options: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A draft whose files are with the network: `body` is what the irreversible call will carry."""

    body: Mapping[str, Any]


Go = Callable[[], None]
"""Called right before the first byte of an irreversible call (core.http's `before_first_byte`);
raises to stop it.
"""


@dataclass(frozen=True, slots=True)
class Published:
    """Where the post is now. The network takes nothing more from this account for `rest` seconds."""

    remote_id: str
    url: str
    rest: float = 0.0


@dataclass(frozen=True, slots=True)
class Limits:
    """What a network takes. `text` counts in the network's own unit (see `Publishes.measure`)."""

    text: int
    pictures: int
    picture_bytes: int
    alt_text: int
    picture_mimes: tuple[str, ...] = ("image/jpeg", "image/png", "image/webp", "image/gif")


class Problem(StrEnum):
    """Why a draft cannot go out as it is. The sentence for people is made by the page."""

    EMPTY = "empty"
    TEXT_TOO_LONG = "text_too_long"
    TOO_MANY_PICTURES = "too_many_pictures"
    PICTURE_TOO_BIG = "picture_too_big"
    PICTURE_KIND = "picture_kind"
    ALT_TOO_LONG = "alt_too_long"
    TEXT_UNUSABLE = "text_unusable"


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem of a draft: how much there is and may be, and which picture (from 0)."""

    problem: Problem
    amount: int = 0
    limit: int = 0
    picture: int | None = None


class Network(Protocol):
    """What is true of every network."""

    key: str
    """Short name in our database and addresses, for example `bluesky`."""
    name: str
    """The network's own name, never translated."""


@runtime_checkable
class Connects(Network, Protocol):
    """A network whose accounts are connected by what a person types."""

    fields: Sequence[Field]

    def connect(self, values: Mapping[str, str]) -> Connected:
        """Sign in with what was typed. Raises Refused (wrong words), Busy, Unsure."""

    def who_am_i(self, account: Account) -> Identity:
        """Ask the network whose secrets these are. Raises Reconnect, Busy, Unsure."""

    def refresh(self, account: Account) -> Grant:
        """Renew the secrets. Raises Reconnect only when the network says that they are dead; else
        Busy, Unsure.
        """


@runtime_checkable
class Publishes(Network, Protocol):
    """A network that takes posts."""

    repeat: Repeat
    limits: Limits

    def measure(self, text: str) -> int:
        """Length of `text` in the network's own unit, comparable with `limits.text`."""

    def check(self, draft: Draft) -> list[Finding]:
        """Everything that would make the network refuse `draft`, known beforehand."""

    def new_key(self, microseconds: int, salt: int) -> str:
        """A key for one object: made once from the time of the first attempt, then kept."""

    def prepare(self, account: Account, draft: Draft) -> Prepared:
        """Everything harmless that must come first (uploads, look-ups). May be repeated. Never
        raises Unsure.
        """

    def publish(self, account: Account, prepared: Prepared, key: str, go: Go) -> Published:
        """Send once, in one irreversible call; `go()` runs right before its first byte and may
        raise to stop it.

        Raises Refused, Busy, Reconnect, Unsure (see networks.errors).
        """

    def find(self, account: Account, draft: Draft, key: str) -> Published | None:
        """Look for what `publish` may have made; None when it is surely not there now."""
