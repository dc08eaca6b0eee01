"""What this room's events are called in the ledger."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from accounts.grants import Role
from accounts.models import Team
from accounts.models.organization import Late
from core import deeds
from core.deeds import Deed, Facts, Group, Named

PEOPLE = Group("people", _("People and access"), 30)
SETTINGS = Group("settings", _("Settings"), 40)
PAUSES = Group("pauses", _("Pauses"), 15)


def register() -> None:
    """Called once at start-up."""
    deeds.name("team", _teams)
    deeds.register(
        Deed("accounts.organization_created", _("%(who)s made the organization %(name)s"), SETTINGS, "house"),
        Deed("accounts.brand_created", _("%(who)s made the brand %(name)s"), SETTINGS, "plus"),
        Deed(
            "accounts.late_rule_changed",
            _("%(who)s changed the rule for late posts: %(rule)s"),
            SETTINGS,
            "settings",
            _late_words,
        ),
        Deed("accounts.hold_placed", _("%(who)s paused publishing: %(what)s"), PAUSES, "octagon-pause"),
        Deed("accounts.hold_ended", _("%(who)s ended the pause: %(what)s"), PAUSES, "play"),
        Deed(
            "accounts.person_invited", _("%(who)s invited %(email)s as %(role)s"), PEOPLE, "mail", _role_words
        ),
        Deed(
            "accounts.invitation_revoked",
            _("%(who)s took back the invitation of %(email)s"),
            PEOPLE,
            "undo-2",
        ),
        Deed(
            "accounts.invitation_accepted",
            _("%(who)s accepted an invitation and is now: %(role)s"),
            PEOPLE,
            "user-round",
            _role_words,
        ),
    )


def _teams(ids: Sequence[str]) -> Mapping[str, Named]:
    return {str(team.pk): Named(team.name) for team in Team.objects.filter(pk__in=ids)}


def _role_words(facts: Facts) -> Facts:
    role = str(facts.get("role", ""))
    return {**facts, "role": str(Role(role).label) if role in Role.values else role}


def _late_words(facts: Facts) -> Facts:
    after = facts.get("after") or {}
    action = str(after.get("action", ""))
    return {**facts, "rule": str(Late(action).label) if action in Late.values else action}
