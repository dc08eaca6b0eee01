"""Posts that wait for approval, and voices that answer, made through the services."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from accounts.access import by
from accounts.models import Membership, User
from approvals.models import Decision, Review
from approvals.plans import Plan
from approvals.services import deciding, reviewing, workflows
from approvals.services.deciding import Answer
from approvals.voices import Voice, member
from calendar_app.models import Post
from calendar_app.promise import Promise, local_of
from calendar_app.services import composing, scheduling
from calendar_app.services.content import Content
from connections.models import Channel
from core import clock
from tests.calendar_app import posts
from tests.world import Place


def voice(place: Place, role: str = "approver") -> Voice:
    """The voice of the place's member in this role."""
    return member(Membership.objects.select_related("user").get(user=place.people[role]))


def at(place: Place, minutes: float) -> Promise:
    """A promise some minutes from now."""
    moment = (clock.now() + timedelta(minutes=minutes)).replace(second=0, microsecond=0)
    return Promise(local_of(moment, place.brand.zone), place.brand.zone, moment)


def draft(place: Place, *channels: Channel, text: str = "Salam", author: User | None = None) -> Post:
    """A draft by the editor, or by `author`."""
    person = author or place.editor
    written = Content(text=text, channels=[one.pk for one in channels])
    return composing.create(place.brand, written, author=person, by=by(person))


def submitted(place: Place, *channels: Channel, minutes: float = 600, text: str = "Salam") -> Post:
    """A post that was scheduled where approval is wanted, so it waits for one."""
    post = draft(place, *channels, text=text)
    return scheduling.schedule(post, at(place, minutes), by=by(place.editor))


def review_of(post: Post) -> Review:
    """Its newest review."""
    found = Review.objects.filter(subject=post.pk).order_by("-number").first()
    assert found is not None
    return found


def answer(review: Review, verdict: str = "approve", **more: Any) -> Answer:
    """An answer to the version that the review is of."""
    note = "" if verdict == "approve" else "Shorter, please"
    return Answer(Decision.Verdict(verdict), **{"seen": review.version, "note": note, **more})


def approve(review: Review, by_voice: Voice, **more: Any) -> Decision:
    """She says yes."""
    return deciding.decide(review, answer(review, **more), voice=by_voice)


def edit(post: Post, text: str, person: User) -> Post:
    """Another text for the same channels."""
    post.refresh_from_db()
    channels = list(post.deliveries.exclude(state="cancelled").values_list("channel_id", flat=True))
    written = Content(text=text, channels=channels)
    return composing.edit(post, written, revision=post.revision, author=person, by=by(person))


def plan(place: Place, made: Plan, *, revision: int = 0) -> Plan:
    """The brand's workflow from now on."""
    return workflows.set_plan(place.brand, made, revision=revision, by=by(place.owner))


def now() -> datetime:
    """The database's clock."""
    return clock.now()


def submit(post: Post, place: Place) -> Review:
    """The editor asks for approval."""
    return reviewing.submit("post", post.pk, by=posts.actor(place))
