"""Random walks over everything that writes posts, time, approvals and policies, and an oracle that asks the database.

A walk is seeded and stands in a savepoint of its own over the same small world, so thousands are cheap. Services may say
no (DomainError, PermissionDenied); that the database has to say no is a finding, except where a walk goes past them.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction

from accounts.access import by
from accounts.models import BrandPolicy, User
from approvals.models import Decision, Guest, Mode, Review
from approvals.plans import Chair, Plan, Step, one_approver
from approvals.selectors.workflows import plan_of
from approvals.services import deciding, reviewing, watching
from approvals.services.deciding import Answer
from approvals.voices import Voice, guest
from calendar_app.models import Delivery, Post, PostVersion
from calendar_app.publishing import aside
from calendar_app.services import composing, copying, requiring, scheduling
from calendar_app.services import deciding as deliveries
from calendar_app.services.content import Content
from connections.models import Channel
from core.errors import DomainError
from core.ledger import By
from core.outbox.clearance import Clearance
from tests.approvals import asked
from tests.calendar_app import posts
from tests.world import Place

ROLES = ("owner", "admin", "approver", "editor", "contributor", "client")
TEXTS = ("Salam", "Sabah", "Axşam", "Yeni kolleksiya")

UNCLEARED = """
SELECT 'delivery ' || delivery.id FROM calendar_app_delivery AS delivery
WHERE delivery.state IN ('waiting', 'sending') AND NOT EXISTS (
  SELECT FROM core_clearance AS yes
  WHERE yes.organization_id = delivery.organization_id AND yes.id = delivery.clearance_id AND yes.live
    AND yes.content_hash = delivery.content_hash AND yes.channel_id = delivery.channel_id AND yes.covers = 'post')
"""
UNDECIDED = """
SELECT 'undecided ' || delivery.id FROM calendar_app_delivery AS delivery
JOIN core_clearance AS yes ON yes.id = delivery.clearance_id AND yes.kind = 'decision'
WHERE delivery.state IN ('waiting', 'sending') AND NOT EXISTS (
  SELECT FROM approvals_review AS review JOIN approvals_decision AS said ON said.review_id = review.id
  WHERE review.id = yes.source AND review.state = 'approved' AND review.subject = delivery.post_id
    AND said.verdict = 'approve' AND said.undone_at IS NULL AND said.content_hash = delivery.content_hash)
"""
UNWANTED = """
SELECT 'exempt ' || delivery.id FROM calendar_app_delivery AS delivery
JOIN core_clearance AS yes ON yes.id = delivery.clearance_id AND yes.kind = 'exempt'
JOIN accounts_brandpolicy AS policy ON policy.brand_id = delivery.brand_id
WHERE delivery.state = 'waiting' AND policy.approval_required
"""
OTHER_CONTENT = """
SELECT 'other ' || delivery.id FROM calendar_app_delivery AS delivery
JOIN calendar_app_post AS post ON post.id = delivery.post_id
WHERE delivery.state = 'waiting' AND post.version_id <> delivery.version_id
"""
ORACLE = f"{UNCLEARED} UNION ALL {UNDECIDED} UNION ALL {UNWANTED} UNION ALL {OTHER_CONTENT}"


def findings(question: str = ORACLE) -> list[str]:
    """What goes out, or is about to, without a right to."""
    with connection.cursor() as cursor:
        cursor.execute(question)
        return [row[0] for row in cursor.fetchall()]


class World:
    """The brand in which walks are taken: posts in several states, everybody's voice, a guest who is asked."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.channels: list[Channel] = [posts.channel(place, "one"), posts.channel(place, "two")]
        self.voices: list[Voice] = [asked.voice(place, role) for role in ROLES]
        client = Guest.objects.create(
            organization=place.organization, brand=place.brand, name="Leyla", email="leyla@client.example"
        )
        self.voices.append(guest(client))
        one, two = self.channels
        asked.draft(place, one)
        asked.submitted(place, one, two)
        for _ in range(2):
            asked.approve(asked.review_of(asked.submitted(place, two)), self.voices[2])
        refused = asked.review_of(asked.submitted(place, one))
        deciding.decide(refused, asked.answer(refused, "changes"), voice=self.voices[2])
        two_steps = [*one_approver().steps, Step("Client", [Chair(guest=client.pk)])]
        self.plans = [
            Plan("One", one_approver().steps),
            Plan("Two", two_steps, tolerance_minutes=30),
            Plan(
                "Own",
                [Step("All", [Chair(role="approver"), Chair(role="owner")], Mode.ALL)],
                allows_self=True,
            ),
        ]


