"""What the oracle judges: what was promised, what the network saw, and what the database says. Plain values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Promised:
    """What was approved: this text on this account, not before `due` (seconds since 1970). Kept outside the product."""

    delivery: str
    handle: str
    text: str
    due: float
    people: frozenset[int]
    """Who must hear when it cannot go out."""
    pictures: int = 0
    answers: str = ""
    """The id of the message that it answers; "" for a post."""


@dataclass(frozen=True, slots=True)
class Call:
    """One call that reached the network."""

    n: int
    at: float
    handle: str
    on: str
    method: str
    text: str = ""
    key: str = ""
    status: int = 0
    accepted: bool = False
    token_handle: str = ""
    not_before: float = 0.0
    """This answer asked for no other call before then."""
    wide: bool = False
    """It asked for the whole app, not for this account alone."""

    @property
    def is_sending(self) -> bool:
        """Whether it asked the network to make a post."""
        return self.on == "posts" and self.method == "POST"


@dataclass(frozen=True, slots=True)
class Shown:
    """One post that everybody can see on the network."""

    id: str
    handle: str
    text: str
    pictures: int = 0
    in_reply_to: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A delivery as the database has it. Times are seconds since 1970."""

    delivery: str
    state: str
    problem: str = ""
    remote_id: str = ""
    tries: int = 0
    attempts: int = 0
    targets: frozenset[str] = frozenset()
    """Which accounts its attempts were fenced for."""
    account: str = ""
    due_at: float | None = None
    next_at: float | None = None
    lease_until: float | None = None
    fenced_at: float | None = None
    settled_at: float | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """One notice: to whom, of which delivery (or of its whole channel), and how often."""

    delivery: str
    person: int
    kind: str
    code: str = ""
    count: int = 1
    at: float = 0.0


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything about one case at one moment (`now`)."""

    now: float
    promised: Mapping[str, Promised]
    rows: Mapping[str, Row]
    calls: Sequence[Call] = ()
    shown: Sequence[Shown] = ()
    told: Sequence[Told] = ()
    cancelled: Mapping[str, float] = field(default_factory=dict)
    """When a person was told that her post will not go out, by delivery."""
    logs: str = ""
    secrets: frozenset[str] = frozenset()
    """Tokens and canaries that no log may hold."""
    most_tries: int = 6
