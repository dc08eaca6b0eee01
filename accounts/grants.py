"""What may be done (words), by whom (roles): the one table that answers "may she?"."""

from __future__ import annotations

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Can(StrEnum):
    """What a person may do in a brand. Ask for a word, never for a role."""

    VIEW = "view"
    COMMENT = "comment"
    WRITE = "write"
    SCHEDULE = "schedule"
    APPROVE = "approve"
    REPLY = "reply"
    STRATEGY = "strategy"
    MEASURE = "measure"
    REPORT = "report"
    CONNECT = "connect"
    HOLD = "hold"
    SETTINGS = "settings"
    PEOPLE = "people"
    AUDIT = "audit"
    OWN = "own"


class Role(models.TextChoices):
    """What a member is, strongest first."""

    OWNER = "owner", _("Owner")
    ADMIN = "admin", _("Admin")
    APPROVER = "approver", _("Approver")
    EDITOR = "editor", _("Editor")
    CONTRIBUTOR = "contributor", _("Contributor")
    ANALYST = "analyst", _("Analyst")
    CLIENT = "client", _("Client")


EVERYTHING = frozenset(Can)
LOOKS = frozenset({Can.VIEW, Can.COMMENT})

GRANTS: dict[str, frozenset[Can]] = {
    Role.OWNER: EVERYTHING,
    Role.ADMIN: EVERYTHING - {Can.OWN},
    Role.APPROVER: LOOKS
    | {
        Can.WRITE,
        Can.SCHEDULE,
        Can.APPROVE,
        Can.REPLY,
        Can.STRATEGY,
        Can.MEASURE,
        Can.REPORT,
        Can.HOLD,
    },
    Role.EDITOR: LOOKS | {Can.WRITE, Can.SCHEDULE, Can.REPLY, Can.MEASURE},
    Role.CONTRIBUTOR: LOOKS | {Can.WRITE},
    Role.ANALYST: LOOKS | {Can.MEASURE, Can.REPORT},
    Role.CLIENT: LOOKS | {Can.APPROVE},
}


def granted(role: str, raised: str | None = None) -> frozenset[Can]:
    """The words of a role. A brand may raise it (`raised`), never above admin, never below."""
    words = GRANTS[role]
    if raised is None or raised == Role.OWNER:
        return words
    return words | GRANTS[raised]