class Walk:
    """One walk. `said` is what was tried, for whoever must find out why."""

    def __init__(self, world: World, seed: int) -> None:
        self.world, self.place, self.seed = world, world.place, seed
        self.random = random.Random(seed)
        self.said: list[str] = [f"seed {seed}"]

    def take(self, steps: int, words: Sequence[str] = ()) -> None:
        """Some random steps; after each the oracle must find nothing."""
        names = list(words or WORDS)
        weights = [WORDS.get(name, 1) for name in names]
        for name in self.random.choices(names, weights, k=steps):
            self.said.append(name)
            self._try(getattr(self, name))
            assert findings() == [], self.said

    def _try(self, act: Callable[[], Any]) -> None:
        try:
            with transaction.atomic():
                act()
        except (DomainError, PermissionDenied) as no:
            self.said.append(f"({type(no).__name__})")

    @property
    def person(self) -> User:
        """Anybody."""
        return self.place.people[self.random.choice(ROLES)]

    def post(self) -> Post:
        """Any post that is not in the trash."""
        ids = list(Post.objects.order_by("pk").values_list("pk", flat=True))
        if not ids:
            return asked.draft(self.place, self.world.channels[0])
        found: Post = Post.objects.select_related("version", "brand").get(pk=self.random.choice(ids))
        return found

    def review(self) -> Review:
        """Any review, the open ones first."""
        rows = list(Review.objects.order_by("state", "pk"))
        opened = [row for row in rows if row.state == "open"]
        return self.random.choice(opened if opened and self.random.random() < 0.8 else rows)

    def content(self) -> Content:
        """Some words for some channels."""
        count = self.random.choice((1, 1, 2))
        chosen = self.random.sample(self.world.channels, count)
        return Content(self.random.choice(TEXTS) + str(self.random.randrange(3)), [one.pk for one in chosen])

    def actor(self) -> tuple[User, By]:
        """Anybody, and how the ledger writes her."""
        person = self.person
        return person, by(person)

    def compose(self) -> None:
        person, actor = self.actor()
        composing.create(self.place.brand, self.content(), author=person, by=actor)

    def edit(self) -> None:
        person, actor = self.actor()
        post = self.post()
        composing.edit(post, self.content(), revision=post.revision, author=person, by=actor)

    def schedule(self) -> None:
        scheduling.schedule(self.post(), self._at(), by=self.actor()[1])

    def move(self) -> None:
        post = self.post()
        scheduling.move(post, self._at().local, revision=post.revision, by=self.actor()[1])

    def nudge(self) -> None:
        post = self.post()
        if post.planned_at is not None:
            later = asked.promise_at(
                self.place, post.planned_at + timedelta(minutes=self.random.choice((-20, 20, 50)))
            )
            scheduling.move(post, later.local, revision=post.revision, by=self.actor()[1])

    def send_now(self) -> None:
        scheduling.publish_now(self.post(), by=self.actor()[1])

    def unschedule(self) -> None:
        scheduling.unschedule(self.post(), by=self.actor()[1])

    def pencil(self) -> None:
        at = self._at() if self.random.random() < 0.7 else None
        scheduling.plan_draft(self.post(), at, by=self.actor()[1])

    def submit(self) -> None:
        post = self.post()
        scheduling.submit(post, post.planned_local, by=self.actor()[1])

    def submit_all(self) -> None:
        ids = list(Post.objects.order_by("pk").values_list("pk", flat=True))[:4]
        reviewing.submit_each("post", ids, by=self.actor()[1])

    def approve(self) -> None:
        self._answer("approve")

    def ask_changes(self) -> None:
        self._answer("changes")

    def reject(self) -> None:
        self._answer("reject")

    def approve_old(self) -> None:
        review = self.random.choice(list(Review.objects.order_by("number", "pk")))
        deciding.decide(review, asked.answer(review), voice=self.random.choice(self.world.voices))

    def rewrite(self) -> None:
        review, voice = self.review(), self.random.choice(self.world.voices[:6])
        author = User.objects.get(pk=voice.user_id or 0)
        deciding.rewrite(review, self.random.choice(TEXTS), asked.answer(review), voice=voice, author=author)

    def withdraw(self) -> None:
        reviewing.withdraw(self.review(), by=self.actor()[1])

    def undo(self) -> None:
        decision = (
            Decision.objects.select_related("review", "membership__user", "guest").order_by("-pk").first()
        )
        if decision is not None:
            deciding.undo(decision, voice=Voice(decision.membership, decision.guest))

    def policy(self) -> None:
        was = BrandPolicy.objects.get(brand=self.place.brand).approval_required
        requiring.require_approval(self.place.brand, required=not was, was=was, by=self.actor()[1])

    def workflow(self) -> None:
        revision = plan_of(self.place.brand).revision
        asked.plan(self.place, self.random.choice(self.world.plans), revision=revision)

    def trash(self) -> None:
        deliveries.trash(self.post(), by=self.actor()[1])

    def copy(self) -> None:
        person, actor = self.actor()
        copying.copy(self.post(), author=person, by=actor)

    def cancel(self) -> None:
        deliveries.cancel(self._delivery(), by=self.actor()[1])

    def try_again(self) -> None:
        deliveries.try_again(self._delivery(), by=self.actor()[1])

    def lose_channel(self) -> None:
        channel = self.random.choice(self.world.channels)
        aside.hold_disconnected(channel)
        deliveries.resume(channel)

    def watch(self) -> None:
        watching.look()

    def time_passes(self) -> None:
        """Everything was planned hours earlier than it was."""
        hours = self.random.choice((3, 9, 12))
        sql(
            "UPDATE calendar_app_post SET planned_at = planned_at - make_interval(hours => %s) "
            "WHERE id NOT IN (SELECT post_id FROM calendar_app_delivery WHERE state <> 'draft')",
            hours,
        )
        sql(
            "UPDATE approvals_review SET planned_at = planned_at - make_interval(hours => %s), "
            "deadline_at = deadline_at - make_interval(hours => %s) WHERE state = 'open'",
            hours,
            hours,
        )
        watching.look()

    def claim(self) -> None:
        """As the engine's fence does it: the row, not the services, decides."""
        sql(
            "UPDATE calendar_app_delivery SET state = 'sending', fence = %s, fenced_at = now() WHERE id = "
            "(SELECT id FROM calendar_app_delivery WHERE state = 'waiting' ORDER BY id LIMIT 1)",
            uuid4(),
        )

    def _answer(self, verdict: str) -> None:
        review = self.review()
        seen = review.version if self.random.random() < 0.9 else uuid4()
        answer = Answer(Decision.Verdict(verdict), seen, "" if verdict == "approve" else "No")
        deciding.decide(review, answer, voice=self.random.choice(self.world.voices))

    def _delivery(self) -> Any:
        rows = Delivery.objects.select_related("post__brand", "version", "channel").order_by("pk")
        return self.random.choice(list(rows))

    def _at(self) -> Any:
        return asked.at(self.place, self.random.choice((-600, 90, 300, 600, 620, 2000)))


