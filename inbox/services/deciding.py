"""What a person decides about a reply that stopped: try again, it is there, it is not there, drop it."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from calendar_app.models.delivery import MANY_LOOKS
from connections.models import Channel
from core import bell, clock, ledger
from core.errors import DomainError, NotAllowed, Stale
from core.ledger import By
from core.outbox.states import OUTGOING, State
from inbox.models import Reply
from inbox.services import asking, gate, handling, replying, sent


class BadAddress(DomainError):
    """The address of the sent reply cannot be right."""

    code = "bad_address"


def try_again(reply: Reply, *, by: By, approves: bool) -> None:
    """Send what was refused or held, long enough from now to be undone; what needs a yes waits for one.

    Raises NotAllowed for what people are still to approve, and once it left.
    """
    with transaction.atomic():
        row = replying.locked(reply)
        handling.refuse_beyond(row.conversation, by)
        if row.state == State.HELD and row.held_reason == Reply.Held.APPROVAL:
            raise NotAllowed(_("It waits for approval. It goes out by itself once it is approved."))
        _record(row, "inbox.reply_tried_again", by)
        yes = gate.cleared(row, approves=approves)
        if yes is None:
            if row.state != State.HELD:
                OUTGOING.advance(row, "unschedule", due_at=None, clearance=None, problem="")
                OUTGOING.advance(row, "hold", held_reason=Reply.Held.APPROVAL)
            replying.hold(row, Reply.Held.APPROVAL)
            asking.submit(row, by=by)
            return
        replying.release(row, yes)


def it_is_there(reply: Reply, address: str, *, by: By, about: UUID | None) -> None:
    """A person has seen it: sent. `about` is the attempt (the fence) that she was asked about; raises Stale for another.

    Raises NotAllowed while we look ourselves, BadAddress for what is no address.
    """
    address = address.strip()
    if address and not address.startswith(("https://", "http://")):
        raise BadAddress(_("Paste the whole address of the answer, beginning with https://"))
    with transaction.atomic():
        conversation = sent.locked(reply)
        row = _asked(reply, by, about)
        at = row.fenced_at or clock.now()
        OUTGOING.advance(
            row,
            "see",
            remote_id=f"seen:{row.pk}",
            remote_url=address[:500],
            settled_at=Now(),
            due_at=None,
            held_reason="",
            problem="",
        )
        sent.said(conversation, row, at=at)
        _record(row, "inbox.reply_seen", by)


def send_again(reply: Reply, *, by: By, about: UUID | None) -> None:
    """A person has looked and it is not there: once more, with the same key. Raises as `it_is_there`."""
    with transaction.atomic():
        row = _asked(replying.locked(reply), by, about)
        OUTGOING.advance(row, "send_again", due_at=Now(), problem="", tries=0, looks=0)
        _record(row, "inbox.reply_sent_again", by)
        bell.ring("core.drain", "publish", queue="publish")


def resume(channel: Channel) -> int:
    """The channel lets us in again: replies that were held for it go out. Returns how many. Their yes stays what it was."""
    held = Reply.objects.filter(channel=channel, state=State.HELD, held_reason=Reply.Held.RECONNECT)
    return sum(_resume(reply) for reply in held.order_by("id"))


def _resume(reply: Reply) -> bool:
    yes = reply.clearance or gate.cleared(reply, approves=False)
    if yes is None or not yes.live:
        rows = Reply.objects.filter(pk=reply.pk, state=State.HELD)
        rows.update(held_reason=Reply.Held.WITHDRAWN, problem="not_cleared")
        return False
    OUTGOING.advance(
        reply, "schedule", due_at=replying.undo_until(), clearance=yes, held_reason="", problem="", tries=0
    )
    return True


def _asked(reply: Reply, by: By, about: UUID | None) -> Reply:
    rows = Reply.objects.select_for_update(of=("self",)).select_related("conversation__brand", "channel")
    row: Reply = rows.get(pk=reply.pk)
    handling.refuse_beyond(row.conversation, by)
    if row.state == State.UNSURE and row.looks < MANY_LOOKS:
        raise NotAllowed(_("We are just looking whether it is there. Wait a minute."))
    if row.fence != about:
        raise Stale(_("It was sent again since you were asked. Look at it again."))
    return row


def _record(row: Reply, kind: str, by: By) -> None:
    subject = f"conversation:{row.conversation_id}"
    ledger.record(kind, subject, by=by, brand_id=row.brand_id, reply=str(row.pk))
