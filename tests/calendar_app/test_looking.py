"""Looking on a network that can only be read: what was posted before the first attempt is another post."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db.models.functions import Now

from calendar_app.models import Delivery, Post
from connections.models import Channel
from connections.services import connecting
from core import http
from core.outbox import serving
from core.outbox.states import State
from networks import sandbox
from tests import world
from tests.calendar_app import posts
from tests.faults import networks
from tests.faults.fake_network.client import FakeNetwork
from tests.world import Place

pytestmark = pytest.mark.django_db(transaction=True)

TEXT = "Salam"


@pytest.fixture
def fake() -> Iterator[FakeNetwork]:
    with FakeNetwork() as made, networks.registered():
        http.configure([made.origin])
        sandbox.configure(made.origin)
        yield made
        sandbox.configure("")
        http.configure([])


def connect(place: Place) -> Channel:
    return connecting.connect(place.brand, "fakeread", {"handle": "read-1"}, by=posts.actor(place))


def send(place: Place, channel: Channel) -> Post:
    """Let a post with the same text as all others be due, and serve what is due."""
    post = posts.scheduled(place, channel, text=TEXT)
    posts.make_due(post)
    serving.drain(["channel"], seconds=30)
    return post


def look_again(post: Post) -> None:
    """Let the next look be due."""
    Delivery.objects.filter(post=post).update(due_at=Now())
    serving.drain(["channel"], seconds=30)


def test_an_older_post_with_the_same_words_is_not_taken_for_a_lost_one(fake: FakeNetwork) -> None:
    place = world.place("one")
    with posts.inside(place):
        channel = connect(place)
        fake.clock(-3600)
        first = send(place, channel)
        fake.clock(0)
        fake.rule("reset_before", times=1)

        second = send(place, channel)
        after_one_look = posts.delivery(second).state
        look_again(second)

        assert after_one_look == State.UNSURE
        assert posts.delivery(second).state == State.LIVE
        assert posts.delivery(second).remote_id != posts.delivery(first).remote_id
        assert len(fake.posts()) == 2


def test_a_lost_post_is_found_and_not_sent_again(fake: FakeNetwork) -> None:
    place = world.place("one")
    with posts.inside(place):
        channel = connect(place)
        fake.rule("reset_after", times=1)

        post = send(place, channel)

        assert posts.delivery(post).remote_id == fake.posts()[0]["id"]
        assert len(fake.posts()) == 1
