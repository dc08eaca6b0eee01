"""Which database this is, so that a database from a backup is noticed before anything is sent from it again."""

from __future__ import annotations

from django.db import models


class Installation(models.Model):
    """One row, outside the wall, without content. Another identity than the stored one means: restored from a backup."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    system_identifier = models.BigIntegerField()
    timeline = models.BigIntegerField()
    database_oid = models.BigIntegerField()
    restored_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(name="installation_is_one", condition=models.Q(id=1))]

    def __str__(self) -> str:
        return f"database {self.system_identifier}"
