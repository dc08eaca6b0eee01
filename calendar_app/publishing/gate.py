"""What the gate in the database says to the engine."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from django.db import IntegrityError

CONSTRAINTS = frozenset({"delivery_gate", "delivery_cleared", "delivery_window", "delivery_exempt"})


class NotCleared(Exception):
    """The database lets this delivery neither wait nor be sent: its yes is gone or never covered it."""


@contextmanager
def asked(constraints: Collection[str] = CONSTRAINTS) -> Iterator[None]:
    """Turn the gate's no (a table's own `constraints`) into NotCleared; any other broken one is our mistake and rises."""
    try:
        yield
    except IntegrityError as error:
        diagnostics = getattr(error.__cause__, "diag", None)
        if getattr(diagnostics, "constraint_name", None) not in constraints:
            raise
        raise NotCleared(str(error)) from error
