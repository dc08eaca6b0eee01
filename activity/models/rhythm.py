"""When a person wants mails that can wait."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.quiet import QuietHours, quiet_hours_whole
from accounts.models.user import validate_zone
from core.tenancy.rows import Walled, WalledManager

MORNING = 9


class Pace(models.TextChoices):
    """How often."""

    NOW = "now", _("One by one, at once")
    HOURLY = "hourly", _("Gathered, once an hour")
    DAILY = "daily", _("Gathered, once a day")


class Quiet(models.TextChoices):
    """Whose quiet hours count for her."""

    THEIRS = "theirs", _("Those of the brand or the organization")
    OWN = "own", _("My own")
    NONE = "none", _("No quiet hours")


class Rhythm(QuietHours, Walled):
    """Without a row: at once, with the quiet hours of brand or organization. `zone` "" is her profile's."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    pace = models.CharField(max_length=6, choices=Pace, default=Pace.NOW)
    hour = models.PositiveSmallIntegerField(default=MORNING)
    quiet = models.CharField(max_length=6, choices=Quiet, default=Quiet.THEIRS)
    zone = models.CharField(max_length=64, blank=True, validators=[validate_zone])

    objects = WalledManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "person"], name="rhythm_once"),
            models.CheckConstraint(name="rhythm_hour", condition=models.Q(hour__lt=24)),
            models.CheckConstraint(
                name="rhythm_own_quiet",
                condition=~models.Q(quiet=Quiet.OWN) | models.Q(quiet_from__isnull=False),
            ),
            quiet_hours_whole("rhythm_quiet_hours"),
        ]

    def __str__(self) -> str:
        return f"mails {self.pace}"
