"""Who can be put on a stage: roles, people, teams and guests of a brand."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.grants import Can, Role
from accounts.models import Brand, Membership, Team
from accounts.selectors.people import members_who
from approvals.models import Guest
from approvals.plans import APPROVING_ROLES, Plan


@dataclass(frozen=True, slots=True)
class Choice:
    """One chair as a form offers it."""

    value: str
    name: str
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Chairs of one sort."""

    name: str
    chairs: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Offered:
    """All chairs, by sort."""

    sorts: tuple[tuple[str, tuple[Choice, ...]], ...]

    def groups(self, chosen: Collection[str]) -> list[Group]:
        """With the chosen ones ticked."""
        return [
            Group(name, tuple(Choice(one.value, one.name, one.value in chosen) for one in some))
            for name, some in self.sorts
        ]


def offered(brand: Brand, plan: Plan) -> Offered:
    """Those who may approve here, and those on a chair already who may not any more, so that they can be taken off."""
    members = {one.pk: str(one.user) for one in members_who(Can.APPROVE, [brand.pk])}
    seated = {chair.membership for step in plan.steps for chair in step.chairs if chair.membership}
    strangers = Membership.objects.filter(pk__in=seated - set(members)).select_related("user")
    lost = {one.pk: _("%(name)s (may not approve)") % {"name": one.user} for one in strangers}
    roles = (*APPROVING_ROLES, Role.CLIENT)
    guests = Guest.objects.filter(brand=brand, revoked_at=None).order_by("name", "pk")
    return Offered(
        (
            (_("Roles"), tuple(Choice(f"role:{role.value}", str(role.label)) for role in roles)),
            (_("People"), tuple(Choice(f"member:{pk}", name) for pk, name in {**members, **lost}.items())),
            (
                _("Teams"),
                tuple(Choice(f"team:{team.pk}", team.name) for team in Team.objects.order_by("name", "pk")),
            ),
            (_("Guests"), tuple(Choice(f"guest:{guest.pk}", guest.name) for guest in guests)),
        )
    )
