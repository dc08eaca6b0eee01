"""Teams of an organization. A team with brands is a region."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts.access import Access
from accounts.models import Brand, Hold, Membership, Team, TeamBrand, TeamMember
from core import ledger
from core.errors import NotAllowed


@dataclass(frozen=True, slots=True)
class Plan:
    """What a team shall be: its name, its people (memberships) and its brands, by id."""

    name: str
    members: Collection[int]
    brands: Collection[int]


def create(plan: Plan, *, access: Access) -> Team:
    """A new team. Raises NotAllowed when the name is taken, or for brands that its maker does not see."""
    with transaction.atomic():
        team = _named(Team(organization=access.organization), plan.name)
        _fill(team, plan, access)
        ledger.record("accounts.team_created", team.subject, by=access.by, name=team.name)
    return team


def change(team: Team, plan: Plan, *, access: Access) -> None:
    """Another name, other people, other brands. Raises NotAllowed as create does."""
    with transaction.atomic():
        row = Team.objects.select_for_update().get(pk=team.pk)
        before = row.name
        _named(row, plan.name)
        _fill(row, plan, access)
        ledger.record("accounts.team_changed", row.subject, by=access.by, name=row.name, before=before)


def remove(team: Team, *, access: Access) -> None:
    """The team is gone; its people stay, those who saw brands by it alone see them no more.

    Raises NotAllowed while publishing is paused for it: the pause would end with it.
    """
    with transaction.atomic():
        row = Team.objects.select_for_update().get(pk=team.pk)
        if Hold.objects.filter(team=row, ended_at=None).exists():
            raise NotAllowed(_("Publishing is paused for this region. End the pause first."), code="paused")
        brands = list(TeamBrand.objects.filter(team=row).values_list("brand_id", flat=True))
        _refuse_unseen(access, set(brands))
        ledger.record("accounts.team_removed", row.subject, by=access.by, name=row.name)
        row.delete()


def _named(team: Team, name: str) -> Team:
    team.name = " ".join(name.split())
    try:
        with transaction.atomic():
            team.save()
    except IntegrityError:
        raise NotAllowed(_("There is a team with this name already."), code="name_taken") from None
    return team


def _fill(team: Team, plan: Plan, access: Access) -> None:
    """Exactly these people and brands. What its changer does not see stays."""
    held = set(TeamBrand.objects.filter(team=team).values_list("brand_id", flat=True))
    seen = {brand.pk for brand in access.brands}
    wanted = set(plan.brands) | (held - seen)
    _refuse_unseen(access, wanted - held)
    TeamBrand.objects.filter(team=team).exclude(brand__in=wanted).delete()
    for pk in Brand.objects.filter(pk__in=wanted - held).values_list("pk", flat=True):
        TeamBrand.objects.create(organization_id=team.organization_id, team=team, brand_id=pk)
    _refuse_hidden(team, access)
    there = set(TeamMember.objects.filter(team=team).values_list("membership_id", flat=True))
    TeamMember.objects.filter(team=team).exclude(membership__in=plan.members).delete()
    for pk in Membership.objects.filter(pk__in=set(plan.members) - there).values_list("pk", flat=True):
        TeamMember.objects.create(organization_id=team.organization_id, team=team, membership_id=pk)


def _refuse_hidden(team: Team, access: Access) -> None:
    """Who does not see all brands of a team cannot put people into it: they would see more than she."""
    brands = set(TeamBrand.objects.filter(team=team).values_list("brand_id", flat=True))
    _refuse_unseen(access, brands)


def _refuse_unseen(access: Access, brand_ids: set[int]) -> None:
    if access.membership.all_brands or brand_ids <= {brand.pk for brand in access.brands}:
        return
    raise NotAllowed(_("You can only give the brands that you see yourself."), code="wider_than_own")
