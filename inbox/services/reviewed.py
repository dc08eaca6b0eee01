"""Replies as something that is reviewed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from approvals.models import Review
from approvals.subjects import Preview, Thing
from core import ledger
from core.errors import NotAllowed, Sentence
from core.ledger import By
from core.outbox.clearance import Clearance
from core.outbox.states import FENCED, State
from inbox import document
from inbox.models import Message, Reply
from inbox.services import replying, wording

PREVIEW = "inbox/reviewed.html"
HEADLINE = 80


class Replies:
    """See approvals.subjects.Subject. What is reviewed is the reply's document: its version is a part of the hash."""

    covers = str(Clearance.Covers.REPLY)

    def name(self) -> Sentence:
        """What one is called."""
        return _("Reply")

    def locked(self, thing: UUID) -> Thing | None:
        """The reply's row and, before it, its conversation's."""
        reply = Reply.objects.filter(pk=thing).first()
        return None if reply is None else _thing(replying.locked(reply))

    def things(self, ids: Collection[UUID]) -> Mapping[UUID, Thing]:
        """One query."""
        rows = Reply.objects.filter(pk__in=ids).select_related("conversation__brand", "channel", "author")
        return {row.pk: _thing(row) for row in rows}

    def previews(self, review: Review) -> Sequence[Preview]:
        """What was said, and what we would answer: one query."""
        rows = Reply.objects.select_related("conversation", "answers", "channel", "author")
        reply = rows.filter(pk=review.subject).first()
        if reply is None:
            return []
        text = document.from_bytes(reply.canonical).text
        shown = {"reply": reply, "message": reply.answers, "text": text}
        return [Preview(PREVIEW, {**shown, "preview": shown})]

    def changes(self, before: UUID, after: UUID) -> list[str]:
        """Only its text can change."""
        return [] if before == after else ["text"]

    def refuse_unready(self, thing: Thing) -> None:
        """What sending would refuse, said before anybody is asked."""
        reply = Reply.objects.select_related("channel", "answers").get(pk=thing.id)
        if reply.state in FENCED or reply.state == State.CANCELLED:
            raise NotAllowed(_("This reply has left already or was taken back."))
        if Message.objects.filter(pk=reply.answers_id, deleted_at__isnull=False).exists():
            raise NotAllowed(_("What you answer is not there any more."))
        wording.fit(reply.channel, document.from_bytes(reply.canonical).text)

    def on_cleared(self, review: Review, *, by: By) -> None:
        """It waits for the sender, long enough to be undone."""
        rows = Clearance.objects.filter(source=review.pk, subject=review.subject, live=True)
        replying.release(Reply.objects.get(pk=review.subject), rows.get())

    def take_back(self, review: Review, *, by: By, reason: str) -> None:
        """What waits by the yes is held for another one."""
        row = Reply.objects.select_for_update().get(pk=review.subject)
        if row.state == State.SENDING:
            raise NotAllowed(_("It is on its way already and cannot be stopped any more."))
        if row.state == State.WAITING:
            replying.hold(row, Reply.Held.APPROVAL)

    def at_due(self, review: Review, *, expires: bool) -> None:
        """A reply has no time of its own; one that nobody approved stays held."""

    def rewrite(self, thing: Thing, text: str, *, author: User, by: By) -> Thing:
        """Another text, for edit-and-approve."""
        row = replying.locked(Reply.objects.get(pk=thing.id))
        if row.state != State.HELD:
            raise NotAllowed(_("It is on its way already and cannot be changed any more."))
        replying.rewrite(row, wording.fit(row.channel, text))
        ledger.record(
            "inbox.reply_edited",
            f"conversation:{row.conversation_id}",
            by=by,
            brand_id=row.brand_id,
            reply=str(row.pk),
        )
        return _thing(row)


def _thing(row: Reply) -> Thing:
    text = document.from_bytes(row.canonical).text
    conversation = row.conversation
    address = reverse("inbox:conversation", args=[conversation.brand.slug, conversation.pk])
    return Thing(
        id=row.pk,
        brand=conversation.brand,
        headline=" ".join(text.split())[:HEADLINE],
        version=UUID(row.content_hash[:32]),
        content_hash=row.content_hash,
        channel_ids=(row.channel_id,),
        planned_at=None,
        authors=frozenset([row.author_id] if row.author_id else []),
        author=str(row.author or ""),
        revision=conversation.revision,
        url=address,
        networks=(row.channel.network,),
    )
