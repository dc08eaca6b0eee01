"""Who may do what in a brand, and who decides for whom."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import Exists, OuterRef, Prefetch

from accounts.grants import GRANTS, Can, granted
from accounts.models import Brand, Membership, MembershipBrand, TeamBrand, User


def people_who(word: Can, brand: Brand) -> list[User]:
    """The active members who may do `word` in `brand`, by name. Ask inside the organization's scope."""
    return people_who_in(word, [brand.pk])


def people_who_in(word: Can, brand_ids: Sequence[int]) -> list[User]:
    """The active members who may do `word` in at least one of the brands, by name."""
    return [member.user for member in members_who(word, brand_ids)]


def members_who(word: Can, brand_ids: Sequence[int]) -> list[Membership]:
    """The same as memberships, with their users and, as `here`, the roles that these brands raise them to."""
    here = MembershipBrand.objects.filter(brand__in=brand_ids)
    teams = TeamBrand.objects.filter(brand__in=brand_ids, team__members__membership=OuterRef("pk"))
    members = Membership.objects.filter(deactivated_at=None, user__is_active=True)
    members = members.annotate(in_team=Exists(teams))
    members = members.select_related("user").prefetch_related(Prefetch("brands", here, "here"))
    return [member for member in members.order_by("user__name", "pk") if _may(member, word)]


def of_whom(members: Iterable[Membership], *words: Can) -> list[Membership]:
    """Of those that `members_who` found, who may do at least one of these words there too; no query."""
    return [member for member in members if any(_may(member, word) for word in words)]


def _may(member: Membership, word: Can) -> bool:
    limits: list[MembershipBrand] = member.here  # type: ignore[attr-defined]
    by_teams: bool = member.by_teams and member.in_team  # type: ignore[attr-defined]
    everywhere = (member.all_brands or by_teams) and word in GRANTS[member.role]
    return everywhere or any(word in granted(member.role, limit.role) for limit in limits)


def who_decides_for(membership: Membership, now: datetime) -> Membership:
    """Who decides for a member at `now`: herself, or, while she is away, her stand-in, or his, and so on.

    Whoever has nobody present behind her (no stand-in, one who was deactivated, or all of a ring are away) keeps the
    word herself: a request never goes to nobody. At most one query; ask inside the organization's scope.
    """
    if not membership.is_away(now):
        return membership
    active = Membership.objects.filter(deactivated_at=None, user__is_active=True).select_related("user")
    known: dict[int, Membership] = {member.pk: member for member in active}
    seen = {membership.pk}
    one: Membership | None = membership
    while one is not None and one.is_away(now):
        one = known.get(one.stand_in_id or 0) if one.stand_in_id not in seen else None
        seen.add(one.pk if one else 0)
    return one or membership
