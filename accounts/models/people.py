"""Members and teams of an organization."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.grants import Role
from core.tenancy.keys import WalledKey
from core.tenancy.rows import Walled, WalledManager


class Membership(Walled):
    """A person's place in an organization: one role, for all brands or for some.

    Who does not see all brands sees those of her MembershipBrand rows and, with `by_teams`, those of her teams.
    Between `away_from` and `away_until` (None: until she says otherwise) the stand-in decides for her.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    role = models.CharField(max_length=12, choices=Role)
    all_brands = models.BooleanField(default=True)
    by_teams = models.BooleanField(default=False, db_default=False)
    stand_in = WalledKey("self", models.SET_NULL, null=True, blank=True, related_name="+")
    away_from = models.DateTimeField(null=True, blank=True)
    away_until = models.DateTimeField(null=True, blank=True)
    deactivated_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = WalledManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "user"], name="membership_once"),
            models.CheckConstraint(
                name="membership_never_her_own_stand_in",
                condition=Q(stand_in=None) | ~Q(stand_in=F("id")),
            ),
            models.CheckConstraint(
                name="membership_away_is_whole",
                condition=Q(away_from=None, away_until=None)
                | (Q(away_from__isnull=False) & (Q(away_until=None) | Q(away_until__gt=F("away_from")))),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} of {self.organization_id}"

    @property
    def subject(self) -> str:
        """The membership as the ledger names it."""
        return f"membership:{self.pk}"

    def is_away(self, now: datetime) -> bool:
        """Whether somebody else decides for her at `now`."""
        if self.away_from is None or now < self.away_from:
            return False
        return self.away_until is None or now < self.away_until


class MembershipBrand(Walled):
    """One brand of a limited membership, or a brand that raises the role there (never above admin)."""

    membership = WalledKey(Membership, models.CASCADE, related_name="brands")
    brand = WalledKey("accounts.Brand", models.CASCADE, related_name="+")
    role = models.CharField(max_length=12, choices=Role, null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "membership", "brand"], name="membershipbrand_once"
            ),
            models.CheckConstraint(
                name="membershipbrand_never_owner", condition=Q(role=None) | ~Q(role=Role.OWNER)
            ),
        ]

    def __str__(self) -> str:
        return f"brand {self.brand_id} of membership {self.membership_id}"


class Team(Walled):
    """People who work together: headquarters, a region. A region is a team with brands."""

    name = models.CharField(max_length=80)

    objects = WalledManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "name"], name="team_name"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def subject(self) -> str:
        """The team as the ledger names it."""
        return f"team:{self.pk}"


class TeamMember(Walled):
    """A member in a team."""

    team = WalledKey(Team, models.CASCADE, related_name="members")
    membership = WalledKey(Membership, models.CASCADE, related_name="teams")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "team", "membership"], name="teammember_once"),
        ]

    def __str__(self) -> str:
        return f"member {self.membership_id} of team {self.team_id}"


class TeamBrand(Walled):
    """A brand of a team."""

    team = WalledKey(Team, models.CASCADE, related_name="brands")
    brand = WalledKey("accounts.Brand", models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "team", "brand"], name="teambrand_once"),
        ]

    def __str__(self) -> str:
        return f"brand {self.brand_id} of team {self.team_id}"
