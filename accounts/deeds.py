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
IN_VAIN = {
    "used": _("it was used before"),
    "revoked": _("it had been taken back"),
    "expired": _("it had expired"),
    "another_person": _("it is for another address"),
}
"""Why an invitation was refused, by the code of the refusal."""


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
    register_invitations()
    register_people()
    register_settings()
    register_rules()


def register_rules() -> None:
    """Keys of programs, and whose words go out by themselves."""
    deeds.register(
        Deed(
            "accounts.api_key_made", _("%(who)s made the key “%(name)s” for a program"), SETTINGS, "key-round"
        ),
        Deed("accounts.api_key_revoked", _("%(who)s took back the key “%(name)s”"), SETTINGS, "key-round"),
        Deed(
            "accounts.reply_rule_changed", _("%(who)s changed whose replies need approval"), SETTINGS, "reply"
        ),
        Deed(
            "accounts.talk_changed",
            _("%(who)s changed whom new comments are for"),
            SETTINGS,
            "message-square-text",
        ),
    )


def register_invitations() -> None:
    """What becomes of invitations that are out."""
    deeds.register(
        Deed(
            "accounts.invitation_refused",
            _("%(who)s tried to use an invitation in vain: %(why)s"),
            PEOPLE,
            "circle-x",
            _vain_words,
        ),
        Deed(
            "accounts.invitation_sent_again",
            _("%(who)s sent the invitation of %(email)s again"),
            PEOPLE,
            "mail",
        ),
    )


def register_people() -> None:
    """What becomes of people, their roles and teams."""
    deeds.register(
        Deed("accounts.absence_changed", _("%(who)s changed when somebody is away"), PEOPLE, "clock"),
        Deed("accounts.change_refused", _("A change of %(who)s was refused"), PEOPLE, "lock"),
        Deed("accounts.person_deactivated", _("%(who)s closed the access of a person"), PEOPLE, "lock"),
        Deed("accounts.person_left", _("%(who)s left the organization"), PEOPLE, "user-round"),
        Deed(
            "accounts.person_reactivated",
            _("%(who)s opened the access of a person again"),
            PEOPLE,
            "user-round",
        ),
        Deed("accounts.reach_changed", _("%(who)s changed which brands a person reaches"), PEOPLE, "users"),
        Deed("accounts.role_changed", _("%(who)s changed the role of a person"), PEOPLE, "user-round"),
        Deed("accounts.team_changed", _("%(who)s changed the team %(what)s"), PEOPLE, "users"),
        Deed("accounts.team_created", _("%(who)s made the team %(what)s"), PEOPLE, "users"),
        Deed("accounts.team_removed", _("%(who)s removed a team"), PEOPLE, "users"),
        Deed("accounts.teams_changed", _("%(who)s changed the teams of a person"), PEOPLE, "users"),
        Deed(
            "accounts.second_factor_removed",
            _("%(who)s removed the second factor of a person"),
            PEOPLE,
            "lock",
        ),
    )


def register_settings() -> None:
    """What becomes of brands and settings."""
    deeds.register(
        Deed(
            "accounts.approval_lifted",
            _("%(who)s lifted the need of approval in %(what)s"),
            SETTINGS,
            "badge-check",
        ),
        Deed(
            "accounts.approval_required",
            _("%(who)s made approval required in %(what)s"),
            SETTINGS,
            "badge-check",
        ),
        Deed("accounts.brand_changed", _("%(who)s changed the brand %(what)s"), SETTINGS, "settings"),
        Deed(
            "accounts.brand_restored",
            _("%(who)s took the brand %(what)s out of the trash"),
            SETTINGS,
            "undo-2",
        ),
        Deed(
            "accounts.brand_trashed", _("%(who)s moved the brand %(what)s to the trash"), SETTINGS, "trash-2"
        ),
        Deed(
            "accounts.organization_changed",
            _("%(who)s changed the organization’s settings"),
            SETTINGS,
            "settings",
        ),
        Deed(
            "accounts.alt_rule_changed",
            _("%(who)s changed the rule for descriptions of pictures"),
            SETTINGS,
            "settings",
        ),
    )


def _teams(ids: Sequence[str]) -> Mapping[str, Named]:
    return {str(team.pk): Named(team.name) for team in Team.objects.filter(pk__in=ids)}


def _role_words(facts: Facts) -> Facts:
    role = str(facts.get("role", ""))
    return {**facts, "role": str(Role(role).label) if role in Role.values else role}


def _vain_words(facts: Facts) -> Facts:
    return {**facts, "why": str(IN_VAIN.get(str(facts.get("rule", "")), _("it could not be accepted")))}


def _late_words(facts: Facts) -> Facts:
    after = facts.get("after") or {}
    action = str(after.get("action", ""))
    return {**facts, "rule": str(Late(action).label) if action in Late.values else action}
