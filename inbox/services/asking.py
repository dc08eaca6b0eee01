"""Asking people for a yes to a reply."""

from __future__ import annotations

from core.ledger import By
from inbox.models import Reply


def submit(reply: Reply, *, by: By) -> None:
    """Put a held reply before those who approve."""


def withdraw(reply: Reply, *, by: By) -> None:
    """Nobody need decide about it any more."""
