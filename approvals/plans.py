"""A workflow as plain values: what a page edits, what a dry run judges, and what a review freezes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.grants import Role
from approvals.models import AtDue, Mode
from approvals.models.workflow import LEAD_MINUTES, TOLERANCE_MINUTES

APPROVING_ROLES = (Role.OWNER, Role.ADMIN, Role.APPROVER)
MOST_STAGES = 10


@dataclass(frozen=True, slots=True)
class Chair:
    """Exactly one of these: a membership, a role, a team (ids), or a guest."""

    membership: int | None = None
    role: str = ""
    team: int | None = None
    guest: UUID | None = None

    def as_json(self) -> dict[str, Any]:
        """For Review.steps: only what is set."""
        values = {"membership": self.membership, "role": self.role, "team": self.team}
        found: dict[str, Any] = {key: value for key, value in values.items() if value}
        return found | ({"guest": str(self.guest)} if self.guest else {})


@dataclass(frozen=True, slots=True)
class Step:
    """One stage. `quorum` counts for Mode.QUORUM alone. `need` is how many must say yes, 0 until its people are asked."""

    name: str
    chairs: Sequence[Chair]
    mode: Mode = Mode.ANY
    quorum: int = 1
    need: int = 0

    def needed(self, people: int) -> int:
        """How many of so many people must say yes."""
        match self.mode:
            case Mode.ALL:
                return people
            case Mode.QUORUM:
                return self.quorum
        return 1

    def as_json(self) -> dict[str, Any]:
        """For Review.steps."""
        return {
            "name": self.name,
            "mode": str(self.mode),
            "quorum": self.quorum,
            "need": self.need,
            "seats": [chair.as_json() for chair in self.chairs],
        }


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole workflow; `revision` 0 is one that nobody has set: everybody who may approve is asked, one is enough."""

    name: str
    steps: Sequence[Step]
    allows_self: bool = False
    lead_minutes: int = LEAD_MINUTES
    tolerance_minutes: int = TOLERANCE_MINUTES
    at_due: AtDue = AtDue.HOLD
    revision: int = field(default=0, compare=False)


def step_of(stored: dict[str, Any]) -> Step:
    """A step of Review.steps again."""
    return Step(
        name=stored["name"],
        chairs=[_chair(one) for one in stored["seats"]],
        mode=Mode(stored["mode"]),
        quorum=stored["quorum"],
        need=stored["need"],
    )


def _chair(stored: dict[str, Any]) -> Chair:
    guest = stored.get("guest")
    return Chair(
        stored.get("membership"), stored.get("role", ""), stored.get("team"), UUID(guest) if guest else None
    )


def one_approver() -> Plan:
    """One stage, any of those who may approve. Also what a brand without a workflow has."""
    chairs = [Chair(role=role) for role in APPROVING_ROLES]
    return Plan(_("One approver"), [Step(_("Approval"), chairs)])


def team_then_legal(legal: Sequence[Chair] = ()) -> Plan:
    """One of the team, then one of those who look at the law; without `legal` its seats wait to be filled."""
    return Plan(_("Team, then legal"), [*one_approver().steps, Step(_("Legal"), list(legal))])


def agency_then_client(guests: Sequence[Chair] = ()) -> Plan:
    """One of the agency, then all of the client's people: members in that role, or guests."""
    client = Step(_("Client"), list(guests) or [Chair(role=Role.CLIENT)])
    return Plan(_("Agency, then client"), [Step(_("Agency"), one_approver().steps[0].chairs), client])


PRESETS = {
    "one_approver": one_approver,
    "team_then_legal": team_then_legal,
    "agency_then_client": agency_then_client,
}
"""By the words that a page posts. The fourth, none, is no workflow: the brand's policy asks for no approval."""
