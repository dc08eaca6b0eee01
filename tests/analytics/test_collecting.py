"""Asking networks: when, once, outside of transactions, and what becomes of their answers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db.models.functions import Now

from analytics.models import BrandPeriod, ChannelDay, MeasureCursor, PostDay, ShortClick
from analytics.selectors.reading import readings
from analytics.services import collecting, cursors
from analytics.spans import Span, today
from calendar_app.models import Delivery, Post
from connections.client import client_for
from connections.models import Channel
from connections.models.channel import Health
from core import clock
from core.outbox.states import State
from sandbox.switches import Kind, Switch, turn_off, turn_on
from tests.analytics import told
from tests.calendar_app import posts
from tests.calendar_app.conftest import Net
from tests.networks.wire_server import Fault
from tests.world import Place

pytestmark = pytest.mark.usefixtures("inside")
FIGURES = "/sandbox/api/figures"

Publish = Callable[..., Delivery]


@pytest.fixture
def account(place: Place, inside: None, connected: Callable[..., Channel]) -> Channel:
    """A connected channel."""
    return connected(place)


@pytest.fixture
def publish(place: Place, account: Channel, net: Net) -> Publish:
    """Makes a post that has been out for an hour, as its network knows it; noticed and due."""

    def make(text: str = "Salam", *, is_lost: bool = False) -> Delivery:
        post = posts.scheduled(place, account, text=text)
        made, _is_new = net.store.add_post(
            account.remote_id, str(post.pk), {"text": text, "media": "[]", "language": ""}
        )
        remote_id = "nobody-knows-it" if is_lost else made.id
        hour = clock.now() - timedelta(hours=1)
        Post.objects.filter(pk=post.pk).update(planned_at=hour)
        rows = Delivery.objects.filter(post=post)
        rows.update(state=State.LIVE, planned_at=hour, due_at=None, remote_id=remote_id, settled_at=hour)
        cursors.notice()
        return rows.get()

    return make


def asked(net: Net, path: str = FIGURES) -> int:
    """How many questions the network heard."""
    return sum(seen[1].partition("?")[0] == path for seen in net.wire.seen)


def make_due() -> None:
    """Let everything be due: the rows move, the clock does not."""
    MeasureCursor.objects.exclude(due_at=None).update(due_at=Now() - timedelta(seconds=1), rest_until=None)


def head(channel: Channel) -> MeasureCursor:
    """The cursor of the account itself."""
    found: MeasureCursor = MeasureCursor.objects.get(channel=channel, delivery=None)
    return found


def test_what_a_network_tells_stands_in_the_numbers(place: Place, account: Channel, publish: Publish) -> None:
    post = publish()

    assert collecting.measure(account.pk) == 3  # a day of the post, two days of the account

    row = PostDay.objects.get(delivery=post)
    span = Span.recent(7, place.brand.zone)
    found = readings(place.brand, span)
    assert (row.views is not None, row.saves, row.clicks) == (True, None, None)
    assert (found["views"].value, found["saves"].value) == (row.views, None)
    assert (found["followers"].value, found["published"].value) == (0, 1)


def test_nothing_is_asked_before_it_is_due(account: Channel, publish: Publish, net: Net) -> None:
    publish()
    collecting.measure(account.pk)

    assert collecting.measure(account.pk) == 0
    assert (asked(net), list(cursors.due())) == (1, [])


def test_posts_are_asked_for_in_batches_as_large_as_the_network_takes(
    account: Channel, publish: Publish, net: Net
) -> None:
    for number in range(21):
        publish(f"Salam {number}")

    collecting.measure(account.pk)

    assert (asked(net), PostDay.objects.count()) == (2, 21)


def test_two_workers_do_not_ask_the_same_account(account: Channel, publish: Publish, net: Net) -> None:
    publish()
    MeasureCursor.objects.filter(delivery=None).update(lease_until=Now() + timedelta(minutes=1))

    assert (collecting.measure(account.pk), asked(net)) == (0, 0)
    MeasureCursor.objects.filter(delivery=None).update(lease_until=Now() - timedelta(seconds=1))
    assert collecting.measure(account.pk) == 3


def test_an_answer_that_comes_after_the_lease_is_thrown_away(
    account: Channel, publish: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish()

    def slow(channel: Channel) -> object:
        MeasureCursor.objects.filter(delivery=None).update(lease_until=Now() + timedelta(hours=1))
        return client_for(channel)

    monkeypatch.setattr(collecting, "client_for", slow)

    assert collecting.measure(account.pk) == 0
    assert not PostDay.objects.exists()


def test_a_busy_network_is_left_alone_for_as_long_as_it_says(
    account: Channel, publish: Publish, net: Net
) -> None:
    publish()
    net.fail(Fault("/figures", status=429, headers={"Retry-After": "120"}))

    collecting.measure(account.pk)

    rest = head(account).rest_until
    assert rest is not None
    assert 100 < (rest - clock.now()).total_seconds() <= 121
    assert (list(cursors.due()), collecting.measure(account.pk), asked(net)) == ([], 0, 1)
    assert not PostDay.objects.exists()


def test_a_day_on_which_nothing_was_told_stays_unknown(
    place: Place, account: Channel, publish: Publish, net: Net
) -> None:
    turn_on(net.store, account.remote_id, Switch(Kind.FIGURES_MISSING, 0, False, None))
    publish()
    collecting.measure(account.pk)
    unknown = readings(place.brand, Span.recent(2, place.brand.zone))

    turn_off(net.store, account.remote_id, Kind.FIGURES_MISSING)
    make_due()
    collecting.measure(account.pk)

    assert (PostDay.objects.count(), ChannelDay.objects.count()) == (1, 2)
    assert (unknown["views"].value, unknown["followers"].value) == (None, None)
    assert readings(place.brand, Span.recent(2, place.brand.zone))["views"].value is not None


def test_what_was_told_earlier_on_a_day_is_not_lost_to_an_answer_that_leaves_it_out(
    place: Place, account: Channel, publish: Publish
) -> None:
    post = publish()
    day = today(place.brand.zone)
    told.of_post(place, post, day, likes=5, views=100)

    told.of_post(place, post, day, views=120)

    row = PostDay.objects.get(delivery=post)
    assert (row.likes, row.views) == (5, 120)


def test_secrets_that_are_dead_end_the_questions_until_somebody_reconnects(
    account: Channel, publish: Publish, net: Net
) -> None:
    publish()
    net.store.revoke(account.remote_id)

    assert collecting.measure(account.pk) == 0

    account.refresh_from_db()
    assert (account.state, list(cursors.due())) == (Health.RECONNECT, [])


def test_a_post_that_its_network_lost_is_asked_for_once_more_and_then_no_more(
    account: Channel, publish: Publish
) -> None:
    post = publish(is_lost=True)
    cursor = MeasureCursor.objects.filter(delivery=post)

    collecting.measure(account.pk)
    first = cursor.get()
    make_due()
    collecting.measure(account.pk)

    assert (first.gone_at is not None, first.due_at is not None) == (True, True)
    assert cursor.get().due_at is None


def test_clicks_are_those_of_our_own_link_where_the_network_tells_none(
    place: Place, account: Channel, publish: Publish
) -> None:
    link = told.link(place)
    post = publish(f"Menyu: http://127.0.0.1:8000/l/{link.code}")
    ShortClick.objects.create(
        organization=place.organization, brand=place.brand, link=link, day=today(place.brand.zone), number=3
    )

    collecting.measure(account.pk)

    clicks = readings(place.brand, Span.recent(7, place.brand.zone))["clicks"]
    assert (PostDay.objects.get(delivery=post).clicks, clicks.value) == (3, 3)


def test_clicks_on_a_link_of_two_posts_belong_to_neither(
    place: Place, account: Channel, publish: Publish
) -> None:
    link = told.link(place)
    for number in range(2):
        publish(f"{number}: http://127.0.0.1:8000/l/{link.code}")

    collecting.measure(account.pk)

    assert list(PostDay.objects.values_list("clicks", flat=True)) == [None, None]


def test_asking_twice_on_a_day_changes_no_roll_up(account: Channel, publish: Publish) -> None:
    publish()
    collecting.measure(account.pk)
    before = list(BrandPeriod.objects.order_by("pk").values("pk", "grain", "first", "likes", "followers"))

    make_due()
    collecting.measure(account.pk)

    assert before == list(
        BrandPeriod.objects.order_by("pk").values("pk", "grain", "first", "likes", "followers")
    )
