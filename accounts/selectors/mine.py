"""A person's own memberships, across organizations: the one list she may read without a scope."""

from __future__ import annotations

from accounts.models import Membership, User
from core import text


def memberships(person: User) -> list[Membership]:
    """Her active memberships with their organizations, by name. One query; ask while no scope is open."""
    rows = Membership._base_manager.filter(user=person, deactivated_at=None).select_related("organization")
    return sorted(rows, key=lambda row: text.fold(row.organization.name))
