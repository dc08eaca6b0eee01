"""Members: their role, what they may see, and their end. All who change roles wait for each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.access import Access
from accounts.grants import Can, Role, granted
from accounts.models import Brand, Membership, MembershipBrand, Organization, Team, TeamMember
from accounts.ranks import rank
from core import ledger
from core.errors import DomainError, NotAllowed
from core.tenancy import scope

ACTIVE_OWNERS = {"role": Role.OWNER, "deactivated_at": None, "user__is_active": True}


@dataclass(frozen=True, slots=True)
class Reach:
    """What a member sees: all brands, or those named and, with `by_teams`, those of her teams.

    `brands` names brands by id; a value raises her role there, None leaves it as it is.
    """

    all_brands: bool = True
    by_teams: bool = False
    brands: Mapping[int, str | None] = field(default_factory=dict)


def change_role(member: Membership, role: Role, *, access: Access) -> None:
    """Give a member another role. The same role again changes nothing.

    Raises NotAllowed when the giver's own role is below the old or the new one, when the member sees brands that the
    giver does not, and for the last owner.
    """
    with changing(member, access, "role") as (row, giver):
        if row.role == role:
            return
        refuse_above(access, role)
        if rank(role) < rank(row.role):
            _refuse_raising_beyond(giver, access, row)
        if role != Role.OWNER:
            refuse_last_owner(row)
        before, row.role = row.role, role
        row.save(update_fields=["role"])
        ledger.record(
            "accounts.role_changed",
            row.subject,
            by=access.by,
            who=str(row.user),
            before=before,
            after=role.value,
        )


def set_reach(member: Membership, reach: Reach, *, access: Access) -> None:
    """Limit a member to brands, or let her see all, and raise her role in single ones.

    Raises NotAllowed for more than the giver sees or is herself, and for raises above admin.
    """
    with changing(member, access, "reach") as (row, giver):
        refuse_wider(giver, access, reach, row)
        brands = {**_unseen(giver, access, row), **reach.brands}
        for role in filter(None, reach.brands.values()):
            refuse_above(access, role)
            if role == Role.OWNER:
                raise NotAllowed(_("A brand raises nobody above admin."), code="above_admin")
        row.all_brands, row.by_teams = reach.all_brands, reach.by_teams and not reach.all_brands
        row.save(update_fields=["all_brands", "by_teams"])
        write_brands(row, brands)
        ledger.record(
            "accounts.reach_changed",
            row.subject,
            by=access.by,
            who=str(row.user),
            all_brands=row.all_brands,
            by_teams=row.by_teams,
            brands=sorted(brands),
            raised={str(pk): role for pk, role in brands.items() if role},
        )


def set_teams(member: Membership, team_ids: Sequence[int], *, access: Access) -> None:
    """Put a member into these teams and out of all others. Raises NotAllowed for what widens beyond the giver's brands."""
    with changing(member, access, "teams") as (row, giver):
        if row.by_teams and not giver.all_brands:
            raise NotAllowed(
                _("Teams decide which brands this person sees; only who sees all brands may change them.")
            )
        join_teams(row, team_ids)
        names = list(Team.objects.filter(pk__in=team_ids).order_by("name").values_list("name", flat=True))
        ledger.record("accounts.teams_changed", row.subject, by=access.by, who=str(row.user), teams=names)


def write_brands(member: Membership, brands: Mapping[int, str | None]) -> None:
    """Her rows are these and no others. Brands of other organizations are left out."""
    MembershipBrand.objects.filter(membership=member).delete()
    known = Brand.objects.filter(pk__in=brands.keys()).values_list("pk", flat=True)
    MembershipBrand.objects.bulk_create(
        MembershipBrand(
            organization_id=member.organization_id, membership=member, brand_id=pk, role=brands[pk] or None
        )
        for pk in known
    )


def join_teams(member: Membership, team_ids: Sequence[int]) -> None:
    """She is in these teams and no others. Teams of other organizations are left out."""
    TeamMember.objects.filter(membership=member).exclude(team__in=team_ids).delete()
    held = set(TeamMember.objects.filter(membership=member).values_list("team_id", flat=True))
    known = Team.objects.filter(pk__in=set(team_ids) - held).values_list("pk", flat=True)
    TeamMember.objects.bulk_create(
        TeamMember(organization_id=member.organization_id, membership=member, team_id=pk) for pk in known
    )


