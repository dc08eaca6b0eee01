"""Which organizations have reviews that wait, for the watch that looks after them."""

from __future__ import annotations

from approvals.models import Review
from approvals.states import State
from core.tenancy.crossing import crossing


def organizations_waiting() -> list[int]:
    """Their ids. Ask outside any scope and transaction."""
    with crossing("approvals: which organizations wait for an answer, to remind them in time"):
        rows = Review._base_manager.filter(state=State.OPEN).values_list("organization_id", flat=True)
        return sorted(set(rows.distinct()))
