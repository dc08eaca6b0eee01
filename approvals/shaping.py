"""A plan in somebody's hands: what a form says it is, and the small steps by which she changes it. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from django.http import QueryDict

from accounts.grants import Role
from approvals.models import Mode
from approvals.plans import MOST_STAGES, Chair, Plan, Step
from core.ids import id_of

STAGE = "stage-{place}-{part}"


def drawn(sent: QueryDict) -> list[Step]:
    """The stages as the form shows them, whatever is wrong with them: nothing typed is lost."""
    count = _number(sent.get("stages", "0"), 0)
    return [_step(sent, place) for place in range(min(count, MOST_STAGES + 1))]


def changed(plan: Plan, command: str, blank: Step) -> Plan | None:
    """The plan after `add`, `remove-2`, `up-1` or `down-0`; None for a command that is none of these."""
    verb, _dash, place = command.partition("-")
    act = COMMANDS.get(verb)
    if act is None:
        return None
    return replace(plan, steps=act(list(plan.steps), _number(place, 0), blank))


def value_of(chair: Chair) -> str:
    """The chair as a form posts it: `role:approver`, `member:12`, `team:3`, `guest:<uuid>`."""
    if chair.membership is not None:
        return f"member:{chair.membership}"
    if chair.team is not None:
        return f"team:{chair.team}"
    return f"guest:{chair.guest}" if chair.guest is not None else f"role:{chair.role}"


def chair_of(value: str) -> Chair | None:
    """The chair again; None for what is none."""
    sort, _colon, name = value.partition(":")
    if sort == "role":
        return Chair(role=name) if name in Role.values else None
    if sort == "guest":
        return _guest(name)
    number = _number(name, 0)
    if not number:
        return None
    return {"member": Chair(membership=number), "team": Chair(team=number)}.get(sort)


def _step(sent: QueryDict, place: int) -> Step:
    def part(name: str) -> str:
        return sent.get(STAGE.format(place=place, part=name), "")

    values = sent.getlist(STAGE.format(place=place, part="chairs"))
    mode = part("mode")
    return Step(
        name=part("name"),
        chairs=[chair for value in dict.fromkeys(values) if (chair := chair_of(value)) is not None],
        mode=Mode(mode) if mode in Mode.values else Mode.ANY,
        quorum=_number(part("quorum"), 0 if mode == Mode.QUORUM else 1),
    )


def _add(steps: list[Step], place: int, blank: Step) -> list[Step]:
    return [*steps, blank][:MOST_STAGES]


def _remove(steps: list[Step], place: int, blank: Step) -> list[Step]:
    return steps[:place] + steps[place + 1 :]


def _up(steps: list[Step], place: int, blank: Step) -> list[Step]:
    if not 0 < place < len(steps):
        return steps
    return [*steps[: place - 1], steps[place], steps[place - 1], *steps[place + 1 :]]


def _down(steps: list[Step], place: int, blank: Step) -> list[Step]:
    return _up(steps, place + 1, blank)


COMMANDS: Mapping[str, Callable[[list[Step], int, Step], list[Step]]] = {
    "add": _add,
    "remove": _remove,
    "up": _up,
    "down": _down,
}


def _guest(text: str) -> Chair | None:
    guest = id_of(text)
    return Chair(guest=guest) if guest else None


def _number(text: str, otherwise: int) -> int:
    plain = text.strip()
    return int(plain) if plain.isascii() and plain.isdecimal() and len(plain) < 10 else otherwise
