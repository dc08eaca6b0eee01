"""Hours in which nobody is disturbed but by what cannot wait."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class QuietHours(models.Model):
    """From when until when, by the clock of whoever has them; over midnight when the end is earlier. Both or none."""

    quiet_from = models.TimeField(_("quiet from"), null=True, blank=True)
    quiet_until = models.TimeField(_("quiet until"), null=True, blank=True)

    class Meta:
        abstract = True


def quiet_hours_whole(name: str) -> models.CheckConstraint:
    """Both ends are there and differ, or none is."""
    none = models.Q(quiet_from=None, quiet_until=None)
    both = models.Q(quiet_from__isnull=False, quiet_until__isnull=False) & ~models.Q(
        quiet_from=models.F("quiet_until")
    )
    return models.CheckConstraint(name=name, condition=none | both)
