"""Who sits in a stage now: from chairs (roles, teams, members, guests) to people who may really be asked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from accounts.grants import Can
from accounts.models import Brand, Membership, TeamMember
from accounts.selectors.people import members_who, who_decides_for
from approvals.models import Guest
from approvals.plans import Chair, Step


@dataclass(frozen=True, slots=True)
class Sitter:
    """Somebody who is asked. `stands_in_for` is away, and this is whose word counts for hers."""

    membership: Membership | None = None
    guest: Guest | None = None
    stands_in_for: Membership | None = None

    @property
    def key(self) -> tuple[int | None, object]:
        """The same for the same person, on whichever chair."""
        return (
            self.membership.pk if self.membership else None,
            self.guest.pk if self.guest else None,
        )

    @property
    def name(self) -> str:
        """What others call her."""
        return str(self.membership.user if self.membership else self.guest)


@dataclass(frozen=True, slots=True)
class Room:
    """Everybody who could be asked in a brand: three queries for all its steps, one more for each who is away."""

    members: tuple[Membership, ...]
    teams: dict[int, frozenset[int]]
    guests: dict[object, Guest]
    now: datetime

    def sitters(self, step: Step, excluded: Collection[int] = ()) -> list[Sitter]:
        """Who is asked in `step`, each once; never the users in `excluded`, nor anybody who may not approve here."""
        found: dict[object, Sitter] = {}
        for chair in step.chairs:
            for sitter in self._on(chair, excluded):
                found.setdefault(sitter.key, sitter)
        return list(found.values())

    def unable(self, step: Step) -> list[Membership]:
        """Members on a chair of their own who may not approve here (any more)."""
        able = {member.pk for member in self.members}
        wanted = [chair.membership for chair in step.chairs if chair.membership not in able | {None}]
        return list(Membership.objects.filter(pk__in=wanted).select_related("user")) if wanted else []

    def _on(self, chair: Chair, excluded: Collection[int]) -> list[Sitter]:
        if chair.guest is not None:
            guest = self.guests.get(chair.guest)
            return [Sitter(guest=guest)] if guest else []
        seated = (member for member in self.members if self._sits(member, chair))
        sitters = (self._present(member, excluded) for member in seated if member.user_id not in excluded)
        return list(sitters)

    def _sits(self, member: Membership, chair: Chair) -> bool:
        if chair.membership is not None:
            return member.pk == chair.membership
        if chair.team is not None:
            return member.pk in self.teams.get(chair.team, frozenset())
        raised = [limit.role for limit in member.here]  # type: ignore[attr-defined]
        return member.role == chair.role or chair.role in raised

    def _present(self, member: Membership, excluded: Collection[int]) -> Sitter:
        """Her stand-in while she is away, if he may approve this; else herself: a request never goes to nobody."""
        if not member.is_away(self.now):
            return Sitter(member)
        other = who_decides_for(member, self.now)
        able = {one.pk for one in self.members if one.user_id not in excluded}
        return Sitter(other, stands_in_for=member) if other.pk in able - {member.pk} else Sitter(member)


def room(brand: Brand, steps: Sequence[Step], now: datetime) -> Room:
    """Everybody who could be asked in `steps`."""
    chairs = [chair for step in steps for chair in step.chairs]
    team_ids = {chair.team for chair in chairs if chair.team is not None}
    guest_ids = {chair.guest for chair in chairs if chair.guest is not None}
    teams: dict[int, set[int]] = defaultdict(set)
    if team_ids:
        for team, member in TeamMember.objects.filter(team__in=team_ids).values_list("team", "membership"):
            teams[team].add(member)
    guests = Guest.objects.filter(pk__in=guest_ids, revoked_at=None) if guest_ids else []
    return Room(
        members=tuple(members_who(Can.APPROVE, [brand.pk])),
        teams={team: frozenset(members) for team, members in teams.items()},
        guests={guest.pk: guest for guest in guests},
        now=now,
    )


def may_approve(membership: Membership, brand: Brand) -> bool:
    """Whether she may decide anything in this brand today."""
    return any(one.pk == membership.pk for one in members_who(Can.APPROVE, [brand.pk]))
