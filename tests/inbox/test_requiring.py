"""A stricter rule for replies while some wait already."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from accounts.access import by
from accounts.models import Membership
from accounts.models.organization import ReplyApproval
from accounts.services import policies
from approvals.models import Review
from core.outbox.clearance import Clearance
from core.outbox.states import State
from inbox.models import Conversation, Reply
from inbox.services import replying
from tests import world
from tests.calendar_app import pages, posts
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
def row(place: Place) -> Conversation:
    """A customer asked."""
    return talk.heard(posts.channel(place), talk.now())


def switch(place: Place, wanted: ReplyApproval) -> int:
    """The owner changes the rule."""
    return policies.set_reply_approval(place.brand, wanted=wanted, by=by(place.owner))


def page_of(place: Place, row: Conversation) -> str:
    """The conversation as the editor reads it."""
    answer = pages.browser(place.editor).get(pages.at(place, f"inbox/{row.pk}/"))
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("wanted", [ReplyApproval.OTHERS, ReplyApproval.ALL])
def test_what_waits_without_a_yes_is_held_and_people_are_asked(
    place: Place, row: Conversation, wanted: ReplyApproval
) -> None:
    reply = talk.reply(place, row)

    held = switch(place, wanted)

    reply.refresh_from_db()
    assert (held, reply.state, reply.held_reason) == (1, State.HELD, Reply.Held.APPROVAL)
    assert Review.objects.get(subject=reply.pk).state == "open"
    assert not Clearance.objects.filter(covers="reply", live=True).exists()
    assert "Answers of this brand need approval now." in page_of(place, row)


def test_what_its_author_may_send_herself_waits_on_by_the_rule(place: Place, row: Conversation) -> None:
    row.refresh_from_db()
    reply = replying.send(row, "Buyurun!", seen=row.revision, author=place.owner, by=by(place.owner))

    assert switch(place, ReplyApproval.OTHERS) == 0

    reply.refresh_from_db()
    assert (reply.state, reply.clearance.kind) == (State.WAITING, "rule")
    assert switch(place, ReplyApproval.ALL) == 1


def test_where_nobody_can_be_asked_it_is_held_and_says_so(place: Place, row: Conversation) -> None:
    reply = talk.reply(place, row)
    Membership.objects.exclude(user=place.editor).update(role="analyst")

    switch(place, ReplyApproval.ALL)

    reply.refresh_from_db()
    assert (reply.state, reply.held_reason) == (State.HELD, Reply.Held.WITHDRAWN)
    assert "nobody could be asked about this one" in page_of(place, row)


def test_the_settings_page_says_how_many_are_held(place: Place, row: Conversation) -> None:
    reply = talk.reply(place, row)
    url = pages.at(place, "settings/approval/replies/")

    refused = pages.browser(place.editor).post(url, {"reply_approval": "all"})
    assert refused.status_code == 403
    assert Reply.objects.get(pk=reply.pk).state == State.WAITING
    page = pages.browser(place.owner).post(url, {"reply_approval": "all"}, follow=True).content.decode()

    assert "1 reply that waited is held until it is approved." in page


def test_a_looser_rule_lets_nothing_out_by_itself(place: Place, row: Conversation) -> None:
    reply = talk.reply(place, row)
    switch(place, ReplyApproval.ALL)

    assert switch(place, ReplyApproval.NONE) == 0

    reply.refresh_from_db()
    assert reply.state == State.HELD
