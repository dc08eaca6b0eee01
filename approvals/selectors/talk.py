"""What was said about a thing. Outsiders are given what is meant for them; nothing internal is even read for them."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from accounts.grants import Can
from accounts.models import Brand, User
from accounts.selectors.people import people_who
from approvals.models import Comment, Guest

MOST = 200


def comments(covers: str, subject: UUID, *, is_inside: bool) -> list[Comment]:
    """Oldest first, with their authors, in one query. Not inside: only what clients may see."""
    rows = Comment.objects.filter(covers=covers, subject=subject)
    if not is_inside:
        rows = rows.filter(visibility=Comment.Visibility.CLIENT)
    return list(rows.select_related("author", "guest").order_by("created_at", "pk")[:MOST])


def mentionable(brand: Brand) -> list[User]:
    """Members of the brand who may be called by name."""
    return people_who(Can.COMMENT, brand)


def guests(brand: Brand) -> list[Guest]:
    """The brand's guests, those who are revoked last."""
    rows = Guest.objects.filter(brand=brand).select_related("invited_by__user")
    return sorted(rows, key=lambda guest: (guest.revoked_at is not None, guest.name.casefold()))


def known_guests(ids: Collection[UUID]) -> dict[UUID, Guest]:
    """Those of these ids that the open scope has."""
    return {guest.pk: guest for guest in Guest.objects.filter(pk__in=list(ids))}
