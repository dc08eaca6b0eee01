"""Reviews in the API: what waits, asking for approval, deciding."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.pages import listed
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
from approvals.models import Decision, Review
from approvals.selectors import listing
from approvals.selectors.stages import stages
from approvals.services import deciding, reviewing
from approvals.services.reviewing import Wish
from approvals.states import State
from approvals.voices import Voice
from calendar_app.models import Post
from core.outbox.clearance import Clearance

TAG = ["reviews"]
MINE, OPEN, DECIDED = "mine", "open", "decided"
WHICH = OpenApiParameter(
    "which", str, enum=[OPEN, MINE, DECIDED], description="All open, asked of me, or decided."
)


class ReviewView(BrandView):
    """Whoever asks speaks for the member who made the key."""

    @property
    def voice(self) -> Voice:
        """Hers."""
        return Voice(membership=self.access.membership, through=self.by)

    def found(self, review: UUID) -> Review:
        """The review, or 404."""
        found: Review | None = (
            Review.objects.select_related("brand", "submitted_by").filter(pk=review).first()
        )
        if found is None:
            raise Http404
        return found

    def told(self, review: UUID) -> dict[str, Any]:
        """With its stages and what was said."""
        row = self.found(review)
        return told(row, stages(row), Decision.objects.filter(review=row).order_by("pk"))


class Reviews(ReviewView):
    """Reviews as lists."""

    needs = {"GET": Can.VIEW}

    @extend_schema(responses=PageOfReviews, parameters=[WHICH], operation_id="reviews_list", tags=TAG)
    def get(self, request: Request) -> Response:
        """A page, most urgent first; decided ones newest first."""
        which = request.query_params.get("which", OPEN)
        if which == MINE:
            asks = listing.waiting_for(self.access.membership).select_related("review")
            return listed(request, asks, ("urgent_at", "id"), lambda ask: shown(ask.review))
        if which == DECIDED:
            rows = Review.objects.filter(closed_at__isnull=False)
            return listed(request, rows, ("-closed_at", "-id"), shown)
        return listed(request, Review.objects.filter(state=State.OPEN), ("urgent_at", "id"), shown)


class OneReview(ReviewView):
    """One review."""

    needs = {"GET": Can.VIEW, "DELETE": Can.WRITE}

    @extend_schema(responses=ReviewTold, operation_id="reviews_read", tags=TAG)
    def get(self, request: Request, review: UUID) -> Response:
        """With its stages and what was said."""
        return Response(self.told(review))

    @extend_schema(responses={204: None}, operation_id="reviews_withdraw", tags=TAG)
    def delete(self, request: Request, review: UUID) -> Response:
        """Withdraw it: nobody needs to answer; a yes that was given ends."""
        reviewing.withdraw(self.found(review), by=self.by)
        return Response(status=204)


class Decisions(ReviewView):
    """Answers to a review."""

    needs = {"POST": Can.APPROVE}

    @extend_schema(
        request=DecisionWritten, responses={201: DecisionShown}, operation_id="reviews_decide", tags=TAG
    )
    def post(self, request: Request, review: UUID) -> Response:
        """Approve, ask for changes, or reject exactly the version that is named."""
        found = self.found(review)
        form = DecisionWritten(data=request.data)
        form.is_valid(raise_exception=True)

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
        found = rows.filter(pk=decision, review=self.found(review)).first()
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
        if not Post.objects.filter(pk=post).exists():
            raise Http404
        form = SubmissionWritten(data=request.data)
        form.is_valid(raise_exception=True)
        wish = Wish(note=form.validated_data["note"])

        def submit() -> Response:
            made = reviewing.submit(Clearance.Covers.POST, post, by=self.by, wish=wish)
            return Response(self.told(made.pk), status=201)

        return self.once(request, submit)
