"""Of what a member was told together: what still waits for her answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from accounts.models import User
from activity.models import Notice
from approvals.models import Ask
from connections.models import Channel


def told(notices: Iterable[Notice], person: User) -> list[Ask]:
    """Her open asks about what these notices told, most urgent first, one for each review: one query."""
    ids = [notice.facts["review"] for notice in notices if "review" in notice.facts]
    rows = Ask.objects.filter(
        review__in=ids, membership__user=person, answered_at=None, dropped_at=None
    ).select_related("review__submitted_by", "review__follows", "membership__user", "brand__organization")
    return list({ask.review_id: ask for ask in rows.order_by("-urgent_at", "-pk")}.values())[::-1]


def channels_of(asks: Sequence[Ask]) -> Mapping[str, Channel]:
    """Where their things go, by id: one query."""
    ids = {channel for ask in asks for channel in ask.review.channel_ids}
    return {str(channel.pk): channel for channel in Channel.objects.filter(pk__in=ids).defer("problem")}
