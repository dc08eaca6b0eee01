"""The sweep: finds lanes whose time was lost, whatever lost it. Nothing depends on it being quick."""

from __future__ import annotations

from django.db.models import Min

from core.outbox import lanes, serving
from core.outbox.states import DUE, State
from core.tenancy.crossing import crossing


def sweep() -> int:
    """Wake every lane that has a row waiting earlier than the lane knows; returns how many had been lost."""
    wishes: dict[tuple[str, str, int | None], lanes.Wish] = {}
    for wish in (wish for server in serving.servers() for wish in _earliest(server)):
        known = wishes.setdefault((wish.kind, wish.key, wish.organization_id), wish)
        if wish.at < known.at:
            wishes[wish.kind, wish.key, wish.organization_id] = wish
    return lanes.wake(list(wishes.values()))


def _earliest(server: serving.Server) -> list[lanes.Wish]:
    with crossing("sweep: when the next row of each lane is due, without its content"):
        rows = server.model._base_manager.values_list(server.key, "organization_id").order_by()
        due = list(rows.filter(state__in=DUE).annotate(at=Min("due_at")))
        sending = list(rows.filter(state=State.SENDING).annotate(at=Min("fenced_at")))
    left = [(key, organization, at + lanes.deadline()) for key, organization, at in sending]
    return [lanes.Wish(server.kind, str(key), organization, at) for key, organization, at in due + left]
