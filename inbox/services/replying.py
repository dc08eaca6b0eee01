"""Answering: a reply is written, cleared, and waits for the sender; or it waits for people's yes. Nothing else sends."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from connections.models.channel import Health
from core import bell, ledger
from core.errors import DomainError, NotAllowed, Sentence, Stale
from core.ledger import By
from core.outbox.clearance import Clearance
from core.outbox.states import OUTGOING, State
from inbox import document
from inbox.document import Document
from inbox.models import Conversation, Message, Reply
from inbox.selectors import answered
from inbox.selectors.answered import Happened
from inbox.services import asking, gate, handling, wording
from networks.conversing import Spot


class Answered(Stale):
    """Somebody answered or closed the conversation since the writer saw it.

    `happened` says who and what (None: it was closed or taken back); sending again with `revision` is "send anyway".
    """

    code = "answered_meanwhile"

    def __init__(self, sentence: Sentence, revision: int, happened: Happened | None) -> None:
        super().__init__(sentence)
        self.revision = revision
        self.happened = happened


class Nobody(DomainError):
    """There is nothing left to answer."""

    code = "nothing_to_answer"


def send(
    conversation: Conversation,
    text: str,
    *,
    seen: int,
    author: User | None,
    by: By,
    approves: bool = False,
    answers: Message | None = None,
) -> Reply:
    """Answer the customer's last message (or `answers`). Waits for sending, long enough to be undone; or for a yes.

    `seen` is the conversation's revision that the writer looked at: raises Answered when somebody answered since.
    `approves`: the author may approve here. Raises Unfit for text that cannot go out, Nobody when there is nothing to
    answer, NotAllowed for a channel that is disconnected. What is held for a yes has state held, reason approval.
    """
    words = wording.fit(conversation.channel, text)
    with transaction.atomic():
        row = _unanswered(conversation, seen)
        handling.refuse_beyond(row, by)
        if row.channel.state == Health.DISCONNECTED:
            raise NotAllowed(_("This channel is disconnected. Connect it again before you answer."))
        reply = _write(row, answers or _last(row), words, author)
        _touch(row)
        ledger.record("inbox.reply_written", row.subject, by=by, brand_id=row.brand_id, reply=str(reply.pk))
        _start(reply, approves=approves, by=by)
    return reply


def undo(reply: Reply, *, by: By) -> str:
    """Take it back while it waits or is held; returns its text, so that nothing typed is lost. Raises NotAllowed."""
    with transaction.atomic():
        row = locked(reply)
        handling.refuse_beyond(row.conversation, by)
        if row.state not in {State.WAITING, State.HELD, State.DRAFT, State.REFUSED}:
            raise NotAllowed(_("It is on its way already and cannot be stopped any more."))
        asking.withdraw(row, by=by)
        _drop(row)
        ledger.record(
            "inbox.reply_withdrawn",
            row.conversation.subject,
            by=by,
            brand_id=row.brand_id,
            reply=str(row.pk),
        )
    return document.from_bytes(row.canonical).text


def edit(reply: Reply, text: str, *, by: By, approves: bool = False) -> Reply:
    """Another text for a reply that is held or was refused; it needs a yes to the new one. Raises Unfit, NotAllowed."""
    words = wording.fit(reply.channel, text)
    with transaction.atomic():
        row = locked(reply)
        handling.refuse_beyond(row.conversation, by)
        if row.state not in {State.HELD, State.REFUSED, State.WAITING}:
            raise NotAllowed(_("It is on its way already and cannot be changed any more."))
        asking.withdraw(row, by=by)
        if row.state != State.DRAFT:
            OUTGOING.advance(row, "unschedule", due_at=None, clearance=None, held_reason="", problem="")
        rewrite(row, words)
        ledger.record(
            "inbox.reply_edited", row.conversation.subject, by=by, brand_id=row.brand_id, reply=str(row.pk)
        )
        _start(row, approves=approves, by=by)
    return row


def rewrite(row: Reply, words: str) -> None:
    """The words of a reply that does not wait; whatever yes it had is not one to these."""
    before = document.from_bytes(row.canonical)
    after = Document(words, before.to, before.thread, before.languages)
    Reply.objects.filter(pk=row.pk).update(canonical=document.to_bytes(after), clearance=None)
    row.refresh_from_db()


def release(reply: Reply, clearance: Clearance) -> None:
    """People said yes: it waits for the sender, long enough to be undone. Raises NotAllowed once it left or was dropped."""
    with transaction.atomic():
        row = locked(reply)
        _wait(row, clearance)


def hold(reply: Reply, reason: str, problem: str = "") -> None:
    """It does not go out until people decide. Only while it waits; twice is harmless."""
    with transaction.atomic():
        row = locked(reply)
        if row.state == State.HELD:
            Reply.objects.filter(pk=row.pk).update(held_reason=reason, problem=problem)
            return
        OUTGOING.advance(row, "hold", held_reason=reason, problem=problem, due_at=None, clearance=None)


def locked(reply: Reply) -> Reply:
    """The reply's row and, before it, its conversation's: ours until the transaction ends."""
    conversation: UUID = reply.conversation_id
    Conversation.objects.select_for_update().get(pk=conversation)
    rows = Reply.objects.select_for_update(of=("self",)).select_related("conversation__brand", "channel")
    found: Reply = rows.get(pk=reply.pk)
    return found


def undo_until() -> Any:
    """From when on a reply that starts to wait now may leave, by the database's clock."""
    return Now() + timedelta(seconds=settings.UNDO_SECONDS)


