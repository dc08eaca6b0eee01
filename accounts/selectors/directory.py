"""Everybody in an organization, as the page of people shows them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.access import Access
from accounts.grants import Role
from accounts.models import Brand, Invitation, Membership, MembershipBrand, Team, TeamBrand, TeamMember
from accounts.ranks import rank
from core import text

NAMED = 2
"""Brands that a line names before it counts the rest."""


@dataclass(frozen=True, slots=True)
class Line:
    """One member. `sees` is what she may see in words, `raised` where she is more, `away` her absence, "" for none."""

    membership: int
    name: str
    email: str
    initials: str
    role: str
    role_name: str
    is_me: bool
    sees: str
    raised: tuple[str, ...]
    teams: tuple[tuple[int, str], ...]
    stand_in: str
    is_away: bool
    away_from: datetime | None
    away_until: datetime | None
    last_login: datetime | None
    deactivated_at: datetime | None

    def fits(self, words: str, role: str, team: str) -> bool:
        """Whether the filters let it through; "" is no filter."""
        if role and role != self.role:
            return False
        if team and team not in {str(pk) for pk, _name in self.teams}:
            return False
        held = text.fold(f"{self.name} {self.email}")
        return all(word in held for word in text.fold(words).split())


def lines(access: Access, now: datetime) -> list[Line]:
    """All members, also those who are none any more: strongest role first, then by name. Four queries."""
    rows = Membership.objects.select_related("user", "stand_in__user").prefetch_related(
        Prefetch("brands", MembershipBrand.objects.order_by("pk"), "own_brands"),
        Prefetch("teams", TeamMember.objects.select_related("team").order_by("team__name"), "own_teams"),
    )
    by_team = brands_of_teams()
    found = [_line(row, access, by_team, now) for row in rows]
    return sorted(found, key=lambda line: (rank(line.role), text.fold(line.name)))


def brands_of_teams() -> dict[int, list[int]]:
    """The brands of each team, by id."""
    found: dict[int, list[int]] = {}
    for team, brand in TeamBrand.objects.values_list("team_id", "brand_id"):
        found.setdefault(team, []).append(brand)
    return found


def _line(row: Membership, access: Access, by_team: dict[int, list[int]], now: datetime) -> Line:
    user, stand_in = row.user, row.stand_in
    return Line(
        membership=row.pk,
        name=str(user),
        email=user.email,
        initials=user.initials,
        role=row.role,
        role_name=str(Role(row.role).label),
        is_me=user.pk == access.person.pk,
        sees=_sees(row, access.brands, by_team),
        raised=_raised(row, access.brands),
        teams=tuple((one.team_id, one.team.name) for one in _teams(row)),
        stand_in=str(stand_in.user) if stand_in else "",
        is_away=row.is_away(now),
        away_from=row.away_from,
        away_until=row.away_until,
        last_login=user.last_login,
        deactivated_at=row.deactivated_at,
    )


def _teams(row: Membership) -> list[TeamMember]:
    return row.own_teams  # type: ignore[attr-defined]


def _limits(row: Membership) -> list[MembershipBrand]:
    return row.own_brands  # type: ignore[attr-defined]


def _sees(row: Membership, brands: Sequence[Brand], by_team: dict[int, list[int]]) -> str:
    if row.all_brands:
        return _("All brands")
    seen = {limit.brand_id for limit in _limits(row)}
    if row.by_teams:
        seen |= {pk for one in _teams(row) for pk in by_team.get(one.team_id, [])}
    return brand_words(seen, brands)


def brand_words(seen: Iterable[int], brands: Sequence[Brand]) -> str:
    """The brands by name; beyond two, or where the reader does not see them, as a number."""
    wanted = set(seen)
    named = [brand.name for brand in brands if brand.pk in wanted][:NAMED]
    rest = len(wanted) - len(named)
    if not wanted:
        return _("No brand yet")
    if not named:
        return ngettext("%(rest)s brand", "%(rest)s brands", rest) % {"rest": rest}
    if not rest:
        return ", ".join(named)
    words = ngettext("%(names)s and %(rest)s more", "%(names)s and %(rest)s more", rest)
    return words % {"names": ", ".join(named), "rest": rest}


def _raised(row: Membership, brands: Sequence[Brand]) -> tuple[str, ...]:
    names = {brand.pk: brand.name for brand in brands}
    return tuple(
        _("%(role)s in %(brand)s") % {"role": Role(one.role).label, "brand": names[one.brand_id]}
        for one in _limits(row)
        if one.role and one.brand_id in names
    )


def active() -> list[Membership]:
    """The active members with their people, by name."""
    rows = Membership.objects.filter(deactivated_at=None, user__is_active=True).select_related("user")
    return sorted(rows, key=lambda row: text.fold(str(row.user)))


def teams() -> list[Team]:
    """The teams, by name."""
    return sorted(Team.objects.all(), key=lambda team: text.fold(team.name))


def open_invitations() -> list[Invitation]:
    """Invitations that nobody has accepted or revoked, newest first; expired ones are among them."""
    rows = Invitation.objects.filter(accepted_at=None, revoked_at=None)
    return list(rows.select_related("invited_by").order_by("-sent_at", "-created_at"))


@dataclass(frozen=True, slots=True)
class TeamLine:
    """A team with its people and brands in words. `faces` are the initials and names of the first of them."""

    team: Team
    people: int
    faces: tuple[tuple[str, str], ...]
    brands: str
    is_region: bool


def team_lines(brands: Sequence[Brand]) -> list[TeamLine]:
    """The teams, by name. Three queries."""
    held = brands_of_teams()
    people: dict[int, list[TeamMember]] = {}
    active_ones = TeamMember.objects.filter(membership__deactivated_at=None)
    for one in active_ones.select_related("membership__user").order_by("membership__user__name"):
        people.setdefault(one.team_id, []).append(one)
    return [
        TeamLine(
            team=team,
            people=len(people.get(team.pk, [])),
            faces=tuple(
                (one.membership.user.initials, str(one.membership.user))
                for one in people.get(team.pk, [])[:5]
            ),
            brands=brand_words(held[team.pk], brands) if team.pk in held else "",
            is_region=team.pk in held,
        )
        for team in teams()
    ]
