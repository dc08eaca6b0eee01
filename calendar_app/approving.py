"""What this room wants to know of approvals, and tells of posts. The room that knows them registers at start-up."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from django.db.models import CharField, Value
from django.utils.translation import gettext_lazy as _

from accounts.models import Brand, BrandPolicy
from calendar_app.models import Post
from core.errors import DomainError, Sentence
from core.ledger import By


class NeedsApproval(DomainError):
    """The brand demands a yes that is not there."""

    code = "needs_approval"


@dataclass(frozen=True, slots=True)
class Standing:
    """How a post stands with its approval, for people. `key`: waiting, approved, changes_asked, rejected, expired.

    `will_miss`: it waits, and its deadline is over. `tone` is the value of data-s.
    """

    key: str
    word: Sentence
    icon: str
    tone: str
    will_miss: bool = False


class Approvals(Protocol):
    """The room above. What changes rows is asked inside the transaction that holds the post's row."""

    def submit(self, post: Post, *, by: By, is_immediate: bool, is_yes: bool, note: str) -> None:
        """Ask for approval of what stands there now. `is_yes`: submitting is her own yes, where the brand allows that."""
        ...

    def changed(self, post: Post, *, by: By) -> None:
        """Its content is another one by now; nothing of it waits any more by a former yes."""
        ...

    def moved(self, posts: Sequence[Post], *, by: By) -> None:
        """Their times are other ones by now, or they are scheduled."""
        ...

    def left(self, post: Post, *, by: By) -> None:
        """It is in the trash."""
        ...

    def counts_own(self, brand: Brand, *, by: By) -> bool:
        """Whether her scheduling would be all the approval that her own post needs."""
        ...

    def standings(self, posts: Collection[UUID]) -> Mapping[UUID, Standing]:
        """Of those that were ever submitted: one query."""
        ...

    def standing_column(self) -> Any:
        """For a query over posts: the key of each one's standing, null for what was never submitted."""
        ...


_rooms: list[Approvals] = []


def register(room: Approvals) -> None:
    """Called once at start-up."""
    _rooms[:] = [room]


def submit(post: Post, *, by: By, is_immediate: bool = False, is_yes: bool = False, note: str = "") -> None:
    """Ask for approval. Raises what the room above says no with, NeedsApproval where no room knows approvals."""
    if not _rooms:
        raise NeedsApproval(_("This brand wants every post approved before it may go out."))
    _rooms[0].submit(post, by=by, is_immediate=is_immediate, is_yes=is_yes, note=note)


def is_wanted(brand: Brand, by: By) -> bool:
    """Whether what she schedules needs the yes of others. One query where the brand wants no approval."""
    if BrandPolicy.objects.filter(brand=brand, approval_required=False).exists():
        return False
    return not any(room.counts_own(brand, by=by) for room in _rooms)


def changed(post: Post, *, by: By) -> None:
    """Tell the room above."""
    for room in _rooms:
        room.changed(post, by=by)


def moved(posts: Sequence[Post], *, by: By) -> None:
    """Tell the room above."""
    for room in _rooms:
        room.moved(posts, by=by)


def left(post: Post, *, by: By) -> None:
    """Tell the room above."""
    for room in _rooms:
        room.left(post, by=by)


def standings(posts: Collection[UUID]) -> Mapping[UUID, Standing]:
    """How these posts stand; those that were never submitted are left out. No query for no posts."""
    return _rooms[0].standings(posts) if _rooms and posts else {}


def standing_column() -> Any:
    """For a query over posts: the key of each one's standing, null where there is none."""
    return _rooms[0].standing_column() if _rooms else Value(None, output_field=CharField())
