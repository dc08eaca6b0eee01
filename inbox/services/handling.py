"""Who answers, and when: assign, take, close, reopen, snooze, wait; for one conversation or for many at once."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, Team
from connections.selectors import reachable
from core import clock, ledger
from core.errors import DomainError, NotAllowed, Sentence
from core.ledger import By
from inbox import waiting
from inbox.models import Conversation
from inbox.services import telling
from inbox.states import CONVERSATION

NOT_YOURS = _("You are limited to other channels.")
MOST = 500
"""Conversations that one action may change at once."""


class BadTime(DomainError):
    """The time until which it is put off cannot be right."""

    code = "bad_time"


@dataclass(frozen=True, slots=True)
class Handled:
    """What an action came to: the conversations that it changed, and those that it could not, with the reason.

    `before` are the states of those that changed, for undoing it with `put_back`.
    """

    done: tuple[UUID, ...]
    refused: tuple[tuple[UUID, Sentence], ...] = ()
    before: tuple[tuple[UUID, str], ...] = ()

    def or_refuse(self) -> Handled:
        """For a page about one conversation: raises NotAllowed with the reason when nothing was done."""
        if self.refused and not self.done:
            raise NotAllowed(self.refused[0][1])
        return self


def assign(ids: Collection[UUID], *, to: Membership | None, by: By, team: Team | None = None) -> Handled:
    """Give them to a person or a team, or (both None) to nobody. Whoever it is given to is told, once."""
    with transaction.atomic():
        rows, refused = reachable_of(ids, by)
        moved = [row for row in rows if (row.assignee_id, row.team_id) != (_pk(to), _pk(team))]
        _write(moved, assignee=to, team=team)
        facts = {"to": to.user.name if to else "", "team": team.name if team else ""}
        _record(moved, "inbox.conversation_assigned", by, **facts)
        if to is not None and str(to.user_id) != by.id:
            telling.given(moved, to.user, by)
    return Handled(_ids(rows), refused)


def take(ids: Collection[UUID], *, membership: Membership, by: By) -> Handled:
    """They are mine now."""
    return assign(ids, to=membership, by=by)


def close(ids: Collection[UUID], *, by: By) -> Handled:
    """Done: nobody waits any more, answered or not."""
    return _move(ids, "close", "inbox.conversation_closed", by, **waiting.OVER, answered=True)


def wait(ids: Collection[UUID], *, by: By) -> Handled:
    """It is the customer's turn: the clock stands still until she says something."""
    return _move(ids, "wait", "inbox.conversation_waits", by, **waiting.OVER)


def snooze(ids: Collection[UUID], until: datetime, *, by: By) -> Handled:
    """Out of sight until then, or until the customer says something. Her wait goes on. Raises BadTime for the past."""
    if until <= clock.now():
        raise BadTime(_("Choose a time in the future."))
    return _move(
        ids,
        "snooze",
        "inbox.conversation_snoozed",
        by,
        snoozed_until=until,
        facts={"until": until.isoformat()},
    )


def reopen(ids: Collection[UUID], *, by: By) -> Handled:
    """Our turn again. A customer whose message is the last one waits from now on."""
    handled = _move(ids, "reopen", "inbox.conversation_reopened", by)
    with transaction.atomic():
        _begin_waits(handled.done)
    return handled


def prioritize(ids: Collection[UUID], priority: Conversation.Priority, *, by: By) -> Handled:
    """How urgent they are."""
    with transaction.atomic():
        rows, refused = reachable_of(ids, by)
        moved = [row for row in rows if row.priority != priority]
        _write(moved, priority=priority)
        _record(moved, "inbox.conversation_prioritized", by, priority=int(priority))
    return Handled(_ids(rows), refused)


def put_back(before: Collection[tuple[UUID, str]], *, by: By) -> Handled:
    """Undo a close, wait or snooze: each is open again if it was open, else left as it is."""
    return reopen([pk for pk, state in before if state == Conversation.State.OPEN], by=by)


def locked(ids: Collection[UUID]) -> list[Conversation]:
    """The scope's rows, ours until the transaction ends, always in the same order."""
    rows = Conversation.objects.select_for_update(of=("self",)).defer("folded").select_related("brand")
    return list(rows.filter(pk__in=list(ids)[:MOST]).order_by("pk"))


def refuse_beyond(row: Conversation, by: By) -> None:
    """Raise PermissionDenied when the actor may not use the conversation's channel."""
    reachable.refuse_beyond([row.channel_id], by)


def reachable_of(
    ids: Collection[UUID], by: By
) -> tuple[list[Conversation], tuple[tuple[UUID, Sentence], ...]]:
    """Those of the rows, locked, that the actor may act on, and those that she may not. Inside a transaction."""
    rows = locked(ids)
    beyond = reachable.beyond({row.channel_id for row in rows}, by)
    refused = tuple((row.pk, NOT_YOURS) for row in rows if row.channel_id in beyond)
    return [row for row in rows if row.channel_id not in beyond], refused


def _move(
    ids: Collection[UUID],
    action: str,
    event: str,
    by: By,
    *,
    snoozed_until: datetime | None = None,
    answered: bool = False,
    facts: dict[str, Any] | None = None,
    **changes: Any,
) -> Handled:
    """One statement for each state that they come from."""
    with transaction.atomic():
        rows, refused = reachable_of(ids, by)
        movable = [row for row in rows if action in CONVERSATION.actions(row.state)]
        already = [row for row in rows if row not in movable]
        changes |= {"snoozed_until": snoozed_until}
        if answered:
            changes["answered_revision"] = F("revision") + 1
        times = {name: value for name, value in changes.items() if name in waiting.TIMES}
        for state in {row.state for row in movable}:
            some = [row for row in movable if row.state == state]
            _write(some, state=CONVERSATION.after(state, action), acts_at=waiting.acts(**times), **changes)
        _record(movable, event, by, **(facts or {}))
    said = tuple((row.pk, _("It is in another state already.")) for row in already)
    return Handled(_ids(movable), refused + said, tuple((row.pk, row.state) for row in movable))


def _write(rows: list[Conversation], **changes: Any) -> None:
    ids = [row.pk for row in rows]
    Conversation.objects.filter(pk__in=ids).update(revision=F("revision") + 1, changed_at=Now(), **changes)


def _begin_waits(ids: Collection[UUID]) -> None:
    now, rows = clock.now(), locked(ids)
    promises = {row.brand: waiting.promise_of(row.brand_id, row.brand.zone) for row in rows[:1]}
    for row in rows:
        if row.first_unanswered_at is None and not row.preview_is_ours:
            begun = waiting.begun(now, promises.get(row.brand))
            Conversation.objects.filter(pk=row.pk).update(acts_at=waiting.acts(**begun), **begun)


def _record(rows: list[Conversation], kind: str, by: By, **facts: Any) -> None:
    for row in rows:
        ledger.record(kind, row.subject, by=by, brand_id=row.brand_id, **facts)


def _ids(rows: list[Conversation]) -> tuple[UUID, ...]:
    return tuple(row.pk for row in rows)


def _pk(row: Membership | Team | None) -> int | None:
    return row.pk if row else None
