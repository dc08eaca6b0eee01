"""Handing one's seat in a review to somebody else who may approve."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.grants import Can
from accounts.models import Membership
from accounts.selectors.people import members_who
from approvals import subjects
from approvals.models import Ask, Review
from approvals.services import asking, deciding, reviewing
from approvals.states import State
from approvals.subjects import Thing
from approvals.voices import Voice
from core import clock, ledger
from core.errors import NotAllowed


def takers(review: Review, thing: Thing) -> list[Membership]:
    """Who could take a seat in the review's step now: may approve here, did not write it, is present and not asked yet."""
    excluded, now = asking.excluded(review, thing), clock.now()
    known = set(Ask.objects.filter(review=review, step=review.step).values_list("membership_id", flat=True))
    members = members_who(Can.APPROVE, [thing.brand.pk])
    return [
        one for one in members if one.user_id not in excluded and one.pk not in known and not one.is_away(now)
    ]


def hand_over(review: Review, to: int, *, voice: Voice) -> Ask:
    """The member `to` is asked instead of her, and told so once; her own answer is not wanted any more.

    Raises PermissionDenied for who is not asked herself now, AlreadyDecided, and NotAllowed when the thing is gone or he
    cannot take the seat (any more).
    """
    with transaction.atomic():
        thing = subjects.of(review.covers).locked(review.subject)
        review = reviewing.locked(review)
        deciding.refuse_closed(review, voice)
        mine = _seat(review, voice)
        if mine is None:
            raise PermissionDenied
        if thing is None:
            raise NotAllowed(_("It is not there any more."), code="gone")
        taker = next((one for one in takers(review, thing) if one.pk == to), None)
        if taker is None:
            raise NotAllowed(_("This person cannot take it now. Choose somebody else."))
        Ask.objects.filter(pk=mine.pk).update(dropped_at=Now(), handed_to=taker)
        made = Ask.objects.create(
            organization_id=mine.organization_id,
            brand_id=mine.brand_id,
            review=review,
            step=mine.step,
            membership=taker,
            stands_in_for=mine.stands_in_for,
            urgent_at=mine.urgent_at,
        )
        ledger.record(
            "approvals.handed_over", review.about, by=voice.by, brand_id=review.brand_id, to=str(taker.user)
        )
        asking.tell(review, thing, [made])
    return made


def _seat(review: Review, voice: Voice) -> Ask | None:
    """Her own open ask in the step; not one of somebody whose stand-in she is asked about."""
    if voice.membership is None or review.state != State.OPEN:
        return None
    rows = Ask.objects.filter(review=review, step=review.step, answered_at=None, dropped_at=None)
    return rows.filter(membership=voice.membership).select_related("stands_in_for").first()
