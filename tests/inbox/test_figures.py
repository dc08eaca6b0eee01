"""How fast people were answered, by day; who is there; what is liked and hidden."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest

from connections.client import client_for
from connections.models import Channel
from core import clock
from inbox.models import Conversation, Message, Presence
from inbox.selectors import changes, thread
from inbox.selectors.figures import figures, totals
from inbox.services import ingest, liking, presence
from sandbox import talk as theirs
from tests import world
from tests.calendar_app import posts
from tests.calendar_app.conftest import Net
from tests.inbox import talk
from tests.inbox.talk import MERT, MONDAY, comment, ours
from tests.inbox.test_sending import words
from tests.networks.wire_server import Fault
from tests.world import Place

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def place() -> Iterator[Place]:
    """A brand in Baku, inside its scope."""
    made = world.place("one")
    with posts.inside(made):
        yield made


def test_figures_are_those_of_the_brands_days(place: Place) -> None:
    talk.promise(place, 10)
    channel = posts.channel(place)
    late = MONDAY.replace(hour=20, minute=30)  # in Baku it is Tuesday
    ingest.take_in(channel, [comment(1), ours(4, 1), comment(5, by=MERT), ours(65, 5)])
    ingest.take_in(channel, [comment(90, said_at=late), ours(91, 90, said_at=late + timedelta(minutes=2))])

    days = figures(place.brand, date(2027, 3, 1), date(2027, 3, 2))
    whole = totals(days)

    assert [(day.day.day, day.received, day.seconds, day.kept, day.missed) for day in days] == [
        (1, 2, (180, 3600), 1, 1),
        (2, 1, (120,), 1, 0),
    ]
    assert (whole.answered, whole.median_seconds, whole.kept_share) == (3, 180, 2 / 3)
    assert figures(place.brand, date(2027, 3, 3), date(2027, 3, 9)) == []
    assert totals([]).kept_share is None


def test_who_is_there_is_seen_and_soon_forgotten(place: Place) -> None:
    row = talk.heard(posts.channel(place), comment(1))
    before = changes.of_conversation(row.pk)
    presence.here(row, place.editor, is_typing=True)
    presence.here(row, place.editor, is_typing=True)

    assert [(one.person, one.is_typing) for one in thread.present(row.pk, but=place.admin)] == [
        (place.editor, True)
    ]
    assert thread.present(row.pk, but=place.editor) == []
    assert changes.of_conversation(row.pk) != before

    Presence.objects.update(until=clock.now() - timedelta(minutes=1))
    assert thread.present(row.pk, but=place.admin) == []
    assert presence.forget() == 1


def test_a_message_is_liked_and_hidden_only_when_the_network_did_it(
    net: Net, place: Place, connected: Callable[..., Channel]
) -> None:
    channel = connected(place)
    us, customer = net.store.account_by_handle(channel.handle), net.store.join("leyla")
    assert us is not None
    assert customer is not None
    post, _new = theirs.say(net.store, us, "post-key", words("Payız"))
    theirs.say(net.store, customer, "c1", words("sual"), post.id)
    client = client_for(channel)
    for stream in client.streams:
        ingest.take_in(channel, client.listen(stream, "").messages)
    message = Message.objects.select_related("channel", "conversation").get()

    liking.like(message, on=True, by=posts.actor(place))
    net.fail(Fault("/hide", status=503))
    with pytest.raises(liking.NotDone):
        liking.hide(message, on=True, by=posts.actor(place))
    net.wire.faults.clear()
    message.refresh_from_db()

    assert (message.is_liked, message.is_hidden) == (True, False)
    assert Conversation.objects.count() == 1
