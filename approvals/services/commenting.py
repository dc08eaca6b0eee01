"""Saying something about a thing, and marking that as settled."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models import Brand, User
from activity.services import telling
from approvals import subjects
from approvals.models import Ask, Comment, Review
from approvals.selectors import talk
from approvals.states import State
from approvals.subjects import Thing
from approvals.voices import Voice
from core import ledger
from core.errors import NotAllowed
from core.text import clean

CLIENT = Comment.Visibility.CLIENT
MENTIONED = "approvals.mentioned"
EXCERPT = 200


@dataclass(frozen=True, slots=True)
class Words:
    """What is said. `mentions` are ids of users; those who may not look at it are left out."""

    body: str
    visibility: Comment.Visibility = Comment.Visibility.INTERNAL
    mentions: Collection[int] = ()
    anchor: str = ""


def say(covers: str, subject: UUID, words: Words, *, voice: Voice) -> Comment:
    """Write it down and tell whom it mentions. A guest's words are always for clients too.

    Raises NotAllowed when the thing is gone or nothing is said.
    """
    body = clean(words.body).strip()
    if not body:
        raise NotAllowed(_("Write something first."))
    with transaction.atomic():
        thing = subjects.of(covers).things([subject]).get(subject)
        if thing is None:
            raise NotAllowed(_("It is not there any more."), code="gone")
        called = _called(words, thing.brand) if voice.guest is None else []
        comment = Comment.objects.create(
            organization_id=thing.brand.organization_id,
            brand_id=thing.brand.pk,
            covers=covers,
            subject=subject,
            version=thing.version,
            visibility=Comment.Visibility.CLIENT if voice.guest else words.visibility,
            author_id=voice.user_id,
            guest=voice.guest,
            body=body,
            mentions=[person.pk for person in called],
            anchor=words.anchor,
        )
        _announce(comment, thing, called, voice)
    return comment


def _announce(comment: Comment, thing: Thing, called: list[User], voice: Voice) -> None:
    """Write it down, and tell those who are called."""
    about = f"{comment.covers}:{comment.subject}"
    ledger.record(
        "approvals.commented",
        about,
        by=voice.by,
        brand_id=comment.brand_id,
        comment=str(comment.pk),
        visibility=str(comment.visibility),
    )
    facts = {"who": voice.name, "headline": thing.headline, "note": comment.body[:EXCERPT]}
    hearers = [one for one in called if one.pk != voice.user_id]
    for place, people in _places(comment, thing.brand, hearers).items():
        telling.tell(people, MENTIONED, subject=place, cause=str(comment.pk), brand=thing.brand, facts=facts)


def _places(comment: Comment, brand: Brand, called: list[User]) -> dict[str, list[User]]:
    """Where each of them reads it: by the open review if she finds it, else by the thing itself."""
    about = f"{comment.covers}:{comment.subject}"
    reviews = Review.objects.filter(covers=comment.covers, subject=comment.subject, state=State.OPEN)
    review = reviews.first() if called else None
    if review is None:
        return {about: called} if called else {}
    asks = Ask.objects.filter(review=review, membership__isnull=False)
    finds = set(asks.values_list("membership__user_id", flat=True))
    if comment.visibility != CLIENT:
        finds.update(one.pk for one in called)
    else:
        finds.update(one.pk for one in talk.callable_in(brand).team)
    places: dict[str, list[User]] = {}
    for one in called:
        places.setdefault(review.place if one.pk in finds else about, []).append(one)
    return places


def resolve(comment: Comment, *, voice: Voice) -> None:
    """It is settled. Doing it twice is harmless."""
    with transaction.atomic():
        rows = Comment.objects.filter(pk=comment.pk, resolved_at=None)
        if rows.update(resolved_at=Now(), resolved_by_id=voice.user_id):
            about = f"{comment.covers}:{comment.subject}"
            ledger.record(
                "approvals.comment_resolved",
                about,
                by=voice.by,
                brand_id=comment.brand_id,
                comment=str(comment.pk),
            )


def _called(words: Words, brand: Brand) -> list[User]:
    """Members of the brand who may read it: internal words call nobody but the team."""
    wanted = set(words.mentions)
    if not wanted:
        return []
    names = talk.callable_in(brand)
    hearers = names.everybody if words.visibility == CLIENT else names.team
    return [person for person in hearers if person.pk in wanted]
