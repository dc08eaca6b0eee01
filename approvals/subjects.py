"""What can be reviewed. The rooms whose things they are register how; this room knows reviews, not posts or replies."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from accounts.models import Brand, User
from approvals.models import Review
from core.errors import Sentence
from core.ledger import By


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing as it is now. `authors` are the users who must not approve it unless the brand allows self-approval.

    `planned_at` is its promise, None for none. `revision` rises with each change. `url` is its page, `thumb` a picture's
    address or "". `networks` are keys, one for each network it goes to.
    """

    id: UUID
    brand: Brand
    headline: str
    version: UUID
    content_hash: str
    channel_ids: tuple[UUID, ...]
    planned_at: datetime | None
    authors: frozenset[int]
    author: str = ""
    revision: int = 0
    url: str = ""
    thumb: str = ""
    networks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Preview:
    """A template and what it needs, to show one version as it will look."""

    template: str
    context: Mapping[str, Any]


class Subject(Protocol):
    """One sort of things. Everything is asked inside the brand's scope, what changes rows inside one transaction."""

    covers: str
    """Clearance.Covers of its things."""

    def locked(self, thing: UUID) -> Thing | None:
        """Lock the thing's row until the transaction ends; None when it is gone. Comes before any lock of a review."""
        ...

    def things(self, ids: Collection[UUID]) -> Mapping[UUID, Thing]:
        """For lists: at most two queries, however many there are. What is gone is left out."""
        ...

    def previews(self, review: Review) -> Sequence[Preview]:
        """The version that the review is of, as each of its channels will show it."""
        ...

    def changes(self, before: UUID, after: UUID) -> list[str]:
        """What is different between two versions: text, own_text, media, channels."""
        ...

    def refuse_unready(self, thing: Thing) -> None:
        """Raise a DomainError when it could not go out even if everybody said yes, or has left already."""
        ...

    def on_cleared(self, review: Review, *, by: By) -> None:
        """Everybody said yes, clearances are live: let it wait for its time (never sooner than people can undo)."""
        ...

    def take_back(self, review: Review, *, by: By, reason: str) -> None:
        """The yes ends right after this: nothing may wait or be sent by it. Raises NotAllowed when it is going out.

        `reason`: undone, void, withdrawn.
        """
        ...

    def at_due(self, review: Review, *, expires: bool) -> None:
        """Its time has come and nobody approved it: hold it, or let it expire."""
        ...

    def rewrite(self, thing: Thing, text: str, *, author: User, by: By) -> Thing:
        """Another text, for edit-and-approve; returns the thing with its new version. Raises NotAllowed if it cannot."""
        ...

    def name(self) -> Sentence:
        """What one of its things is called: Post, Reply."""
        ...


_subjects: dict[str, Subject] = {}


def register(subject: Subject) -> None:
    """Called once at start-up by the room whose things they are."""
    _subjects[subject.covers] = subject


def of(covers: str) -> Subject:
    """The sort of things that is called so. Raises KeyError for one that no room registered."""
    return _subjects[covers]
