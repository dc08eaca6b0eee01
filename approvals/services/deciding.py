"""Saying yes, asking for changes, saying no; and taking that back for a few seconds."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from approvals import subjects
from approvals.models import Ask, Decision, Review
from approvals.selectors import seats
from approvals.services import asking, clearing, outcomes, reviewing
from approvals.states import REVIEW, State
from approvals.subjects import Thing
from approvals.voices import Voice
from approvals.words import changed_words
from core import clock, ledger
from core.errors import DomainError, NotAllowed, Stale

Verdict = Decision.Verdict
Via = Decision.Via
LEFT = (State.VOID, State.WITHDRAWN)
EVENTS = {
    Verdict.APPROVE: "approvals.approved",
    Verdict.CHANGES: "approvals.changes_asked",
    Verdict.REJECT: "approvals.rejected",
}


class AlreadyDecided(DomainError):
    """Somebody was faster, or it was she herself: nothing has changed by this try."""

    code = "already_decided"


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said to a review. `seen` is the version that was on the page; `note` is a must for anything but a yes."""

    verdict: Verdict
    seen: UUID
    note: str = ""
    via: Via = Via.PAGE


def decide(review: Review, answer: Answer, *, voice: Voice) -> Decision:
    """Write the answer down and do what follows: the next stage is asked, or the review is closed.

    When the last stage said yes, the clearances are written and what is planned waits for its time, all in one
    transaction. Raises Stale with what changed when another version stands there by now, AlreadyDecided when the review
    is closed or she has answered, NotAllowed for a no without words, PermissionDenied for who is not asked.
    """
    with transaction.atomic():
        thing = subjects.of(review.covers).locked(review.subject)
        review = reviewing.locked(review)
        refuse_stale(review, thing, answer.seen)
        refuse_closed(review, voice)
        if answer.verdict != Verdict.APPROVE and not answer.note.strip():
            raise NotAllowed(_("Say in a few words what should change."), code="note_wanted")
        ask = _ask_of(review, voice)
        if ask is None or thing is None:
            raise PermissionDenied
        decision = _write(review, answer, voice, ask)
        ledger.record(
            EVENTS[answer.verdict],
            review.about,
            by=voice.by,
            brand_id=review.brand_id,
            via=answer.via,
            note=decision.note,
            stage=review.steps[review.step]["name"],
        )
        outcomes.follow(review, thing, decision, by=voice.by)
    return decision


def undo(decision: Decision, *, voice: Voice) -> Review:
    """Take an answer back within settings.UNDO_SECONDS: the review is open again, what waits by it is a draft again.

    Raises NotAllowed when it is too late, when others have answered on top of it, or when it is going out already;
    PermissionDenied for anybody but whose answer it was.
    """
    if voice.key != {"membership": decision.membership, "guest": decision.guest}:
        raise PermissionDenied
    with transaction.atomic():
        subject = subjects.of(decision.review.covers)
        thing = subject.locked(decision.review.subject)
        review = reviewing.locked(decision.review)
        _refuse_late(decision, review, thing)
        if review.state == State.APPROVED:
            subject.take_back(review, by=voice.by, reason="undone")
            clearing.withdraw(review)
        Decision.objects.filter(pk=decision.pk).update(undone_at=Now())
        if review.state == State.OPEN:
            Review.objects.filter(pk=review.pk, state=State.OPEN).update(step=decision.step)
        else:
            REVIEW.advance(review, "undo", closed_at=None, step=decision.step)
        Ask.objects.filter(pk=decision.ask_id).update(answered_at=None)
        asking.reopen(review, decision.step)
        ledger.record("approvals.undone", review.about, by=voice.by, brand_id=review.brand_id)
    review.refresh_from_db()
    return review


