"""Counts of what this installation does, kept in the database: one place to read them, however many processes count.

Outside the wall and without content: names, labels and numbers only.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Tally(models.Model):
    """`value` of `name{label}`: since ever where `minute` is null, else of that minute (kept for a day)."""

    name = models.CharField(max_length=60)
    label = models.CharField(max_length=120, blank=True)
    minute = models.DateTimeField(null=True, blank=True)
    value = models.FloatField(default=0)

    class Meta:
        constraints = [
            # adding finds its row by this
            models.UniqueConstraint(
                fields=["name", "label", "minute"], name="tally_once", nulls_distinct=False
            ),
        ]
        indexes = [
            # what happened of late, and what is old enough to be forgotten
            models.Index(fields=["minute"], condition=Q(minute__isnull=False), name="tally_minute"),
        ]

    def __str__(self) -> str:
        return f"{self.name}{{{self.label}}}"
