"""How reviews look in the API, coming and going."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from rest_framework import serializers

from approvals.models import Decision, Review
from approvals.selectors.stages import Asked, Stage
from approvals.services.deciding import Answer, Verdict, Via

LONGEST_NOTE = 5000


class DecisionWritten(serializers.Serializer[Any]):
    """An answer. `version` is the one that was looked at; another one by now is 409 `stale`. A no needs a `note`."""

    verdict = serializers.ChoiceField(Verdict.choices)
    version = serializers.UUIDField()
    note = serializers.CharField(max_length=LONGEST_NOTE, allow_blank=True, default="")

    def answer(self) -> Answer:
        """What the pages would have sent."""
        told = self.validated_data
        return Answer(Verdict(told["verdict"]), told["version"], told["note"], Via.API)


class SubmissionWritten(serializers.Serializer[Any]):
    """Words for those who are asked."""

    note = serializers.CharField(max_length=LONGEST_NOTE, allow_blank=True, default="")


class DecisionShown(serializers.Serializer[Any]):
    """What somebody said. `undone_at` is when it was taken back."""

    id = serializers.IntegerField()
    verdict = serializers.CharField()
    by = serializers.CharField()
    stage = serializers.IntegerField()
    note = serializers.CharField()
    via = serializers.CharField()
    at = serializers.DateTimeField()
    undone_at = serializers.DateTimeField(allow_null=True)


class StageTold(serializers.Serializer[Any]):
    """One stage: who is asked, and how many said yes. `standing`: past, now, next."""

    name = serializers.CharField()
    mode = serializers.CharField()
    standing = serializers.CharField()
    asked = serializers.ListField(child=serializers.CharField())
    yes = serializers.IntegerField()


class ReviewShown(serializers.Serializer[Any]):
    """One review: of one version of a post or reply, for its channels."""

    id = serializers.UUIDField()
    covers = serializers.CharField(help_text="post or reply")
    subject = serializers.UUIDField()
    version = serializers.UUIDField()
    content_hash = serializers.CharField()
    channels = serializers.ListField(child=serializers.UUIDField())
    number = serializers.IntegerField()
    state = serializers.CharField()
    stage = serializers.IntegerField(help_text="The stage that is asked now, from 0.")
    planned_at = serializers.DateTimeField(allow_null=True)
    deadline_at = serializers.DateTimeField(allow_null=True)
    submitted_at = serializers.DateTimeField()
    closed_at = serializers.DateTimeField(allow_null=True)
    note = serializers.CharField()


class ReviewTold(ReviewShown):
    """One review with its stages and what was said."""

    stages = StageTold(many=True)
    decisions = DecisionShown(many=True)


class PageOfReviews(serializers.Serializer[Any]):
    """A page; `next` is the cursor of the one behind it."""

    items = ReviewShown(many=True)
    next = serializers.CharField(allow_null=True)


def shown(review: Review) -> dict[str, Any]:
    """A review by itself."""
    return {
        "id": str(review.pk),
        "covers": review.covers,
        "subject": str(review.subject),
        "version": str(review.version),
        "content_hash": review.content_hash,
        "channels": [str(channel) for channel in review.channel_ids],
        "number": review.number,
        "state": review.state,
        "stage": review.step,
        "planned_at": _moment(review.planned_at),
        "deadline_at": _moment(review.deadline_at),
        "submitted_at": _moment(review.submitted_at),
        "closed_at": _moment(review.closed_at),
        "note": review.note,
    }


def told(review: Review, stages: Sequence[Stage], decisions: Iterable[Decision]) -> dict[str, Any]:
    """A review with everything around it."""
    return {
        **shown(review),
        "stages": [_stage(stage) for stage in stages],
        "decisions": [decision(one) for one in decisions],
    }


def decision(row: Decision) -> dict[str, Any]:
    """What somebody said."""
    return {
        "id": row.pk,
        "verdict": row.verdict,
        "by": row.name,
        "stage": row.step,
        "note": row.note,
        "via": row.via,
        "at": _moment(row.at),
        "undone_at": _moment(row.undone_at),
    }


def _stage(stage: Stage) -> dict[str, Any]:
    standing = "now" if stage.is_now else "past" if stage.is_over else "next"
    return {
        "name": stage.step.name,
        "mode": str(stage.step.mode),
        "standing": standing,
        "asked": [one.name for one in stage.people],
        "yes": sum(_is_yes(one) for one in stage.people),
    }


def _is_yes(one: Asked) -> bool:
    return one.said is not None and one.said.verdict == Decision.Verdict.APPROVE


def _moment(moment: Any) -> str | None:
    return moment.isoformat() if moment else None
