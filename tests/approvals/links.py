"""Hands for tests of mails' links: the mail, its link, and a browser that decides by it."""

from __future__ import annotations

import html
import re
from typing import Any

from django.test import Client

from activity.models import Mail
from approvals.models import Review
from connections.models import Channel
from tests.approvals import asked
from tests.calendar_app.posts import inside
from tests.world import Place


def letter(place: Place, person: str = "approver") -> Mail:
    """The newest mail to somebody."""
    with inside(place):
        found = Mail.objects.filter(to=place.people[person].email).order_by("-created_at", "-pk").first()
        assert found is not None
        return found


def link(place: Place, person: str = "approver") -> str:
    """The path of the link in it."""
    found = re.search(r"https?://[^/\s]+(/a/\S+)", letter(place, person).text)
    assert found is not None
    return found[1]


def ask(place: Place, channel: Channel, text: str = "Salam") -> Review:
    """A post that waits for approval, with its mails."""
    with inside(place):
        return asked.review_of(asked.submitted(place, channel, text=text))


def decide(client: Client, review: Review, verdict: str = "approve", **more: str) -> Any:
    """The second tap."""
    data = {"version": str(review.version), "verdict": verdict, **more}
    return client.post(f"/a/review/{review.pk}/", data, follow=True)


def state(place: Place, review: Review) -> str:
    """How it stands now."""
    with inside(place):
        return Review.objects.get(pk=review.pk).state


def text(answer: Any) -> str:
    """The page as people read it."""
    return html.unescape(answer.content.decode())