WORDS = {
    "compose": 2, "edit": 8, "schedule": 6, "move": 4, "nudge": 3, "send_now": 2, "unschedule": 3, "pencil": 2,
    "submit": 5, "submit_all": 1, "approve": 14, "ask_changes": 2, "reject": 1, "approve_old": 3, "rewrite": 2,
    "withdraw": 2, "undo": 4, "policy": 3, "workflow": 2, "trash": 1, "copy": 1, "cancel": 2, "try_again": 3,
    "lose_channel": 2, "watch": 1, "time_passes": 1, "claim": 4,
}  # fmt: skip
"""What may happen, and how often beside the others."""

RAW = (
    (
        "UPDATE calendar_app_delivery SET state = 'waiting', due_at = coalesce(planned_at, now()), held_reason = '', "
        "planned_at = coalesce(planned_at, now()), clearance_id = %(yes)s WHERE id = %(row)s"
    ),
    (
        "UPDATE calendar_app_delivery SET state = 'sending', fence = gen_random_uuid(), fenced_at = now(), "
        "held_reason = '', clearance_id = coalesce(clearance_id, %(yes)s) WHERE id = %(row)s"
    ),
    "UPDATE calendar_app_delivery SET version_id = %(version)s WHERE id = %(row)s",
    (
        "UPDATE calendar_app_delivery SET version_id = v.id, content_hash = v.content_hash "
        "FROM calendar_app_postversion AS v WHERE v.id = %(version)s AND calendar_app_delivery.id = %(row)s"
    ),
    "UPDATE calendar_app_delivery SET channel_id = %(channel)s WHERE id = %(row)s",
    "UPDATE calendar_app_delivery SET clearance_id = %(yes)s WHERE id = %(row)s",
    "UPDATE core_clearance SET live = NOT live WHERE id = %(yes)s",
    "UPDATE core_clearance SET live = true",
    "UPDATE core_clearance SET kind = 'exempt', live = true WHERE id = %(yes)s",
    "UPDATE core_clearance SET content_hash = %(hash)s WHERE id = %(yes)s",
    "UPDATE core_clearance SET channel_id = %(channel)s, live = true WHERE id = %(yes)s",
    "UPDATE core_clearance SET covers = 'reply' WHERE id = %(yes)s",
    "UPDATE core_clearance SET subject = %(post)s, source = %(review)s, live = true WHERE id = %(yes)s",
    "UPDATE approvals_review SET state = 'approved', closed_at = now() WHERE id = %(review)s",
    "UPDATE approvals_review SET state = 'void', closed_at = now() WHERE id = %(review)s",
    "UPDATE approvals_review SET content_hash = %(hash)s WHERE id = %(review)s",
    "UPDATE approvals_decision SET verdict = 'approve', undone_at = NULL",
    "UPDATE calendar_app_postversion SET canonical = canonical || 'x' WHERE id = %(version)s",
    "DELETE FROM core_clearance WHERE id = %(yes)s",
    (
        "INSERT INTO core_clearance (id, organization_id, brand_id, content_hash, channel_id, kind, live, subject, source, "
        "opens_at, closes_at) SELECT gen_random_uuid(), organization_id, brand_id, %(hash)s, %(channel)s, 'decision', "
        "true, %(post)s, %(review)s, planned_at, planned_at FROM approvals_review WHERE id = %(review)s"
    ),
)
"""Statements that nobody should send. What the database takes of them must still be harmless."""


