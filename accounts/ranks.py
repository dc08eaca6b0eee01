"""What roles mean in plain words, and which is above which."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.grants import Role

MEANS: dict[str, str | Promise] = {
    Role.OWNER: _(
        "Everything, and the only one who can hand over or close the organization and make other owners."
    ),
    Role.ADMIN: _("Everything in the brands: people, channels, settings, approving. Cannot touch owners."),
    Role.APPROVER: _("Writes, plans and approves posts, answers messages, reads numbers, pauses publishing."),
    Role.EDITOR: _("Writes and plans posts, answers messages, reads numbers. Cannot approve."),
    Role.CONTRIBUTOR: _("Writes drafts and comments. Somebody else plans them."),
    Role.ANALYST: _("Looks, comments, reads numbers and makes reports. Cannot write posts."),
    Role.CLIENT: _("Sees what is meant for clients, comments on it and approves it."),
}
"""One sentence for each role, as it stands beside the choice."""

_ORDER = list(Role.values)


@dataclass(frozen=True, slots=True)
class Meaning:
    """A role with its name and its sentence."""

    value: str
    name: str | Promise
    sentence: str | Promise


def rank(role: str) -> int:
    """0 for the strongest role; the higher the weaker."""
    return _ORDER.index(role)


def up_to(role: str) -> list[str]:
    """The roles that somebody with `role` may give: her own and those below, strongest first."""
    return _ORDER[rank(role) :]


def meanings(roles: Iterable[str]) -> list[Meaning]:
    """The roles for people."""
    return [Meaning(role, Role(role).label, MEANS[role]) for role in roles]
