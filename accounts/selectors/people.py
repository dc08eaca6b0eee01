"""Who is who in an organization."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch

from accounts.grants import GRANTS, Can, Role, granted
from accounts.models import Brand, Invitation, Membership, MembershipBrand, User


def people_who(word: Can, brand: Brand) -> list[User]:
    """The active members who may do `word` in `brand`, by name. Ask inside the organization's scope."""
    return people_who_in(word, [brand.pk])


def people_who_in(word: Can, brand_ids: Sequence[int]) -> list[User]:
    """The active members who may do `word` in at least one of the brands, by name."""
    here = MembershipBrand.objects.filter(brand__in=brand_ids)
    members = Membership.objects.filter(deactivated_at=None, user__is_active=True)
    members = members.select_related("user").prefetch_related(Prefetch("brands", here, "here"))
    return [member.user for member in members.order_by("user__name", "pk") if _may(member, word)]


def _may(member: Membership, word: Can) -> bool:
    limits: list[MembershipBrand] = member.here  # type: ignore[attr-defined]
    everywhere = member.all_brands and word in GRANTS[member.role]
    return everywhere or any(word in granted(member.role, limit.role) for limit in limits)


@dataclass(frozen=True, slots=True)
class Member:
    """A line of the people page."""

    name: str
    email: str
    initials: str
    role: str
    role_name: str
    is_me: bool


def members(me: User) -> list[Member]:
    """The members of the open organization: strongest role first, then by name."""
    rows = Membership.objects.filter(deactivated_at=None).select_related("user")
    order = list(Role.values)
    lines = [_line(row, me) for row in rows]
    return sorted(lines, key=lambda line: (order.index(line.role), line.name))


def _line(row: Membership, me: User) -> Member:
    user = row.user
    role = Role(row.role)
    return Member(str(user), user.email, user.initials, role.value, str(role.label), user.pk == me.pk)


def open_invitations() -> list[Invitation]:
    """Invitations that nobody has accepted or revoked, newest first; expired ones are among them."""
    rows = Invitation.objects.filter(accepted_at=None, revoked_at=None)
    return list(rows.select_related("invited_by").order_by("-created_at"))