def past_the_services(walk: Walk, steps: int) -> int:
    """Random statements as the runtime role; returns how many the database took. The oracle must find nothing."""
    taken = 0
    for _ in range(steps):
        statement = walk.random.choice(RAW)
        walk.said.append(statement)
        try:
            with transaction.atomic():
                taken += sql(statement, **_names(walk)) > 0
                with connection.cursor() as cursor:
                    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        except DatabaseError:
            walk.said.append("(refused)")
        assert findings(UNCLEARED) == [], walk.said
    return taken


def _names(walk: Walk) -> dict[str, Any]:
    def some(rows: Any) -> Any:
        return walk.random.choice([*rows, uuid4()])

    version = some(PostVersion.objects.values_list("pk", flat=True).order_by("pk"))
    hashes = [*PostVersion.objects.order_by("pk").values_list("content_hash", flat=True)]
    return {
        "row": some(Delivery.objects.values_list("pk", flat=True).order_by("pk")),
        "yes": some(Clearance.objects.values_list("pk", flat=True).order_by("pk")),
        "review": some(Review.objects.values_list("pk", flat=True).order_by("pk")),
        "post": some(Post.objects.values_list("pk", flat=True).order_by("pk")),
        "channel": walk.random.choice(walk.world.channels).pk,
        "version": version,
        "hash": walk.random.choice(hashes),
    }


def sql(statement: str, *values: Any, **named: Any) -> int:
    """A statement as the runtime role would send it by hand; how many rows it touched."""
    given = {key: str(one) if isinstance(one, UUID) else one for key, one in named.items()}
    with connection.cursor() as cursor:
        cursor.execute(statement, given or [str(one) if isinstance(one, UUID) else one for one in values])
        return int(cursor.rowcount)


@contextmanager
def rolled_back() -> Iterator[None]:
    """Nothing of what happens inside stays."""
    with transaction.atomic():
        before = transaction.savepoint()
        yield
        transaction.savepoint_rollback(before)


def quiet(patch: pytest.MonkeyPatch) -> None:
    """Nobody is told anything: notices decide about nothing, and cost more than everything else."""
    patch.setattr("activity.services.telling.tell", lambda *_told, **_how: 0)
