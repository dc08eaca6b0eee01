"""Random walks over everything that writes replies, beside posts and approvals, and what the database says of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django.db import DatabaseError, transaction

from accounts.access import by
from accounts.grants import Can, granted
from accounts.models import BrandPolicy
from accounts.models.organization import ReplyApproval
from accounts.services import policies
from inbox.models import Conversation, Reply
from inbox.services import handling, replying
from tests.approvals import walks
from tests.inbox import talk

UNCLEARED = """
SELECT 'reply ' || reply.id FROM inbox_reply AS reply
WHERE reply.state IN ('waiting', 'sending') AND NOT EXISTS (
  SELECT FROM core_clearance AS yes
  WHERE yes.organization_id = reply.organization_id AND yes.id = reply.clearance_id AND yes.live
    AND yes.content_hash = reply.content_hash AND yes.channel_id = reply.channel_id AND yes.covers = 'reply')
"""
UNDECIDED = """
SELECT 'undecided ' || reply.id FROM inbox_reply AS reply
JOIN core_clearance AS yes ON yes.id = reply.clearance_id AND yes.kind = 'decision'
WHERE reply.state IN ('waiting', 'sending') AND NOT EXISTS (
  SELECT FROM approvals_review AS review JOIN approvals_decision AS said ON said.review_id = review.id
  WHERE review.id = yes.source AND review.state = 'approved' AND review.subject = reply.id
    AND said.verdict = 'approve' AND said.undone_at IS NULL AND said.content_hash = reply.content_hash)
"""
ORACLE = f"{walks.ORACLE} UNION ALL {UNCLEARED} UNION ALL {UNDECIDED}"
TEXTS = ("Buyurun", "Bəli, var", "Səhər səkkizdə")


class ReplyWalk(walks.Walk):
    """A walk that answers people, too. What a rule stops at the last moment the database may refuse."""

    def take(self, steps: int, words: Sequence[str] = ()) -> None:
        """Some random steps; after each the oracle must find nothing."""
        names = list(words or WORDS)
        for name in self.random.choices(names, [WORDS[one] for one in names], k=steps):
            self.said.append(name)
            self._try(getattr(self, name))
            assert walks.findings(ORACLE) == [], self.said

    def answer(self) -> None:
        person = self.person
        row = self.conversation()
        replying.send(
            row,
            self.random.choice(TEXTS),
            seen=row.revision,
            author=person,
            by=by(person),
            approves=self._approves(person.email),
        )

    def edit_reply(self) -> None:
        person = self.person
        replying.edit(
            self.reply(), self.random.choice(TEXTS), by=by(person), approves=self._approves(person.email)
        )

    def take_back(self) -> None:
        replying.undo(self.reply(), by=self.actor()[1])

    def rule(self) -> None:
        wanted = self.random.choice(ReplyApproval.values)
        policies.set_reply_approval(self.place.brand, wanted=ReplyApproval(wanted), by=self.actor()[1])

    def speak(self) -> None:
        talk.heard(self.world.channels[0], talk.now(self.random.randrange(100, 10_000), "Salam?"))

    def close(self) -> None:
        handling.close([self.conversation().pk], by=self.actor()[1])

    def claim_reply(self) -> None:
        """As the engine's fence does it; a rule that changed meanwhile stops it there."""
        try:
            with transaction.atomic():
                walks.sql(
                    "UPDATE inbox_reply SET state = 'sending', fence = %s, fenced_at = now() WHERE id = "
                    "(SELECT id FROM inbox_reply WHERE state = 'waiting' ORDER BY id LIMIT 1)",
                    uuid4(),
                )
        except DatabaseError:
            self.said.append("(refused)")

    def conversation(self) -> Conversation:
        """Any."""
        rows: list[Conversation] = list(
            Conversation.objects.select_related("channel", "brand").order_by("pk")
        )
        return self.random.choice(rows)

    def reply(self) -> Reply:
        """Any; a new one when there is none."""
        rows: list[Reply] = list(Reply.objects.order_by("pk"))
        return self.random.choice(rows) if rows else talk.reply(self.place, self.conversation())

    def _approves(self, email: str) -> bool:
        return Can.APPROVE in granted(email.partition("-")[0])


WORDS = {
    "answer": 8, "edit_reply": 5, "take_back": 2, "rule": 3, "speak": 2, "close": 1, "claim_reply": 5, "approve": 12,
    "ask_changes": 2, "reject": 1, "approve_old": 3, "rewrite": 3, "withdraw": 2, "undo": 4, "policy": 1, "watch": 1,
}  # fmt: skip
"""What may happen, and how often beside the others."""


def world_of(world: walks.World) -> walks.World:
    """The same world, with people who wait for an answer, and replies that wait for a yes."""
    BrandPolicy.objects.filter(brand=world.place.brand).update(reply_approval=ReplyApproval.ALL)
    for number, customer in enumerate((talk.LEYLA, talk.MERT), start=1):
        row = talk.heard(world.channels[0], talk.now(number, "Açıqsınız?", by=customer))
        talk.reply(world.place, row)
    return world


RAW: tuple[str, ...] = (
    (
        "UPDATE inbox_reply SET state = 'waiting', due_at = now(), held_reason = '', clearance_id = %(yes)s "
        "WHERE id = %(reply)s"
    ),
    "UPDATE inbox_reply SET canonical = canonical || 'x' WHERE id = %(reply)s",
    "UPDATE core_clearance SET covers = 'reply', live = true WHERE id = %(yes)s",
    "UPDATE core_clearance SET live = NOT live WHERE id = %(yes)s",
)


def past_the_services(walk: ReplyWalk, steps: int) -> int:
    """Random statements as the runtime role; returns how many the database took. The oracle must find nothing."""
    taken = 0
    for _ in range(steps):
        statement = walk.random.choice(RAW)
        names: dict[str, Any] = {**walks._names(walk), "reply": walk.reply().pk}
        try:
            with transaction.atomic():
                taken += walks.sql(statement, **names) > 0
                walks.sql("SET CONSTRAINTS ALL IMMEDIATE")
        except DatabaseError:
            walk.said.append("(refused)")
        assert walks.findings(UNCLEARED) == [], walk.said
    return taken
