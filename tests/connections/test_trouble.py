"""A network in trouble: seen from the counts of all, said on pages, told once, gone by itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from django.test import Client

from accounts.models import User
from activity.models import Notice
from activity.selectors import notices
from calendar_app.models import Post
from connections.models import Channel
from connections.models.channel import Health
from connections.selectors import reach
from connections.selectors.trouble import (
    GROUPS,
    OUTCOMES,
    SINCE,
    Kind,
    Outcome,
    Rate,
    label,
    of,
    rates,
    seen,
)
from connections.services import trouble
from core import clock
from core.tally import Tally
from tests import world
from tests.calendar_app import posts
from tests.world import Place

pytestmark = pytest.mark.django_db(transaction=True)


def account(group: int) -> UUID:
    """An account that falls into a group."""
    while True:
        found = uuid4()
        if label("x", "live", found).endswith(f":{group:02d}"):
            return found


ACCOUNTS = [account(group) for group in range(GROUPS)]


def happened(outcome: str, number: int, *, accounts: int = 1, network: str = "sandbox", ago: int = 1) -> None:
    """`number` outcomes some minutes ago, spread over accounts."""
    minute = (clock.now() - timedelta(minutes=ago)).replace(second=0, microsecond=0)
    for at in range(accounts):
        n = number // accounts + (at < number % accounts)
        row, _new = Tally.objects.get_or_create(
            name=OUTCOMES, label=label(network, outcome, ACCOUNTS[at]), minute=minute
        )
        Tally.objects.filter(pk=row.pk).update(value=row.value + n)


@pytest.mark.parametrize(
    ("live", "failed", "expected"),
    [
        ((8, 4), (2, 2), None),
        ((7, 4), (3, 2), Kind.DOWN),
        ((3, 1), (3, 1), None),
        ((0, 0), (10, 1), Kind.DOWN),
    ],
    ids=["just twenty percent", "more", "too few to say", "the only account there is"],
)
def test_more_than_a_fifth_of_ten_outcomes_is_trouble(
    live: tuple[int, int], failed: tuple[int, int], expected: Kind | None
) -> None:
    happened(Outcome.LIVE, live[0], accounts=live[1])
    happened(Outcome.UNSURE, failed[0], accounts=failed[1])

    assert [one.kind for one in trouble.watch()] == ([expected] if expected else [])


def test_one_account_whose_server_is_down_is_not_the_network() -> None:
    happened(Outcome.LIVE, 12, accounts=12)
    happened(Outcome.BUSY, 30, accounts=1)

    assert trouble.watch() == []


@pytest.mark.parametrize("outcome", [Outcome.HERE, Outcome.ASKED, Outcome.LOOKED])
def test_what_failed_here_is_no_outcome_of_the_network(outcome: Outcome) -> None:
    happened(outcome, 50, accounts=8)

    assert trouble.watch() == []


@pytest.mark.parametrize("outcome", [Outcome.LIMITED, Outcome.HELD])
def test_limits_and_lost_keys_are_the_accounts_own(outcome: Outcome) -> None:
    happened(outcome, 50, accounts=8)

    assert trouble.watch() == []


def test_refusals_are_the_posts_own_fault_until_several_accounts_meet_them() -> None:
    happened(Outcome.REFUSED, 20, accounts=2)
    assert trouble.watch() == []

    happened(Outcome.REFUSED, 20, accounts=4)
    assert [one.kind for one in trouble.watch()] == [Kind.REFUSING]


def test_what_happened_longer_than_ten_minutes_ago_does_not_count() -> None:
    happened(Outcome.BUSY, 20, accounts=4, ago=11)

    assert trouble.watch() == []


def test_trouble_goes_on_with_few_failures_and_ends_by_itself() -> None:
    happened(Outcome.BUSY, 12, accounts=4, ago=8)
    (began,) = trouble.watch()
    assert abs((clock.now() - began.since).total_seconds() - 8 * 60) < 61

    Tally.objects.filter(name=OUTCOMES).delete()
    happened(Outcome.BUSY, 2)
    assert trouble.watch() == [began]

    happened(Outcome.LIVE, 9, accounts=4)
    assert trouble.watch() == []
    assert not Tally.objects.filter(name__in=[SINCE, trouble.TOLD]).exists()


def test_a_network_to_which_nothing_goes_any_more_is_not_in_trouble() -> None:
    happened(Outcome.BUSY, 12, accounts=4)
    assert trouble.watch()
    Tally.objects.filter(name=OUTCOMES).delete()

    assert trouble.watch() == []


def told(person: User) -> list[tuple[str, str]]:
    """What a person reads of networks."""
    return [(one.title, one.sentence) for one in notices.latest(person)]


def test_who_looks_after_channels_there_hears_of_it_once_and_others_do_not(mailoutbox: list[object]) -> None:
    ours, elsewhere = world.place("one"), world.place("two")
    with posts.inside(ours):
        posts.channel(ours)
        posts.channel(ours, "second")
    with posts.inside(elsewhere):
        posts.channel(elsewhere, network="bluesky")
    happened(Outcome.BUSY, 12, accounts=4)

    for _ in range(3):
        trouble.watch()

    with posts.inside(ours):
        assert told(ours.owner) == [
            (
                "Sandbox has trouble",
                "It answers badly or not at all. Posts are tried again by themselves; nothing is lost.",
            )
        ]
        assert set(Notice.objects.values_list("person", "count")) == {(ours.owner.pk, 1), (ours.admin.pk, 1)}
        assert mailoutbox == []
    with posts.inside(elsewhere):
        assert not Notice.objects.exists()


def test_a_watcher_that_died_while_telling_is_finished_by_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    places = [world.place("one"), world.place("two")]
    for place in places:
        with posts.inside(place):
            posts.channel(place)
    happened(Outcome.BUSY, 12, accounts=4)
    tell = trouble.tell
    with monkeypatch.context() as dying:
        dying.setattr(trouble, "tell", lambda one: tell(one) and 1 / 0)
        with pytest.raises(ZeroDivisionError):
            trouble.watch()

    trouble.watch()

    for place in places:
        with posts.inside(place):
            assert Notice.objects.filter(person=place.owner).count() == 1


def test_a_new_episode_is_told_anew() -> None:
    place = world.place("one")
    with posts.inside(place):
        posts.channel(place)
    happened(Outcome.BUSY, 12, accounts=4, ago=9)
    trouble.watch()
    Tally.objects.filter(name=OUTCOMES).delete()
    trouble.watch()
    happened(Outcome.BUSY, 12, accounts=4, ago=1)
    trouble.watch()

    with posts.inside(place):
        assert Notice.objects.filter(person=place.owner).count() == 2


def test_reach_names_organizations_with_a_healthy_channel_there() -> None:
    places = [world.place("one"), world.place("two"), world.place("three")]
    for place, state in zip(places, (Health.HEALTHY, Health.RECONNECT, Health.HEALTHY), strict=True):
        with posts.inside(place):
            made = posts.channel(place)
            Channel.objects.filter(pk=made.pk).update(state=state)

    assert reach.organizations_on("sandbox") == [places[0].organization.pk, places[2].organization.pk]
    assert reach.organizations_on("bluesky") == []


@pytest.fixture
def place() -> Place:
    """A brand with a channel and a post on a network that is in trouble."""
    made = world.place("one")
    with posts.inside(made):
        posts.scheduled(made, posts.channel(made))
    Tally.objects.create(
        name=SINCE, label="sandbox:down", value=datetime(2027, 3, 1, 5, 2, tzinfo=UTC).timestamp()
    )
    return made


def pages_of(place: Place) -> list[str]:
    """Home, calendar, channels and the post."""
    with posts.inside(place):
        post = Post.objects.get()
    base = f"/b/{place.brand.slug}/"
    return [base, f"{base}calendar/", f"{base}channels/", f"{base}posts/{post.pk}/"]


def test_pages_say_since_when_a_network_has_trouble_and_that_nothing_is_lost(place: Place) -> None:
    browser = Client()
    browser.force_login(place.owner)

    for address in pages_of(place):
        page = browser.get(address).content.decode()
        assert "Sandbox has trouble since Mon 1 Mar, 09:02." in page, address
        assert "nothing is lost" in page
        assert 'href="/status"' in page
    Tally.objects.filter(name=SINCE).delete()
    assert all("has trouble" not in browser.get(address).content.decode() for address in pages_of(place))


def test_rows_know_the_trouble_of_their_network_without_a_query_more(
    place: Place, django_assert_num_queries: Callable[[int], Any]
) -> None:
    Tally.objects.create(name=SINCE, label="bluesky:refusing", value=100.25)
    with posts.inside(place):
        posts.channel(place, "second", network="bluesky")
        posts.channel(place, "third", network="elsewhere")
        with transaction.atomic(), django_assert_num_queries(1):
            rows = list(Channel.objects.annotate(**seen()))

        assert [(one.network, one.kind) for one in of(rows)] == [
            ("bluesky", Kind.REFUSING),
            ("sandbox", Kind.DOWN),
        ]
        assert of(rows)[0].since.timestamp() == 100.25
        assert of([row for row in rows if row.network == "elsewhere"]) == []


def test_a_rate_of_nothing_is_nothing() -> None:
    assert rates({}) == {}
    assert rates({"odd": 3.0, "sandbox:here:00": 5.0}) == {}
    assert Rate(0, 0, 0, 0, 0, 0).share == 0.0
