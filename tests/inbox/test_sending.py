"""Sending replies against a real sandbox server: sent means that it is there, and nothing is sent twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from accounts.models import Hold
from accounts.models.organization import ReplyApproval
from activity.models import Notice
from connections.client import client_for
from connections.models import Channel
from core import clock
from core.errors import NotAllowed
from core.outbox import lanes
from core.outbox.lanes import Lane
from core.outbox.states import State
from inbox.models import Answer, Conversation, Message, Reply, ReplyAttempt
from inbox.publishing import fence, job, sending
from inbox.services import deciding, ingest, replying
from sandbox import talk as theirs
from tests import world
from tests.calendar_app import posts
from tests.calendar_app.conftest import SEND, Net
from tests.inbox import talk
from tests.networks.wire_server import Fault
from tests.world import Place

pytestmark = pytest.mark.django_db(transaction=True)

Connect = Callable[..., Channel]


@pytest.fixture
def place() -> Iterator[Place]:
    """A brand that wants no reply approved, inside its scope."""
    made = world.place("one")
    with posts.inside(made):
        yield made


@pytest.fixture
def channel(place: Place, connected: Connect) -> Channel:
    """Its channel, connected to the sandbox."""
    return connected(place)


@pytest.fixture
def row(net: Net, channel: Channel) -> Conversation:
    """A comment under a post of the account, heard."""
    us = net.store.account_by_handle(channel.handle)
    customer = net.store.join("leyla")
    assert us
    assert customer
    post, _new = theirs.say(net.store, us, "post-key", words("Payız menyusu"))
    theirs.say(net.store, customer, "comment-key", words("Halal sertifikatınız varmı?"), post.id)
    listen(channel)
    return Conversation.objects.get()


def listen(channel: Channel) -> None:
    """Take in all that the network tells from the beginning."""
    client = client_for(channel)
    for stream in client.streams:
        ingest.take_in(channel, client.listen(stream, "").messages)


def words(text: str) -> dict[str, str]:
    """What the sandbox stores of something said."""
    return {"text": text, "media": "[]", "language": ""}


def answers(net: Net) -> list[str]:
    """The texts of our calls, arrived or not."""
    return net.sent()


def there(net: Net, text: str) -> int:
    """How often it was said at the network."""
    return len(net.store.rows("SELECT id FROM post WHERE text = ?", text))


def due(place: Place, row: Conversation, text: str = "Bəli, var.") -> Reply:
    """A reply whose time to be undone is over."""
    reply = talk.reply(place, row, text)
    talk.make_due(reply)
    return reply


def test_a_reply_is_sent_once_and_stands_in_its_thread(
    net: Net, place: Place, channel: Channel, row: Conversation
) -> None:
    reply = talk.reply(place, row, "Bəli, var.")
    talk.serve()
    assert answers(net) == []  # it can still be taken back

    talk.make_due(reply)
    talk.serve()
    talk.serve()
    reply.refresh_from_db()
    row.refresh_from_db()
    message = Message.objects.get(reply=reply)

    assert answers(net) == ["Bəli, var."]
    assert (reply.state, message.remote_id, message.direction) == (State.LIVE, reply.remote_id, "out")
    assert (row.state, row.first_unanswered_at, row.preview) == ("waiting", None, "Bəli, var.")
    assert Answer.objects.get().conversation_id == row.pk


def test_our_own_echo_is_known_again(net: Net, place: Place, channel: Channel, row: Conversation) -> None:
    due(place, row)
    talk.serve()
    before = Message.objects.count()

    listen(channel)

    assert Message.objects.count() == before
    assert Conversation.objects.count() == 1


def test_the_same_key_is_used_when_the_answer_to_a_call_is_lost(
    net: Net, place: Place, channel: Channel, row: Conversation
) -> None:
    reply = due(place, row)
    net.fail(Fault(SEND, accepted=True))
    talk.serve()
    Reply.objects.filter(pk=reply.pk).exclude(due_at=None).update(due_at=clock.now())
    talk.serve()
    reply.refresh_from_db()

    assert reply.state == State.LIVE
    assert there(net, "Bəli, var.") == 1


def test_an_echo_settles_what_nobody_knew(
    net: Net, place: Place, channel: Channel, row: Conversation
) -> None:
    reply = due(place, row)
    talk.serve()
    Message.objects.filter(reply=reply).delete()
    doubted = talk.reply(place, row, "Buyurun, sertifikat burada.")
    us = net.store.account_by_handle(channel.handle)
    assert us
    theirs.say(net.store, us, "by-hand", words("Buyurun, sertifikat burada."), row.messages.get().remote_id)
    Reply.objects.filter(pk=doubted.pk).update(state="asking", due_at=None)

    listen(channel)
    doubted.refresh_from_db()

    assert doubted.state == State.LIVE
    assert Message.objects.get(reply=doubted).text == "Buyurun, sertifikat burada."


def test_a_reply_to_what_is_gone_is_refused_and_its_author_is_told(
    net: Net, place: Place, channel: Channel, row: Conversation
) -> None:
    reply = due(place, row)
    customer = net.store.account_by_handle("leyla")
    assert customer
    theirs.delete(net.store, customer.id, row.messages.get().remote_id)
    talk.serve()
    reply.refresh_from_db()

    assert (reply.state, reply.problem) == (State.REFUSED, "gone")
    assert Notice.objects.filter(kind="inbox.reply_refused", person=place.editor).count() == 1
    assert answers(net) == []


def test_a_pause_holds_replies_too(net: Net, place: Place, channel: Channel, row: Conversation) -> None:
    reply = due(place, row)
    Hold.objects.create(organization=place.organization, brand=place.brand)
    talk.serve()
    reply.refresh_from_db()

    assert (reply.state, reply.held_reason) == (State.HELD, "paused")
    assert answers(net) == []


def test_taking_back_wins_until_it_leaves(
    net: Net, place: Place, channel: Channel, row: Conversation
) -> None:
    reply = talk.reply(place, row, "Bəli")

    assert replying.undo(reply, by=posts.actor(place)) == "Bəli"
    talk.make_due(reply)
    talk.serve()
    assert answers(net) == []

    sent = due(place, row, "Yox")
    talk.serve()
    with pytest.raises(NotAllowed):
        replying.undo(sent, by=posts.actor(place))


def test_a_dead_workers_reply_is_looked_for_and_never_sent_blindly(
    net: Net, place: Place, channel: Channel, row: Conversation
) -> None:
    reply = due(place, row)
    claimed = lanes.claim(["channel"], "dead")
    assert claimed is not None
    taken = job.take(claimed)
    assert taken is not None
    client = client_for(channel)
    prepared = client.prepare_reply(taken.draft, taken.document.to, taken.document.thread)
    put = fence.put(taken, prepared, sending.new_key(taken, client))
    assert put is not None
    client.publish(prepared, put.key, put.go)  # it is out, and the worker dies before it writes that down
    long_ago = clock.now() - timedelta(minutes=1)
    Reply.objects.filter(pk=reply.pk).update(fenced_at=long_ago)
    Lane.objects.filter(kind="channel").update(lease_until=long_ago, next_at=long_ago)

    talk.serve()
    reply.refresh_from_db()

    assert reply.state == State.LIVE
    assert there(net, "Bəli, var.") == 1
    assert ReplyAttempt.objects.get(reply=reply).code == "worker_lost"


def test_a_brand_that_changes_its_mind_holds_what_waits(
    net: Net, place: Place, channel: Channel, row: Conversation
) -> None:
    reply = due(place, row)
    talk.approval(place, ReplyApproval.ALL)
    talk.serve()
    reply.refresh_from_db()

    assert (reply.state, reply.held_reason) == (State.HELD, "withdrawn")
    assert answers(net) == []


def test_posts_and_replies_of_a_channel_go_out_in_the_order_of_their_times(
    net: Net, place: Place, channel: Channel, row: Conversation
) -> None:
    first, second = (
        posts.scheduled(place, channel, text="post one"),
        posts.scheduled(place, channel, text="post two"),
    )
    reply = talk.reply(place, row, "reply")
    now = clock.now()
    for post, seconds in ((first, 30), (second, 10)):
        post.deliveries.update(
            planned_at=now - timedelta(seconds=seconds), due_at=now - timedelta(seconds=seconds)
        )
    Reply.objects.filter(pk=reply.pk).update(due_at=now - timedelta(seconds=20))
    talk.serve()

    assert answers(net) == ["post one", "reply", "post two"]
    assert Lane.objects.get(kind="channel").next_at is None


def test_what_the_lost_key_held_goes_out_when_the_channel_is_back(
    net: Net, place: Place, channel: Channel, row: Conversation, connected: Connect
) -> None:
    reply = due(place, row)
    Channel.objects.filter(pk=channel.pk).update(state="reconnect", problem="revoked")
    talk.serve()
    reply.refresh_from_db()
    assert (reply.state, reply.held_reason) == (State.HELD, "reconnect")

    connected(place)
    reply.refresh_from_db()
    assert reply.state == State.WAITING


def test_a_person_says_what_nobody_can_know(
    net: Net, place: Place, channel: Channel, row: Conversation
) -> None:
    reply = talk.reply(place, row)
    Reply.objects.filter(pk=reply.pk).update(state="asking", due_at=None)
    reply.refresh_from_db()

    deciding.it_is_there(reply, "https://example.com/there", by=posts.actor(place), about=reply.fence)
    reply.refresh_from_db()

    assert (reply.state, Message.objects.filter(reply=reply).count()) == (State.LIVE, 1)
