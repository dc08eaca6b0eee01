"""Example approvals: how posts that went out were decided, and some that wait for an answer now."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import log

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from accounts.access import by
from accounts.grants import Can
from accounts.models import Brand, Membership
from accounts.selectors.people import members_who
from approvals.models import Ask, AtDue, Decision, Review
from approvals.plans import one_approver
from approvals.services import deciding, reviewing
from approvals.services.asking import NobodyToAsk
from approvals.states import REVIEW, State
from approvals.voices import member
from calendar_app.document import from_bytes
from calendar_app.models import Delivery, Post
from calendar_app.services.preflight import Unfit
from core.outbox import states as outgoing
from core.outbox.clearance import Clearance

POST = str(Clearance.Covers.POST)
MOST_DECIDED = 150
MOST_OPEN = 12
TYPICAL_MINUTES = 95
NOTES = (
    _("The price is the old one."),
    _("Shorter, please; the first line is enough."),
    _("Can we take the other picture?"),
)


@dataclass(frozen=True, slots=True)
class Told:
    """One closed review, and what ended it."""

    review: Review
    verdict: str
    approver: Membership
    at: datetime


def fill(brand: Brand, rng: random.Random) -> None:
    """Decisions for the posts that are out, open reviews for planned drafts with channels, and one asked for changes.

    Ask inside the brand's scope, when its posts are there. The same `rng` gives the same reviews.
    """
    approvers = members_who(Can.APPROVE, [brand.pk])
    if not approvers:
        return
    _decided(brand, approvers, rng)
    _open(rng)


def _decided(brand: Brand, approvers: Sequence[Membership], rng: random.Random) -> None:
    """The answers of a first round, and then those of a second: a post has one open review at a time."""
    live = Delivery.objects.filter(post=OuterRef("pk"), state=outgoing.State.LIVE)
    posts = Post.objects.filter(Exists(live), version__isnull=False).select_related("version", "author")
    told: list[Told] = []
    for post in posts.order_by("-planned_at", "pk")[:MOST_DECIDED]:
        chosen = [one for one in approvers if one.user_id != post.author_id] or list(approvers)
        told += _rounds(brand, post, rng.choice(chosen), rng)
    for number in (1, 2):
        _write([one for one in told if one.review.number == number], rng)


def _write(told: Sequence[Told], rng: random.Random) -> None:
    """In bulk, and as the database wants it: first the reviews, then what people said, then their ends."""
    Review.objects.bulk_create([one.review for one in told])
    asks = Ask.objects.bulk_create([_ask(one) for one in told])
    Decision.objects.bulk_create(_decision(one, ask, rng) for one, ask in zip(told, asks, strict=True))
    for one in told:
        after = REVIEW.after(State.OPEN, one.verdict)
        Review.objects.filter(pk=one.review.pk).update(state=after, closed_at=one.at)


def _rounds(brand: Brand, post: Post, approver: Membership, rng: random.Random) -> list[Told]:
    """Mostly a yes at once, now and then one "please change" before it."""
    planned = post.planned_at or post.created_at
    verdicts = ["changes", "approve"] if rng.random() < 0.15 else ["approve"]
    begins = planned - timedelta(hours=rng.uniform(20, 70))
    found = []
    for number, verdict in enumerate(verdicts, 1):
        takes = timedelta(minutes=min(rng.lognormvariate(log(TYPICAL_MINUTES), 0.8), 900))
        review = _review(brand, post, planned, number)
        review.submitted_at, review.submitted_by = begins, post.author
        found.append(Told(review, verdict, approver, begins + takes))
        begins += takes + timedelta(minutes=rng.uniform(10, 90))
    return found


def _review(brand: Brand, post: Post, planned: datetime, number: int) -> Review:
    plan, version = one_approver(), post.version
    if version is None:
        raise ValueError("a post without a version")
    steps = [{**step.as_json(), "need": 1} for step in plan.steps]
    deadline = planned - timedelta(minutes=plan.lead_minutes)
    return Review(
        organization_id=brand.organization_id,
        brand=brand,
        covers=POST,
        subject=post.pk,
        version=version.pk,
        content_hash=version.content_hash,
        channel_ids=list(from_bytes(version.canonical).channels),
        number=number,
        steps=steps,
        lead_minutes=plan.lead_minutes,
        tolerance_minutes=plan.tolerance_minutes,
        at_due=AtDue.HOLD,
        planned_at=planned,
        deadline_at=deadline,
        urgent_at=deadline,
    )


def _ask(told: Told) -> Ask:
    return Ask(
        **_owner(told.review),
        review=told.review,
        step=0,
        membership=told.approver,
        urgent_at=told.review.urgent_at,
        told_at=told.review.submitted_at,
        answered_at=told.at,
    )


def _decision(told: Told, ask: Ask, rng: random.Random) -> Decision:
    return Decision(
        **_owner(told.review),
        review=told.review,
        ask=ask,
        step=0,
        verdict=told.verdict,
        note="" if told.verdict == Decision.Verdict.APPROVE else str(rng.choice(NOTES)),
        membership=told.approver,
        name=str(told.approver.user),
        via=rng.choice([Decision.Via.PAGE, Decision.Via.MAIL]),
        version=told.review.version,
        content_hash=told.review.content_hash,
        at=told.at,
    )


def _owner(review: Review) -> dict[str, int]:
    return {"organization_id": review.organization_id, "brand_id": review.brand_id}


def _open(rng: random.Random) -> None:
    """Through the services: these are decided on pages."""
    sent = Delivery.objects.filter(post=OuterRef("pk")).exclude(state=outgoing.State.DRAFT)
    drafts = Post.objects.filter(Exists(Delivery.objects.filter(post=OuterRef("pk"))), ~Exists(sent))
    planned = list(drafts.filter(planned_at__isnull=False, author__isnull=False).select_related("author"))
    opened: list[Review] = []
    for post in rng.sample(planned, min(MOST_OPEN, len(planned))):
        actor = by(post.author) if post.author else None
        try:
            opened += [reviewing.submit(POST, post.pk, by=actor)] if actor else []
        except (NobodyToAsk, Unfit):
            continue
    if len(opened) < 2:
        return
    review = opened[0]
    asked = review.asks.select_related("membership__user").filter(membership__isnull=False).first()
    if asked is not None:
        answer = deciding.Answer(Decision.Verdict.CHANGES, review.version, str(rng.choice(NOTES)))
        deciding.decide(review, answer, voice=member(asked.membership))
