"""What was said about a thing. Outsiders are given what is meant for them; nothing internal is even read for them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from accounts.grants import Can
from accounts.models import Brand, User
from accounts.selectors.people import members_who, of_whom
from approvals.models import Comment, Guest

MOST = 200
INSIDE = (Can.WRITE, Can.MEASURE)
"""Who may one of these belongs to the team: clients neither write nor measure."""


def comments(covers: str, subject: UUID, *, is_inside: bool) -> list[Comment]:
    """Oldest first, with their authors, in one query. Not inside: only what clients may see."""
    rows = Comment.objects.filter(covers=covers, subject=subject)
    if not is_inside:
        rows = rows.filter(visibility=Comment.Visibility.CLIENT)
    return list(rows.select_related("author", "guest").order_by("created_at", "pk")[:MOST])


@dataclass(frozen=True, slots=True)
class Names:
    """Members who may be called by name: `team` in internal talk, `everybody` where clients read too."""

    team: Sequence[User] = ()
    everybody: Sequence[User] = ()


NOBODY = Names()


def callable_in(brand: Brand) -> Names:
    """Who may be called in the brand's talk."""
    members = members_who(Can.COMMENT, [brand.pk])
    team = of_whom(members, *INSIDE)
    return Names([one.user for one in team], [one.user for one in members])


def guests(brand: Brand) -> list[Guest]:
    """The brand's guests, those who are revoked last."""
    rows = Guest.objects.filter(brand=brand).select_related("invited_by__user")
    return sorted(rows, key=lambda guest: (guest.revoked_at is not None, guest.name.casefold()))


def known_guests(ids: Collection[UUID]) -> dict[UUID, Guest]:
    """Those of these ids that the open scope has."""
    return {guest.pk: guest for guest in Guest.objects.filter(pk__in=list(ids))}
