"""Who looks, and what she may see: the team all of it, a client's people what was asked of them."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404
from django.utils import timezone

from accounts.access import Access, BrandRequest
from accounts.grants import Can
from approvals import subjects, voices
from approvals.models import Ask, Review
from approvals.selectors.listing import Line
from approvals.selectors.talk import INSIDE
from approvals.views.sheet import Look
from approvals.voices import Voice


def is_inside(access: Access) -> bool:
    """Whether she belongs to the team: clients neither write nor measure. Only the team reads internal talk."""
    return any(access.may(word) for word in INSIDE)


def voice_of(access: Access) -> Voice:
    """The signed-in member's voice."""
    access.membership.user = access.person
    return voices.member(access.membership)


def line_of(request: BrandRequest, review_id: UUID) -> Line:
    """The review with its thing and her own open ask. Raises Http404 for what she may not see."""
    review = Review.objects.select_related("submitted_by", "follows").filter(pk=review_id).first()
    if review is None:
        raise Http404
    hers = own_asks(request.access, review)
    if not hers and not is_inside(request.access):
        raise Http404
    things = subjects.of(review.covers).things([review.subject])
    is_open = (ask for ask in hers if ask.is_open and ask.step == review.step)
    return Line(review, things.get(review.subject), next(is_open, None))


def own_asks(access: Access, review: Review) -> list[Ask]:
    """What was asked of her about it, as herself or of her stand-in."""
    rows = Ask.objects.filter(review=review)
    mine = rows.filter(membership=access.membership) | rows.filter(stands_in_for=access.membership)
    return list(mine.order_by("pk"))


def look_of(request: BrandRequest, line: Line) -> Look:
    """On the brand's clock."""
    may = line.ask is not None and request.access.may(Can.APPROVE)
    inside = is_inside(request.access)
    own = line.ask is not None and line.ask.membership_id == request.access.membership.pk
    return Look(request.brand.zone, may, timezone.now(), is_inside=inside, may_hand=may and own and inside)
