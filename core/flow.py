"""State machines as data: a table of state, action, next state; moved by compare-and-set."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.errors import NotAllowed, Stale


@dataclass(frozen=True, slots=True)
class Flow:
    """`table[state][action]` is the state that follows. Rows keep their state in a field `state`."""

    table: Mapping[str, Mapping[str, str]]

    def states(self) -> frozenset[str]:
        """All states that the table knows."""
        after = {state for moves in self.table.values() for state in moves.values()}
        return frozenset(self.table) | after

    def actions(self, state: str) -> frozenset[str]:
        """What may be done in `state`."""
        return frozenset(self.table.get(state, {}))

    def sources(self, action: str) -> list[str]:
        """The states in which `action` is possible."""
        return [state for state, moves in self.table.items() if action in moves]

    def after(self, state: str, action: str) -> str:
        """The state that follows. Raises NotAllowed where the table has no such move."""
        try:
            return self.table[state][action]
        except KeyError:
            raise NotAllowed(_("This cannot be done any more; its state has changed.")) from None

    def advance(self, row: models.Model, action: str, **changes: Any) -> None:
        """Move `row` and write `changes` in one statement, only if it is still in the state we saw.

        What the database computes (`Now()`, `F(…)`) is read back when it is first asked for.
        Raises NotAllowed when the table has no such move, Stale when somebody else moved it first.
        """
        before = row.state  # type: ignore[attr-defined]
        values = {"state": self.after(before, action), **changes}
        manager = type(row)._default_manager
        if manager.filter(pk=row.pk, state=before).update(**values) != 1:
            raise Stale(_("Someone else changed this first. Look at it again."))
        for name, value in values.items():
            if hasattr(value, "resolve_expression"):
                row.__dict__.pop(name, None)
            else:
                setattr(row, name, value)
