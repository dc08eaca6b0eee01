"""How a brand approves: stages in a row, and who sits in each."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.grants import Role
from approvals.models.guest import Guest
from core.outbox.clearance import Clearance
from core.tenancy.keys import WalledKey
from core.tenancy.rows import BrandManager, BrandOwned

LEAD_MINUTES = 240
TOLERANCE_MINUTES = 60
LONGEST_MINUTES = 30 * 24 * 60


class AtDue(models.TextChoices):
    """What becomes of something that nobody approved when its time comes."""

    HOLD = "hold", _("Hold it until somebody decides")
    EXPIRE = "expire", _("Let it expire")


class Mode(models.TextChoices):
    """How many of those asked must say yes."""

    ANY = "any", _("One of them")
    ALL = "all", _("All of them")
    QUORUM = "quorum", _("A number of them")


class Workflow(BrandOwned):
    """One is active for each brand and kind. Reviews keep a copy of what it said when they began.

    The deadline is `lead_minutes` before the planned time. A yes counts for the planned time plus or minus
    `tolerance_minutes`. `allows_self`: whoever wrote or submitted something may be among those who approve it.
    """

    name = models.CharField(max_length=80)
    covers = models.CharField(max_length=5, choices=Clearance.Covers, default=Clearance.Covers.POST)
    allows_self = models.BooleanField(default=False)
    lead_minutes = models.PositiveIntegerField(default=LEAD_MINUTES)
    tolerance_minutes = models.PositiveIntegerField(default=TOLERANCE_MINUTES)
    at_due = models.CharField(max_length=6, choices=AtDue, default=AtDue.HOLD)
    revision = models.PositiveIntegerField(default=1)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(db_default=Now())

    objects = BrandManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "brand", "covers"],
                condition=Q(is_active=True),
                name="workflow_one_active",
            ),
            models.CheckConstraint(
                name="workflow_minutes",
                condition=Q(lead_minutes__lte=LONGEST_MINUTES, tolerance_minutes__lte=LONGEST_MINUTES),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Stage(BrandOwned):
    """One step: who is asked, and how many must say yes. `quorum` counts for its mode alone."""

    workflow = WalledKey(Workflow, models.CASCADE, related_name="stages")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=80)
    mode = models.CharField(max_length=6, choices=Mode, default=Mode.ANY)
    quorum = models.PositiveSmallIntegerField(default=1)

    objects = BrandManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "workflow", "position"], name="stage_position"),
            models.CheckConstraint(name="stage_quorum", condition=Q(quorum__gte=1)),
        ]

    def __str__(self) -> str:
        return self.name


class Seat(BrandOwned):
    """Somebody who is asked in a stage: a member, everybody of a role or a team, or a guest."""

    stage = WalledKey(Stage, models.CASCADE, related_name="seats")
    membership = WalledKey("accounts.Membership", models.CASCADE, null=True, related_name="+")
    role = models.CharField(max_length=12, choices=Role, blank=True)
    team = WalledKey("accounts.Team", models.CASCADE, null=True, related_name="+")
    guest = WalledKey(Guest, models.CASCADE, null=True, related_name="+")

    objects = BrandManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="seat_is_one_thing",
                condition=Q(membership__isnull=False, role="", team=None, guest=None)
                | (Q(membership=None, team=None, guest=None) & ~Q(role=""))
                | Q(membership=None, role="", team__isnull=False, guest=None)
                | Q(membership=None, role="", team=None, guest__isnull=False),
            ),
        ]
        indexes = [
            # the seats of a workflow's stages
            models.Index(fields=["organization", "stage"], name="seat_stage"),
        ]

    def __str__(self) -> str:
        return f"seat {self.pk}"
