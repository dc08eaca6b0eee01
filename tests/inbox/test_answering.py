"""Answering and handling by people: two at once, taking turns, the clock, approval."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db import connection

from accounts.access import by
from accounts.models import Membership
from accounts.models.organization import ReplyApproval
from activity.models import Notice
from approvals.models import Review
from approvals.services import deciding as approving
from approvals.services.deciding import Answer as Yes
from approvals.services.deciding import Verdict
from approvals.voices import Voice
from connections.models import Channel, MembershipChannel
from core import clock
from core.errors import NotAllowed
from core.ledger import Event
from core.outbox import lanes
from core.outbox.states import State
from core.tenancy import scope
from inbox import document
from inbox.models import Conversation, Note, Reply
from inbox.selectors import queue
from inbox.selectors.queue import View, Wanted
from inbox.services import handling, ingest, labelling, noting, promising, replying, saving, ticking
from inbox.services.replying import Answered
from inbox.services.wording import Unfit
from networks.conversing import Spot
from tests import world
from tests.calendar_app import posts
from tests.inbox import talk
from tests.inbox.talk import MERT
from tests.world import Place

pytestmark = pytest.mark.django_db(transaction=True)
PAIRS = 20


@pytest.fixture
def place() -> Iterator[Place]:
    """A brand that wants no reply approved, inside its scope."""
    made = world.place("one")
    with posts.inside(made):
        yield made


@pytest.fixture
def channel(place: Place) -> Channel:
    """Its channel."""
    return posts.channel(place)


@pytest.fixture
def row(channel: Channel) -> Conversation:
    """A customer who has just asked."""
    return talk.heard(channel, talk.now())


def member(place: Place, role: str = "editor") -> Membership:
    """Her place in the organization."""
    found: Membership = Membership.objects.get(user=place.people[role])
    return found


def test_of_two_who_answer_at_once_one_is_told_of_the_other(place: Place, channel: Channel) -> None:
    heard = [talk.now(number, thread=Spot(f"post-{number}")) for number in range(PAIRS)]
    ingest.take_in(channel, heard)
    rows = list(Conversation.objects.order_by("pk"))
    outcomes: list[str] = []
    ready = threading.Barrier(2)

    def answer(role: str) -> None:
        with posts.inside(place):
            for row in rows:
                ready.wait()
                try:
                    replying.send(
                        row,
                        f"{role} here",
                        seen=row.revision,
                        author=place.people[role],
                        by=by(place.people[role]),
                    )
                    outcomes.append("sent")
                except Answered as told:
                    outcomes.append("told" if told.happened else "left in the dark")
        connection.close()

    agents = [threading.Thread(target=answer, args=[role]) for role in ("editor", "admin")]
    for agent in agents:
        agent.start()
    for agent in agents:
        agent.join()

    assert (outcomes.count("sent"), outcomes.count("told")) == (PAIRS, PAIRS)
    assert Reply.objects.count() == PAIRS


def test_sending_anyway_is_said_explicitly(place: Place, row: Conversation) -> None:
    seen = row.revision
    talk.reply(place, row, "Mən cavab verdim")

    with pytest.raises(Answered) as told:
        replying.send(row, "Mən də", seen=seen, author=place.admin, by=by(place.admin))
    assert told.value.happened is not None
    assert (told.value.happened.who, told.value.happened.text) == (place.editor.name, "Mən cavab verdim")

    anyway = replying.send(row, "Mən də", seen=told.value.revision, author=place.admin, by=by(place.admin))
    assert anyway.state == State.WAITING


def test_a_double_click_sends_once(place: Place, row: Conversation) -> None:
    seen = row.revision
    replying.send(row, "Bəli", seen=seen, author=place.editor, by=by(place.editor))

    with pytest.raises(Answered):
        replying.send(row, "Bəli", seen=seen, author=place.editor, by=by(place.editor))


@pytest.mark.parametrize("text", ["", "  ", "Salam, {first_name}", "a" * 100_000, "a\x00b"])
def test_what_cannot_go_out_is_said_at_once(place: Place, row: Conversation, text: str) -> None:
    with pytest.raises(Unfit):
        talk.reply(place, row, text)
    assert not Reply.objects.exists()


def test_a_reply_that_needs_a_yes_waits_for_it_and_goes_out_by_it(place: Place, row: Conversation) -> None:
    talk.approval(place, ReplyApproval.OTHERS)
    reply = talk.reply(place, row, "Bəli, var.")
    review = Review.objects.get(subject=reply.pk)
    assert (reply.state, reply.held_reason, review.covers) == (State.HELD, "approval", "reply")

    approving.decide(review, Yes(Verdict.APPROVE, review.version), voice=_voice(place))
    reply.refresh_from_db()

    assert (reply.state, reply.clearance.kind if reply.clearance else "") == (State.WAITING, "decision")


def test_edit_and_approve_sends_the_new_words_only(place: Place, row: Conversation) -> None:
    talk.approval(place, ReplyApproval.ALL)
    reply = talk.reply(place, row, "Bəli, var.")
    review = Review.objects.get(subject=reply.pk)

    yes = Yes(Verdict.APPROVE, review.version)
    approving.rewrite(review, "Bəli, 2027-yə qədər.", yes, voice=_voice(place), author=place.approver)
    reply.refresh_from_db()

    assert reply.state == State.WAITING
    assert document.from_bytes(reply.canonical).text == "Bəli, 2027-yə qədər."
    assert reply.clearance is not None
    assert reply.clearance.content_hash == reply.content_hash


def test_another_text_after_the_yes_needs_another_one(place: Place, row: Conversation) -> None:
    talk.approval(place, ReplyApproval.ALL)
    reply = talk.reply(place, row, "Bəli")
    review = Review.objects.get(subject=reply.pk)
    approving.decide(review, Yes(Verdict.APPROVE, review.version), voice=_voice(place))

    changed = replying.edit(reply, "Xeyr", by=posts.actor(place))

    assert (changed.state, changed.held_reason) == (State.HELD, "approval")
    assert Review.objects.filter(subject=reply.pk, state="open").count() == 1


def test_taking_back_what_waits_for_a_yes_asks_nobody_any_more(place: Place, row: Conversation) -> None:
    talk.approval(place, ReplyApproval.ALL)
    reply = talk.reply(place, row, "Bəli")

    assert replying.undo(reply, by=posts.actor(place)) == "Bəli"
    reply.refresh_from_db()

    assert reply.state == State.CANCELLED
    assert not Review.objects.filter(state="open").exists()


def _voice(place: Place) -> Voice:
    return Voice(membership=member(place, "approver"))


def test_closing_ends_the_wait_and_reopening_begins_another(place: Place, channel: Channel) -> None:
    talk.promise(place, 60)
    row = talk.heard(channel, talk.now())
    handled = handling.close([row.pk], by=posts.actor(place))
    row.refresh_from_db()
    assert (row.state, row.first_unanswered_at, row.acts_at) == ("closed", None, None)
    assert handled.before == ((row.pk, "open"),)

    handling.put_back(handled.before, by=posts.actor(place))
    row.refresh_from_db()
    assert row.state == "open"
    assert row.first_unanswered_at is not None
    assert row.acts_at == row.warn_at


def test_what_was_put_off_comes_back(place: Place, row: Conversation) -> None:
    handling.snooze([row.pk], clock.now() + timedelta(hours=1), by=posts.actor(place))
    assert queue.page(place.brand, Wanted(View.OPEN)).rows == []
    ticking.tick()
    assert queue.page(place.brand, Wanted(View.OPEN)).rows == []

    past = clock.now() - timedelta(seconds=1)
    Conversation.objects.filter(pk=row.pk).update(snoozed_until=past, acts_at=past)
    assert ticking.tick() == 1
    assert queue.page(place.brand, Wanted(View.OPEN)).rows == [row]


def test_the_clock_warns_once_and_tells_once_that_it_is_late(place: Place, channel: Channel) -> None:
    talk.promise(place, 10)
    row = talk.heard(channel, talk.now(said_at=clock.now() - timedelta(minutes=9)))
    for _time in range(3):
        ticking.tick()
    assert Notice.objects.filter(kind="inbox.answer_soon", person=place.editor).count() == 1
    assert not Notice.objects.filter(kind="inbox.answer_late").exists()

    past = clock.now() - timedelta(seconds=1)
    Conversation.objects.filter(pk=row.pk).update(answer_due_at=past, acts_at=past)
    for _time in range(3):
        ticking.tick()
    late = Notice.objects.filter(kind="inbox.answer_late")

    assert late.filter(person=place.editor).count() == 1
    assert late.filter(person=place.contributor).count() == 0
    assert late.get(person=place.editor).count == 1


def test_the_clocks_lane_is_due_when_the_next_conversation_is(place: Place, channel: Channel) -> None:
    talk.promise(place, 10)
    row = talk.heard(channel, talk.now())
    lane = lanes.Lane.objects.get(kind="clock")
    assert lane.next_at == row.warn_at

    lanes.Lane.objects.filter(pk=lane.pk).update(next_at=clock.now())
    claimed = lanes.claim(["clock"], "me")
    assert claimed is not None
    handling.close([row.pk], by=posts.actor(place))
    ticking.lay_down(claimed)
    lane.refresh_from_db()
    assert lane.next_at is None


def test_who_gets_a_conversation_is_told(place: Place, row: Conversation) -> None:
    handling.assign([row.pk], to=member(place), by=by(place.admin))
    row.refresh_from_db()

    assert row.assignee == member(place)
    assert Notice.objects.get(kind="inbox.given").person == place.editor
    assert queue.page(place.brand, Wanted(View.MINE), membership=member(place)).rows == [row]
    assert queue.counts(place.brand, membership=member(place)).mine == 1


def test_five_hundred_at_once_are_few_statements(place: Place, channel: Channel) -> None:
    heard = [talk.now(number, thread=Spot(f"post-{number}")) for number in range(60)]
    ingest.take_in(channel, heard)
    ids = list(Conversation.objects.values_list("pk", flat=True))

    assert len(handling.close(ids, by=posts.actor(place)).done) == 60
    assert Conversation.objects.filter(state="closed").count() == 60
    assert Event.objects.filter(kind="inbox.conversation_closed").count() == 60


def test_a_member_limited_to_other_channels_does_nothing_here(place: Place, row: Conversation) -> None:
    other = posts.channel(place, "other")
    MembershipChannel.objects.create(
        organization=place.organization, brand=place.brand, membership=member(place), channel=other
    )

    with pytest.raises(PermissionDenied):
        talk.reply(place, row)
    with pytest.raises(NotAllowed):
        handling.close([row.pk], by=posts.actor(place)).or_refuse()


def test_a_note_tells_whom_it_names_and_never_leaves(place: Place, row: Conversation) -> None:
    stranger = world.place("two").editor.pk
    note = noting.add(
        row,
        "sertifikat mayda",
        author=place.editor,
        by=posts.actor(place),
        mentions=[place.admin.pk, stranger],
    )

    assert note.mentions == [place.admin.pk]
    assert Notice.objects.filter(kind="inbox.mentioned").get().person == place.admin
    assert (Note.objects.count(), Reply.objects.count()) == (1, 0)


def test_labels_find_their_conversations(place: Place, row: Conversation) -> None:
    label = labelling.create(place.brand, "Şikayət", by=posts.actor(place))
    assert labelling.create(place.brand, " şikayət ", by=posts.actor(place)) == label
    labelling.add([row.pk], label, by=posts.actor(place))
    labelling.add([row.pk], label, by=posts.actor(place))

    found = queue.page(place.brand, Wanted(label=label.pk)).rows
    assert [one.labels.all()[0].label.name for one in found] == ["Şikayət"]
    labelling.remove([row.pk], label, by=posts.actor(place))
    assert queue.page(place.brand, Wanted(label=label.pk)).rows == []


def test_words_are_found_whatever_their_letters(place: Place, channel: Channel) -> None:
    row = talk.heard(channel, talk.now(1, "İSTANBUL’da priz var mı?"), talk.now(2, "Halal", by=MERT))

    assert [one.customer for one in queue.page(place.brand, Wanted(words="istanbul priz")).rows] == [
        "Leyla Həsənova"
    ]
    assert [one.customer for one in queue.page(place.brand, Wanted(words="həsənova")).rows] == [
        "Leyla Həsənova"
    ]
    assert queue.page(place.brand, Wanted(words="100%")).rows == []
    assert row.customer == "Mert Demir"


def test_a_common_word_is_found_page_by_page(
    place: Place, channel: Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("inbox.searching.MOST", 2)
    heard = [talk.comment(number, "salam", thread=Spot(f"p{number}")) for number in range(5)]
    ingest.take_in(channel, heard)

    seen, after = [], ""
    for _page in range(3):
        page = queue.page(place.brand, Wanted(words="SALAM"), after=after, size=2)
        seen += [one.thread_id for one in page.rows]
        after = page.after
    assert seen == ["p4", "p3", "p2", "p1", "p0"]


def test_a_promise_recounts_the_waits_that_go_on(place: Place, row: Conversation) -> None:
    week = [[0, 1440]] * 7
    promising.promise(place.brand, minutes=30, hours=week, holidays=[], revision=0, by=posts.actor(place))
    row.refresh_from_db()
    assert row.first_unanswered_at is not None
    assert row.answer_due_at == row.first_unanswered_at + timedelta(minutes=30)

    promising.withdraw(place.brand, by=posts.actor(place))
    row.refresh_from_db()
    assert row.first_unanswered_at is not None
    assert [row.answer_due_at, row.acts_at] == [None, None]


@pytest.mark.parametrize(
    ("minutes", "hours"),
    [(0, [[0, 1440]] * 7), (60, [[]] * 7), (60, [[600, 540]] * 7), (60, [[0, 1440]] * 6)],
)
def test_a_promise_that_cannot_be_kept_is_refused(place: Place, minutes: int, hours: list[list[int]]) -> None:
    with pytest.raises(promising.BadHours):
        promising.promise(
            place.brand, minutes=minutes, hours=hours, holidays=[], revision=0, by=posts.actor(place)
        )


def test_a_saved_reply_is_filled_and_counted(place: Place, row: Conversation) -> None:
    saved = saving.create(
        place.brand, title="Salam", text="Salam, {first_name}!", author=place.editor, by=posts.actor(place)
    )

    assert saving.fill(saved, row, place.editor).text == "Salam, Leyla!"
    saving.used(saved)
    saved.refresh_from_db()
    assert saved.used == 1
    with pytest.raises(saving.BadSaved):
        saving.create(place.brand, title="x", text="{secret}", author=None, by=posts.actor(place))
    with pytest.raises(saving.BadSaved):
        saving.create(place.brand, title="Salam", text="y", author=None, by=posts.actor(place))


def test_another_tenant_answers_nothing_here(place: Place, row: Conversation) -> None:
    other = world.place("two")
    with scope.enter(other.organization.pk, [other.brand.pk]):
        assert handling.close([row.pk], by=by(other.owner)).done == ()
        with pytest.raises(ObjectDoesNotExist):
            replying.send(row, "Salam", seen=row.revision, author=other.owner, by=by(other.owner))