def rewrite(review: Review, text: str, answer: Answer, *, voice: Voice, author: User) -> Decision:
    """Change the text and say yes to that in one step: a new version, a new review, and her answer in it.

    The stages begin anew, because nobody else has seen the new text; where she sits in the first one, her yes counts
    there. Raises what decide raises, NotAllowed when she is not asked in the first stage, and what the thing says of the
    new text.
    """
    subject = subjects.of(review.covers)
    with transaction.atomic():
        thing = subject.locked(review.subject)
        review = reviewing.locked(review)
        refuse_stale(review, thing, answer.seen)
        refuse_closed(review, voice)
        if thing is None or _ask_of(review, voice) is None:
            raise PermissionDenied
        before = transaction.savepoint()
        reviewing.end(review, "void", by=voice.by)
        changed = subject.rewrite(thing, text, author=author, by=voice.by)
        if changed.version == thing.version:
            transaction.savepoint_rollback(before)
            return decide(review, answer, voice=voice)
        wish = reviewing.Wish(is_immediate=review.is_immediate, again=True, but=voice.user_id)
        anew = reviewing.submit(review.covers, review.subject, by=voice.by, wish=wish)
        if _ask_of(anew, voice) is None:
            raise NotAllowed(_("Others must look at a new text first. Ask for the change instead."))
        return decide(anew, replace(answer, verdict=Verdict.APPROVE, seen=changed.version), voice=voice)


def refuse_stale(review: Review, thing: Thing | None, seen: UUID) -> None:
    """Raise NotAllowed for what is gone, and Stale, with what changed, unless `seen` is what would go out."""
    if thing is None:
        raise NotAllowed(_("It is not there any more."), code="gone")
    if review.state == State.WITHDRAWN:
        raise NotAllowed(_("It was withdrawn; nobody needs to decide about it."), code="withdrawn")
    if seen == review.version == thing.version and review.state != State.VOID:
        return
    newest = Review.objects.filter(covers=review.covers, subject=review.subject).order_by("-number").first()
    changed = subjects.of(review.covers).changes(seen, thing.version)
    if newest is not None and newest.planned_at != review.planned_at:
        changed = [*changed, "time"]
    raise Stale(changed_words(changed))


def refuse_closed(review: Review, voice: Voice) -> None:
    """Raise AlreadyDecided with who decided what, when there is nothing left to decide for her."""
    given = Decision.objects.filter(review=review, undone_at=None).order_by("-pk")
    own = given.filter(**voice.key, step=review.step).first()
    last = given.first()
    if review.state == State.EXPIRED:
        raise AlreadyDecided(_("Its time is over; it expired without an approval."))
    if own is None and review.state == State.OPEN:
        return
    if own is not None:
        raise AlreadyDecided(_("You have answered already. Nothing has changed."))
    name = last.name if last else ""
    raise AlreadyDecided(_("%(name)s was faster: it is decided already.") % {"name": name})


def _ask_of(review: Review, voice: Voice) -> Ask | None:
    """Her open ask in the step, her own or one in which somebody stands in for her; None for who may not (any more)."""
    if voice.guest is not None and voice.guest.revoked_at is not None:
        return None
    if voice.membership is not None and not seats.may_approve(voice.membership, review.brand):
        return None
    mine = (
        Q(guest=voice.guest)
        if voice.guest
        else Q(membership=voice.membership) | Q(stands_in_for=voice.membership)
    )
    asks = Ask.objects.filter(mine, review=review, step=review.step, answered_at=None, dropped_at=None)
    return asks.order_by("pk").first()


def _write(review: Review, answer: Answer, voice: Voice, ask: Ask) -> Decision:
    decision = Decision.objects.create(
        organization_id=review.organization_id,
        brand_id=review.brand_id,
        review=review,
        ask=ask,
        step=review.step,
        verdict=answer.verdict,
        note=answer.note.strip(),
        name=voice.name,
        via=answer.via,
        version=review.version,
        content_hash=review.content_hash,
        **voice.key,
    )
    Ask.objects.filter(pk=ask.pk).update(answered_at=Now())
    return decision


def _refuse_late(decision: Decision, review: Review, thing: Thing | None) -> None:
    """Only the last word can be taken back, and only for a few seconds."""
    fresh = Decision.objects.get(pk=decision.pk)
    if fresh.undone_at is not None:
        raise NotAllowed(_("This was taken back already."))
    if clock.now() - fresh.at > timedelta(seconds=settings.UNDO_SECONDS + 2):
        raise NotAllowed(_("It is too late to take this back."), code="too_late")
    later = Decision.objects.filter(review=review, undone_at=None, pk__gt=decision.pk)
    newer = Review.objects.filter(covers=review.covers, subject=review.subject, number__gt=review.number)
    is_same = thing is not None and thing.version == review.version
    if later.exists() or newer.exists() or not is_same:
        raise NotAllowed(_("Others have gone on from your answer; it cannot be taken back any more."))
