"""Reviews in the API: what waits, asking for approval, deciding."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.pages import limit_of
from accounts.api.view import BrandView
from accounts.grants import Can
from approvals.api_shapes import (
    DecisionShown,
    DecisionWritten,
    PageOfReviews,
    ReviewTold,
    SubmissionWritten,
    decision,
    shown,
    told,
)
from approvals.models import Decision
from approvals.selectors import queue, reviews
from approvals.selectors.queue import ALL, DONE, MINE
from approvals.selectors.reviews import Detail
from approvals.services import deciding, reviewing
from approvals.services.reviewing import Wish
from approvals.voices import Voice
from core.outbox.clearance import Clearance

TAG = ["reviews"]
WHICH = OpenApiParameter(
    "which", str, enum=[MINE, ALL, DONE], description="Asked of me, all open, or decided."
)


class ReviewView(BrandView):
    """Whoever asks speaks for the member who made the key."""

    @property
    def voice(self) -> Voice:
        """Hers."""
        return Voice(membership=self.access.membership, through=self.by)

    def found(self, review: UUID) -> Detail:
        """The review, or 404."""
        detail = reviews.detail(review, self.voice)
        if detail is None:
            raise Http404
        return detail


class Reviews(ReviewView):
    """Reviews as lists."""

    needs = {"GET": Can.VIEW}

    @extend_schema(responses=PageOfReviews, parameters=[WHICH], operation_id="reviews_list", tags=TAG)
    def get(self, request: Request) -> Response:
        """A page, most urgent first; decided ones newest first."""
        asked = request.query_params.get("which", ALL)
        found = queue.queue(
            self.brand,
            self.voice,
            which=asked if asked in (MINE, ALL, DONE) else ALL,
            after=request.query_params.get("cursor", ""),
            size=limit_of(request),
        )
        return Response(
            {"items": [shown(entry.review) for entry in found.entries], "next": found.after or None}
        )


class OneReview(ReviewView):
    """One review."""

    needs = {"GET": Can.VIEW, "DELETE": Can.WRITE}

    @extend_schema(responses=ReviewTold, operation_id="reviews_read", tags=TAG)
    def get(self, request: Request, review: UUID) -> Response:
        """With its stages and what was said."""
        return Response(told(self.found(review)))

    @extend_schema(responses={204: None}, operation_id="reviews_withdraw", tags=TAG)
    def delete(self, request: Request, review: UUID) -> Response:
        """Withdraw it: nobody needs to answer; a yes that was given ends."""
        reviewing.withdraw(self.found(review).review, by=self.by)
        return Response(status=204)


class Decisions(ReviewView):
    """Answers to a review."""

    needs = {"POST": Can.APPROVE}

    @extend_schema(
        request=DecisionWritten, responses={201: DecisionShown}, operation_id="reviews_decide", tags=TAG
    )
    def post(self, request: Request, review: UUID) -> Response:
        """Approve, ask for changes, or reject exactly the version that is named."""
        form = DecisionWritten(data=request.data)
        form.is_valid(raise_exception=True)
        found = self.found(review).review

        def decide() -> Response:
            made = deciding.decide(found, form.answer(), voice=self.voice)
            return Response(decision(made), status=201)

        return self.once(request, decide)


class OneDecision(ReviewView):
    """An answer that was given."""

    needs = {"DELETE": Can.APPROVE}

    @extend_schema(responses={204: None}, operation_id="reviews_undo", tags=TAG)
    def delete(self, request: Request, review: UUID, decision: int) -> Response:
        """Take it back, within seconds; then the review is open again."""
        rows = Decision.objects.select_related("review", "membership", "guest")
        found = rows.filter(pk=decision, review=self.found(review).review).first()
        if found is None:
            raise Http404
        deciding.undo(found, voice=self.voice)
        return Response(status=204)


class Submissions(ReviewView):
    """Asking for approval of a post."""

    needs = {"POST": Can.WRITE}

    @extend_schema(
        request=SubmissionWritten, responses={201: ReviewTold}, operation_id="posts_submit", tags=TAG
    )
    def post(self, request: Request, post: UUID) -> Response:
        """Ask for approval of exactly what stands there now."""
        form = SubmissionWritten(data=request.data)
        form.is_valid(raise_exception=True)
        wish = Wish(note=form.validated_data["note"])

        def submit() -> Response:
            made = reviewing.submit(Clearance.Covers.POST, post, by=self.by, wish=wish)
            return Response(told(self.found(made.pk)), status=201)

        return self.once(request, submit)