@contextmanager
def changing(member: Membership, access: Access, what: str) -> Iterator[tuple[Membership, Membership]]:
    """The rows of the changed and of the changer as they are now, alone until the block ends.

    A rule's no is written down, then rises. Raises NotAllowed when the changer may not manage this member.
    """
    with noted(member, access, what), transaction.atomic():
        alone()
        rows = Membership.objects.select_related("user").in_bulk([member.pk, access.membership.pk])
        giver, row = rows[access.membership.pk], rows[member.pk]
        if giver.deactivated_at is not None or Can.PEOPLE not in granted(giver.role):
            raise NotAllowed(
                _("Your own role was changed meanwhile. Load the page again."), code="changed_meanwhile"
            )
        if rank(giver.role) != rank(access.membership.role):
            raise NotAllowed(
                _("Your own role was changed meanwhile. Load the page again."), code="changed_meanwhile"
            )
        refuse_owner(giver, row)
        yield row, giver


def alone() -> None:
    """Wait for everybody who changes members of this organization, and keep others out until our transaction ends."""
    Organization.objects.select_for_update(no_key=True).get(pk=scope.required().organization_id)


@contextmanager
def noted(member: Membership, access: Access, what: str) -> Iterator[None]:
    """A rule's no is an event too: who wanted what of whom, and which rule said no."""
    try:
        yield
    except DomainError as error:
        ledger.record(
            "accounts.change_refused",
            member.subject,
            by=access.by,
            who=str(member.user),
            what=what,
            rule=error.code,
        )
        raise


def refuse_owner(giver: Membership, row: Membership) -> None:
    """Raise NotAllowed when somebody who is no owner would change one."""
    if row.role == Role.OWNER and giver.role != Role.OWNER:
        raise NotAllowed(_("Only an owner can change an owner."), code="owner_untouchable")


def refuse_above(access: Access, role: str) -> None:
    """Raise NotAllowed for a role above the giver's own."""
    if rank(role) < rank(access.membership.role):
        raise NotAllowed(_("Nobody gives a role above their own."), code="above_own_role")


def refuse_last_owner(row: Membership) -> None:
    """Raise NotAllowed when no owner would be left. Ask when alone."""
    if row.role != Role.OWNER:
        return
    if not Membership.objects.filter(**ACTIVE_OWNERS).exclude(pk=row.pk).exists():
        raise NotAllowed(
            _("This is the last owner. Make somebody else an owner first, or hand the organization over."),
            code="last_owner",
        )


def refuse_wider(giver: Membership, access: Access, reach: Reach, row: Membership | None = None) -> None:
    """Raise NotAllowed when somebody who does not see all brands would show others more than she sees.

    What `row` sees already may stay.
    """
    if giver.all_brands:
        return
    is_wider = reach.all_brands and not (row and row.all_brands)
    is_wider = is_wider or (reach.by_teams and not (row and row.by_teams))
    if is_wider or set(reach.brands) - {brand.pk for brand in access.brands}:
        raise NotAllowed(_("You can only give the brands that you see yourself."), code="wider_than_own")


def _refuse_raising_beyond(giver: Membership, access: Access, row: Membership) -> None:
    """A role counts in all brands that the member sees: it is raised by somebody who sees them, too."""
    if giver.all_brands or not (row.all_brands or row.by_teams or _unseen(giver, access, row)):
        return
    raise NotAllowed(
        _("This person sees brands that you do not see. Somebody who does may raise the role."),
        code="wider_than_own",
    )


def _unseen(giver: Membership, access: Access, row: Membership) -> dict[int, str | None]:
    """Her brands that the giver does not see: they stay as they are."""
    if giver.all_brands:
        return {}
    rows = MembershipBrand.objects.filter(membership=row).exclude(brand__in=[one.pk for one in access.brands])
    return dict(rows.values_list("brand_id", "role"))
