"""Asking people for a yes to a reply, and taking the question back."""

from __future__ import annotations

from approvals.services import reviewing
from core.ledger import By
from core.outbox.clearance import Clearance
from inbox.models import Reply

COVERS = str(Clearance.Covers.REPLY)


def submit(reply: Reply, *, by: By) -> None:
    """Put a held reply, whose row is locked, before those who approve. Raises NotAllowed when nobody could say yes."""
    reviewing.submit(COVERS, reply.pk, by=by)


def withdraw(reply: Reply, *, by: By) -> None:
    """Nobody need decide about it any more; a yes to it ends, and it is held again. Ask with its row locked."""
    if reviewing.void_for(COVERS, reply.pk, by=by) is not None:
        reply.refresh_from_db()
