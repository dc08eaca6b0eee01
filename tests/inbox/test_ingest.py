"""Taking in: each message once, whatever comes twice, late, in another order, or by two ways."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from activity.models import Notice
from calendar_app.models import Delivery
from connections.models import Channel
from core.outbox.states import State
from inbox.models import Answer, Conversation, Message, Stray
from inbox.services import ingest
from networks.conversing import Said, Spot
from tests import world
from tests.calendar_app import posts
from tests.inbox import talk
from tests.inbox.talk import LEYLA, MERT, MONDAY, comment, ours
from tests.world import Place

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> Iterator[Place]:
    """A brand, inside its scope."""
    made = world.place("one")
    with posts.inside(made):
        yield made


@pytest.fixture
def channel(place: Place) -> Channel:
    """Its channel."""
    return posts.channel(place)


def shape(channel: Channel) -> list[object]:
    """Everything that came of it, in one order."""
    rows = Conversation.objects.filter(channel=channel).order_by("customer_id")
    told = [
        (
            row.customer_id,
            row.state,
            row.first_unanswered_at,
            row.last_message_at,
            row.preview,
            row.message_count,
        )
        for row in rows
    ]
    said = Message.objects.filter(channel=channel).order_by("remote_id")
    waits = Answer.objects.filter(channel=channel).order_by("asked_at").values_list("asked_at", "answered_at")
    return [
        *told,
        *said.values_list("remote_id", "direction", "text", "edited_at", "conversation__customer_id"),
        *[one.deleted_at is not None for one in said],
        *waits,
    ]


STORY = (
    comment(1, "Salam"),
    comment(2, "Priz var mı?", by=MERT),
    ours(3, 1, "Salam!"),
    comment(4, "Halaldır?"),
    comment(4, "Halaldırmı?", edited_at=MONDAY + timedelta(minutes=9)),
    comment(5, "silinəcək", by=MERT),
    comment(5, "", by=MERT, is_deleted=True),
)


def test_the_same_again_changes_nothing(channel: Channel) -> None:
    first = ingest.take_in(channel, STORY)
    before = shape(channel)

    assert [ingest.take_in(channel, STORY) for _time in range(5)] == [ingest.Taken()] * 5
    assert (first.new, shape(channel)) == (5, before)


def test_any_order_comes_to_the_same(place: Place, channel: Channel) -> None:
    ingest.take_in(channel, STORY)
    wanted = shape(channel)
    chance = random.Random(7)

    for number in range(12):
        other = posts.channel(place, f"other-{number}")
        shuffled = [*STORY, *chance.sample(STORY, 3)]
        chance.shuffle(shuffled)
        for one in shuffled:
            ingest.take_in(other, [one])

        assert shape(other) == wanted
    assert not Stray.objects.exists()


def test_what_is_answered_and_deleted_before_it_comes_waits_for_it(channel: Channel) -> None:
    assert ingest.take_in(channel, [ours(3, 1)]).strays == 1
    assert not Message.objects.exists()

    taken = ingest.take_in(channel, [comment(1)])
    row = Conversation.objects.get()

    assert taken.new == 2
    assert (row.state, row.first_unanswered_at) == ("waiting", None)


def test_each_customer_has_a_conversation_of_her_own_under_one_post(channel: Channel) -> None:
    ingest.take_in(channel, [comment(1), comment(2, by=MERT), comment(3)])

    assert sorted(Conversation.objects.values_list("customer_name", "message_count")) == [
        ("Leyla Həsənova", 2),
        ("Mert Demir", 1),
    ]


def test_a_conversation_knows_our_post_above_it(place: Place, channel: Channel) -> None:
    post = posts.scheduled(place, channel)
    Delivery.objects.filter(post=post).update(state="live", remote_id=talk.POST.remote_id)

    row = talk.heard(channel, comment())

    assert row.delivery is not None
    assert row.delivery.post == post


def test_history_makes_no_alarm(place: Place, channel: Channel) -> None:
    talk.promise(place, 1)
    old = comment(said_at=MONDAY - timedelta(days=400))

    row = talk.heard(channel, old, is_history=True)

    assert (row.state, row.first_unanswered_at, row.answer_due_at, row.acts_at) == ("open", None, None, None)
    assert Message.objects.get().is_history
    assert not Notice.objects.exists()


def test_a_new_message_opens_what_was_done_and_begins_a_wait(place: Place, channel: Channel) -> None:
    talk.promise(place, 60)
    row = talk.heard(channel, comment(1), ours(2, 1))
    assert row.first_unanswered_at is None

    row = talk.heard(channel, comment(9, "Bir sual da"))

    assert (row.state, row.first_unanswered_at) == ("open", MONDAY + timedelta(minutes=9))
    assert row.answer_due_at == MONDAY + timedelta(minutes=69)
    assert row.acts_at == row.warn_at == MONDAY + timedelta(minutes=9 + 48)


def test_a_wait_ends_with_the_answer_and_is_written_down(place: Place, channel: Channel) -> None:
    talk.promise(place, 10)
    talk.heard(channel, comment(1), comment(2), ours(8, 2), comment(9))
    answer = Answer.objects.get()
    row = Conversation.objects.get()

    assert (answer.seconds, answer.business_seconds, answer.kept) == (420, 420, True)
    assert row.first_unanswered_at == MONDAY + timedelta(minutes=9)


def test_a_deleted_question_needs_no_answer(channel: Channel) -> None:
    row = talk.heard(channel, comment(1))
    assert row.first_unanswered_at is not None

    ingest.take_in(channel, [comment(1, is_deleted=True)])
    row.refresh_from_db()

    assert [row.first_unanswered_at, row.preview] == [None, ""]
    assert Message.objects.get().text == ""
    assert "salam" not in row.folded


def test_an_older_version_never_overwrites_a_later_one(channel: Channel) -> None:
    later = comment(1, "üçüncü", edited_at=MONDAY + timedelta(hours=2))
    ingest.take_in(channel, [later, comment(1, "ikinci", edited_at=MONDAY + timedelta(hours=1)), comment(1)])

    assert Message.objects.get().text == "üçüncü"


def test_what_cannot_be_stored_is_left_out_or_cut(channel: Channel) -> None:
    endless = comment(1, spot=Spot("x" * 300))
    strange = comment(
        2, "a\x00b\ud800" + "c" * 30_000, url="javascript:alert(1)", pictures=["data:x", "https://p/1"]
    )

    assert ingest.take_in(channel, [endless, strange]).new == 1
    message = Message.objects.get()

    assert (message.text[:3], len(message.text), message.url) == ("abc", 20_000, "")
    assert message.pictures == ["https://p/1"]


def test_our_own_post_and_our_comment_under_it_are_no_conversation(channel: Channel) -> None:
    under_it = ours(1, 0, parent=talk.POST)

    assert (
        ingest.take_in(channel, [under_it, replace(under_it, spot=Spot("m2"), parent=None)]) == ingest.Taken()
    )
    assert not Stray.objects.exists()


def test_a_mention_is_a_conversation_of_its_kind(channel: Channel) -> None:
    row = talk.heard(channel, comment(1, kind=Said.MENTION, thread=Spot("m1"), parent=None))

    assert (row.kind, row.delivery) == ("mention", None)


def test_another_brand_hears_nothing(channel: Channel) -> None:
    ingest.take_in(channel, [comment(1)])
    other = world.place("two")

    with posts.inside(other):
        assert not Conversation.objects.exists()
        assert not Message.objects.exists()


def test_pairs_of_every_two_events_come_to_the_same_in_both_orders(place: Place, channel: Channel) -> None:
    events = [comment(1), ours(2, 1), comment(3, "Sağ ol")]
    shapes = set()
    for number, order in enumerate(itertools.permutations(events)):
        other = posts.channel(place, f"p{number}")
        for one in order:
            ingest.take_in(other, [one])
        shapes.add(repr(shape(other)))

    assert len(shapes) == 1
    assert Conversation.objects.filter(state=State.WAITING).count() == 0
    assert LEYLA.remote_id == "leyla"
