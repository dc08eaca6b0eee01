"""The abstract outgoing row, and the trigger that tells its lane when a row starts to wait."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from core.outbox.states import DUE, State
from core.tenancy.walls import WallOperation


class Outgoing(models.Model):
    """One thing to do in the world, once.

    `due_at` is when the engine acts next and nothing else; `fence` names the attempt that may settle the row.
    """

    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    due_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    looks = models.PositiveSmallIntegerField(default=0)
    fence = models.UUIDField(null=True, blank=True, editable=False)
    fenced_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_due_has_time",
                condition=~Q(state__in=DUE) | Q(due_at__isnull=False),
            ),
            models.CheckConstraint(
                name="%(class)s_sending_is_fenced",
                condition=~Q(state=State.SENDING) | Q(fence__isnull=False, fenced_at__isnull=False),
            ),
        ]


class WakesLane(WallOperation):
    """Trigger: a row that starts to wait (or waits for another time) lowers `next_at` of its lane.

    The lane's row is locked by it, so a worker that is just leaving the lane counts the new row, or is told by it.
    """

    def __init__(self, model: str, kind: str, key: str) -> None:
        super().__init__(model)
        self.kind = kind
        self.key = key

    def build(self, model: type[models.Model]) -> list[str]:
        """Function and trigger."""
        table = model._meta.db_table
        due = ", ".join(f"'{state}'" for state in DUE)
        return [
            self.function(table, "EXCLUDED.next_at"),
            f"""
CREATE TRIGGER wakes_lane AFTER INSERT OR UPDATE OF state, due_at ON {table}
FOR EACH ROW WHEN (NEW.state IN ({due})) EXECUTE FUNCTION {table}_wakes_lane()""",
        ]

    def function(self, table: str, at: str) -> str:
        """What the trigger runs: the lane wants something `at`, or earlier if it did already."""
        return f"""
CREATE OR REPLACE FUNCTION {table}_wakes_lane() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO core_lane (kind, key, organization_id, next_at, worker)
  VALUES ('{self.kind}', NEW.{self.key}::text, NEW.organization_id, NEW.due_at, '')
  ON CONFLICT (kind, key, organization_id)
  DO UPDATE SET next_at = LEAST(core_lane.next_at, {at});
  RETURN NULL;
END $$"""  # noqa: S608 — names and states are ours

    def remove(self, model: type[models.Model]) -> list[str]:
        """Both."""
        table = model._meta.db_table
        return [f"DROP TRIGGER wakes_lane ON {table}", f"DROP FUNCTION {table}_wakes_lane()"]

    def __repr__(self) -> Any:
        return f"{type(self).__name__}({self.model})"


class WakesLaneAfterPause(WakesLane):
    """The same trigger, but a lane that its network asked to pause is not woken before the pause is over."""

    def build(self, model: type[models.Model]) -> list[str]:
        """Another body for the function."""
        at = "GREATEST(EXCLUDED.next_at, core_lane.paused_until)"
        return [self.function(model._meta.db_table, at)]

    def remove(self, model: type[models.Model]) -> list[str]:
        """The former body."""
        return [self.function(model._meta.db_table, "EXCLUDED.next_at")]
