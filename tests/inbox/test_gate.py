"""The gate of replies: nothing waits or is sent without a live yes to this very reply, whatever SQL tries."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts.models import BrandPolicy
from accounts.models.organization import ReplyApproval
from core.outbox.clearance import Clearance
from core.outbox.states import State
from inbox import document
from inbox.document import Document
from inbox.models import Reply
from inbox.services import replying
from networks.conversing import Spot
from tests import world
from tests.calendar_app import posts
from tests.inbox import talk
from tests.world import Place

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> Iterator[Place]:
    """A brand that wants no reply approved, inside its scope."""
    made = world.place("one")
    with posts.inside(made):
        yield made


@pytest.fixture
def waiting(place: Place) -> Reply:
    """A reply that waits for the sender."""
    reply = talk.reply(place, talk.heard(posts.channel(place), talk.comment()))
    assert reply.state == State.WAITING
    return reply


def broken(statement: str, *values: Any) -> str:
    """The constraint that refuses raw SQL; "" when nothing does."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    except IntegrityError as error:
        return str(error.__cause__.diag.constraint_name)  # type: ignore[union-attr]
    return ""


def test_a_reply_waits_by_a_live_yes_to_itself(waiting: Reply) -> None:
    yes = waiting.clearance

    assert yes is not None
    assert (yes.live, yes.covers, yes.content_hash) == (True, "reply", waiting.content_hash)


def test_raw_sql_lets_no_reply_wait_without_a_yes(waiting: Reply) -> None:
    set_to = "UPDATE inbox_reply SET {} WHERE id = %s"

    assert broken(set_to.format("clearance_id = NULL"), waiting.pk) == "reply_gate"
    assert broken(set_to.format("canonical = '\\x00'"), waiting.pk) == "reply_cleared"
    assert (
        broken("UPDATE core_clearance SET live = false WHERE id = %s", waiting.clearance_id)
        == "reply_cleared"
    )
    assert broken("DELETE FROM core_clearance WHERE id = %s", waiting.clearance_id) == "reply_cleared"


def test_a_yes_to_a_post_lets_no_reply_out(waiting: Reply) -> None:
    yes = waiting.clearance
    assert yes is not None
    to_post = Clearance.objects.create(
        organization_id=yes.organization_id,
        brand_id=yes.brand_id,
        content_hash=yes.content_hash,
        channel_id=yes.channel_id,
        covers="post",
        kind=yes.kind,
    )

    taken = "UPDATE inbox_reply SET clearance_id = %s WHERE id = %s"
    assert broken(taken, to_post.pk, waiting.pk) == "reply_covered"


@pytest.mark.parametrize("policy", [ReplyApproval.OTHERS, ReplyApproval.ALL])
def test_a_brand_that_wants_approval_lets_nothing_out_that_waited_without(
    place: Place, waiting: Reply, policy: ReplyApproval
) -> None:
    talk.approval(place, policy)

    sends = (
        "UPDATE inbox_reply SET state = 'sending', fence = gen_random_uuid(), fenced_at = now() WHERE id = %s"
    )
    assert broken(sends, waiting.pk) == "reply_exempt"


@pytest.mark.parametrize(
    ("policy", "approves", "state", "kind"),
    [
        (ReplyApproval.NONE, False, State.WAITING, "exempt"),
        (ReplyApproval.OTHERS, True, State.WAITING, "rule"),
        (ReplyApproval.OTHERS, False, State.HELD, None),
        (ReplyApproval.ALL, True, State.HELD, None),
    ],
)
def test_what_waits_and_what_is_held_follows_the_brands_policy(
    place: Place, policy: ReplyApproval, approves: bool, state: State, kind: str | None
) -> None:
    talk.approval(place, policy)
    row = talk.heard(posts.channel(place), talk.comment())

    reply = talk.reply(place, row, approves=approves)

    assert reply.state == state
    assert (reply.clearance.kind if reply.clearance else None) == kind


def test_people_cannot_be_passed_by_a_yes_that_nobody_gave(place: Place) -> None:
    talk.approval(place, ReplyApproval.ALL)
    reply = talk.reply(place, talk.heard(posts.channel(place), talk.comment()))
    forged = {"organization": place.organization, "brand": place.brand, "content_hash": reply.content_hash}

    for kind in Clearance.Kind.values:
        with pytest.raises(IntegrityError), transaction.atomic():
            Clearance.objects.create(
                **forged,
                channel_id=reply.channel_id,
                kind=kind,
                covers="reply",
                subject=reply.pk,
                source=reply.pk,
            )
    with pytest.raises(IntegrityError), transaction.atomic():
        Reply.objects.filter(pk=reply.pk).update(state="waiting", due_at=timezone.now(), held_reason="")


def test_no_row_waits_or_is_sent_without_its_yes(place: Place, waiting: Reply) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM inbox_reply r LEFT JOIN core_clearance c ON c.id = r.clearance_id "
            "AND c.live AND c.covers = 'reply' AND c.content_hash = r.content_hash AND c.channel_id = r.channel_id "
            "WHERE r.state IN ('waiting', 'sending') AND c.id IS NULL"
        )
        assert cursor.fetchone() == (0,)


def test_a_yes_is_to_saying_it_to_this_person() -> None:
    one = Document("Bəli", Spot("m1"), Spot("post"))
    other = Document("Bəli", Spot("m2"), Spot("post"))

    assert document.to_bytes(one) != document.to_bytes(other)
    assert document.from_bytes(document.to_bytes(one)) == one


def test_another_brands_policy_gives_no_yes(place: Place) -> None:
    BrandPolicy.objects.filter(brand=place.brand).delete()
    reply = talk.reply(place, talk.heard(posts.channel(place), talk.comment()))

    assert (reply.state, reply.held_reason) == (State.HELD, "approval")
    assert replying.locked(reply).clearance is None