def _start(reply: Reply, *, approves: bool, by: By) -> None:
    yes = gate.cleared(reply, approves=approves)
    if yes is not None:
        _wait(reply, yes)
        return
    OUTGOING.advance(reply, "hold", held_reason=Reply.Held.APPROVAL, due_at=None)
    asking.submit(reply, by=by)


def _wait(row: Reply, yes: Clearance) -> None:
    OUTGOING.advance(
        row,
        "schedule",
        due_at=undo_until(),
        clearance=yes,
        held_reason="",
        problem="",
        tries=0,
        looks=0,
    )
    bell.ring("core.drain", "publish", queue="publish")


def _drop(row: Reply) -> None:
    if row.state == State.DRAFT:
        OUTGOING.advance(row, "hold", held_reason=Reply.Held.APPROVAL)
    OUTGOING.advance(row, "cancel", due_at=None, held_reason="", problem="", settled_at=Now())
    Conversation.objects.filter(pk=row.conversation_id).update(revision=F("revision") + 1, changed_at=Now())


def _unanswered(conversation: Conversation, seen: int) -> Conversation:
    """The row, ours until the transaction ends; two who answer at once stand here one behind the other."""
    rows = Conversation.objects.select_for_update(of=("self",)).select_related("channel", "brand")
    row: Conversation = rows.get(pk=conversation.pk)
    if row.answered_revision > seen:
        happened = answered.since(row)
        raise Answered(_said(happened), row.revision, happened)
    return row


def _said(happened: Happened | None) -> Sentence:
    if happened is None:
        return _("Somebody has dealt with this since you opened it. Your text is still here.")
    who = happened.who or _("Somebody")
    return _("%(who)s answered this since you opened it: “%(text)s” Your text is still here.") % {
        "who": who,
        "text": happened.text[:120],
    }


def _last(row: Conversation) -> Message:
    said = Message.objects.filter(conversation=row, direction="in", deleted_at=None)
    found: Message | None = said.order_by("-said_at", "-id").first()
    if found is None:
        raise Nobody(_("What you answer is not there any more."))
    return found


def _write(row: Conversation, answers: Message, words: str, author: User | None) -> Reply:
    if answers.conversation_id != row.pk or answers.deleted_at is not None:
        raise Nobody(_("What you answer is not there any more."))
    said = Document(words, Spot(answers.remote_id, answers.stamp), Spot(row.thread_id, row.thread_stamp))
    reply: Reply = Reply.objects.create(
        organization_id=row.organization_id,
        brand_id=row.brand_id,
        conversation=row,
        answers=answers,
        channel=row.channel,
        canonical=document.to_bytes(said),
        author=author,
        base_revision=row.revision,
    )
    return reply


def _touch(row: Conversation) -> None:
    after = F("revision") + 1
    Conversation.objects.filter(pk=row.pk).update(revision=after, answered_revision=after, changed_at=Now())
