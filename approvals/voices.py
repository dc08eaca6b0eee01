"""Who speaks in a review: a member, or a guest without an account."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.access import by as by_person
from accounts.models import Membership
from approvals.models import Guest
from core.ledger import Actor, By


@dataclass(frozen=True, slots=True)
class Voice:
    """Exactly one of the two. Make it with `member` or `guest`."""

    membership: Membership | None = None
    guest: Guest | None = None

    @property
    def by(self) -> By:
        """As the ledger writes her."""
        if self.guest is not None:
            return By(Actor.GUEST, str(self.guest.pk), self.guest.name)
        return by_person(self._member.user)

    @property
    def name(self) -> str:
        """What others call her."""
        return self.guest.name if self.guest is not None else str(self._member.user)

    @property
    def user_id(self) -> int | None:
        """Her account, None for a guest."""
        return None if self.membership is None else self.membership.user_id

    @property
    def key(self) -> dict[str, object]:
        """How her rows (asks, decisions) are found."""
        return {"membership": self.membership, "guest": self.guest}

    @property
    def _member(self) -> Membership:
        if self.membership is None:
            raise ValueError("a voice of nobody")
        return self.membership


def member(membership: Membership) -> Voice:
    """A member's."""
    return Voice(membership=membership)


def guest(one: Guest) -> Voice:
    """A guest's."""
    return Voice(guest=one)
