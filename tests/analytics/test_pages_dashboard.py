"""The numbers' page: who may see it, what is unknown is never 0, the address is the state."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from analytics.kpis import KPIS
from analytics.spans import today
from analytics.views import cards
from calendar_app.models import Post
from connections.models import Channel
from strategy.models import Goal
from tests.analytics import figures_told
from tests.calendar_app import pages, posts
from tests.calendar_app.posts import inside
from tests.world import Place
from tests.world import place as new_place

pytestmark = pytest.mark.django_db
HOSTILE = "<script>alert(1)</script>"
BUDGET = 12
"""Session, person, door, membership, brands; then channels, goals, what networks told, posts, other rooms, ranks, hours."""


@pytest.fixture
def place() -> Place:
    """A brand in Baku."""
    return new_place("one")


@pytest.fixture
def channel(place: Place) -> Channel:
    """Its channel, with a name that wants to be a script."""
    with inside(place):
        return posts.channel(place, handle=HOSTILE)


@pytest.fixture
def counted(place: Place, channel: Channel) -> Post:
    """Six days of figures with one missing, and a post."""
    first = today(place.brand.zone) - timedelta(days=6)
    known = {"reach": 1000, "likes": 40, "followers": 500, "growth": 3}
    with inside(place):
        figures_told.days(place, channel, first, [known, known, {}, known, known, known])
        return figures_told.live_post(
            place,
            channel,
            timezone.now() - timedelta(days=3),
            {"reach": 3000, "likes": 120, "engagements": 120},
            text=HOSTILE,
        )


def shown(place: Place, query: str = "", role: str = "analyst") -> str:
    """The page."""
    answer = pages.browser(place.people[role]).get(pages.at(place, f"numbers/{query}"))
    assert answer.status_code == 200
    return answer.content.decode()


def card(page: str, key: str) -> str:
    """The card of a number, as words."""
    found = re.search(rf'<li class="kpi"[^>]*data-kpi="{key}">.*?</li>', page, re.DOTALL)
    assert found
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", found[0]))


@pytest.mark.parametrize(
    ("role", "status"), [("analyst", 200), ("editor", 200), ("contributor", 403), ("client", 403)]
)
@pytest.mark.parametrize("path", ["numbers/", "numbers/week/"])
def test_only_who_may_measure_sees_numbers(
    place: Place, channel: Channel, role: str, status: int, path: str
) -> None:
    assert pages.browser(place.people[role]).get(pages.at(place, path)).status_code == status


def test_strangers_find_nothing(place: Place, counted: Post) -> None:
    other = new_place("two")
    client = pages.browser(other.owner)

    there = client.get(pages.at(place, "numbers/")).status_code
    foreign = client.get(pages.at(other, f"posts/{counted.pk}/results/")).status_code

    assert (there, foreign) == (404, 404)


def test_without_a_channel_the_page_says_what_to_do_first(place: Place) -> None:
    assert "Connect a channel" in shown(place, role="owner")
    assert "Ask an owner or admin" in shown(place)


def test_a_number_stands_with_its_name_change_and_meaning(place: Place, counted: Post) -> None:
    reach = card(shown(place, "?days=7&compare=none"), "reach")

    assert "5,000" in reach
    assert "How many accounts saw a post" in reach
    assert "No network of the channels told it" in reach
    assert "5 of 6 days are wholly known" in reach


def test_what_is_unknown_is_a_word_and_never_nought(place: Place, counted: Post) -> None:
    page = shown(place, "?days=7&compare=none")

    assert "0" not in card(page, "response_time").split("How it is counted")[0]
    assert "no data" in card(page, "response_time")
    rows = re.findall(
        r"<td data-number>([^<]*)</td>", page[page.index('id="trend-rows"') : page.index("goals-title")]
    )
    assert rows[2] == "no data"
    assert "0" not in rows
    assert page.count("url(#trend-desk-hatch)") == 1


def test_names_of_others_are_text(place: Place, counted: Post) -> None:
    page = shown(place, "?days=7")

    assert HOSTILE not in page
    assert "&lt;script&gt;alert(1)" in page


def test_the_address_is_the_state(place: Place, channel: Channel, counted: Post) -> None:
    page = shown(place, f"?days=7&compare=year&kpi=followers&channel={channel.pk}")

    assert 'aria-current="true" data-kpi="followers"' in page
    assert '<option value="year" selected>' in page
    assert f'<option value="{channel.pk}" selected>' in page
    assert f"shares/new/?days=7&amp;compare=year&amp;channel={channel.pk}&amp;kpi=followers" in page


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("?first=2026-05-02&last=2026-05-01", "Exchange the two"),
        ("?first=x&last=2026-05-01", "This is not a day"),
        ("?first=2020-01-01&last=2026-05-01", "longer than two years"),
        ("?first=2026-05-01&last=2999-01-01", "still to come"),
        ("?channel=nobody", "There is no such channel here"),
    ],
)
def test_what_cannot_be_shown_is_said_and_the_page_is_there(
    place: Place, counted: Post, query: str, sentence: str
) -> None:
    page = shown(place, query)

    assert sentence in page
    assert 'data-kpi="reach"' in page


@pytest.mark.parametrize("query", ["?days=99999", "?kpi=%00", "?compare=x&days=-1"])
def test_nonsense_in_the_address_is_what_is_usual(place: Place, counted: Post, query: str) -> None:
    assert 'aria-current="true" data-kpi="reach"' in shown(place, query)


def test_own_dates_are_shown(place: Place, counted: Post) -> None:
    first = today(place.brand.zone) - timedelta(days=6)

    page = shown(place, f"?first={first:%Y-%m-%d}&last={first + timedelta(days=1):%Y-%m-%d}")

    assert "2,000" in card(page, "reach")


def test_posts_are_ranked_with_their_way(place: Place, counted: Post) -> None:
    page = shown(place, "?days=7")

    assert pages.at_post(place, counted) in page
    assert "3,000" in page[page.index("top-title") : page.index("bottom-title")]


def test_the_page_asks_the_database_the_same_for_many_posts_channels_and_goals(
    place: Place, channel: Channel, counted: Post
) -> None:
    client = pages.browser(place.analyst)
    address = pages.at(place, "numbers/?days=7")
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    with inside(place):
        others = [posts.channel(place, handle=f"channel{number}") for number in range(9)]
        for number in range(4):
            at = timezone.now() - timedelta(days=2, hours=number)
            figures_told.live_post(place, channel, at, {"reach": number, "engagements": number})
        for key in ("reach", "followers", "published", "response_time", "approval_time"):
            goal(place, key, None)
            goal(place, key, others[0])
    with CaptureQueriesContext(connection) as many:
        client.get(address)

    assert len(asked(few)) <= BUDGET, "\n".join(asked(few))
    assert len(asked(many)) <= BUDGET, "\n".join(asked(many))


def goal(place: Place, key: str, channel: Channel | None) -> None:
    """One that runs."""
    day = today(place.brand.zone)
    Goal.objects.create(
        organization=place.organization,
        brand=place.brand,
        kpi=key,
        channel=channel,
        target=Decimal(100),
        first=day - timedelta(days=20),
        last=day + timedelta(days=20),
    )


def asked(context: CaptureQueriesContext) -> list[str]:
    """All statements but savepoints."""
    return [query["sql"] for query in context.captured_queries if "SAVEPOINT" not in query["sql"]]


def test_a_posts_results_stand_on_its_page(place: Place, counted: Post) -> None:
    day = today(place.brand.zone)
    with inside(place):
        figures_told.told(place, counted, day - timedelta(days=1), reach=900, likes=20)
        figures_told.told(place, counted, day, reach=1500, likes=45)
    client = pages.browser(place.client)

    page = client.get(pages.at_post(place, counted)).content.decode()
    panel = client.get(
        pages.at_post(place, counted, "results/"), headers={"HX-Request": "true"}
    ).content.decode()

    assert pages.at_post(place, counted, "results/") in page
    assert "<html" not in panel
    assert "1,500" in panel
    assert "no data" in panel
    assert "45 so far" in panel


def test_results_can_be_read_without_a_script(place: Place, counted: Post) -> None:
    page = pages.browser(place.client).get(pages.at_post(place, counted, "results/")).content.decode()

    assert "<html" in page
    assert "Nothing has been counted yet" in page


def test_home_shows_the_week_to_those_who_may_measure(place: Place, counted: Post) -> None:
    panel = pages.browser(place.editor).get(pages.at(place, "numbers/week/"), headers={"HX-Request": "true"})

    assert (
        pages.at(place, "numbers/week/") in pages.browser(place.editor).get(pages.at(place)).content.decode()
    )
    assert (
        pages.at(place, "numbers/week/")
        not in pages.browser(place.client).get(pages.at(place)).content.decode()
    )
    assert "This week so far" in panel.content.decode()


def test_a_share_that_differs_by_nothing_that_is_shown_is_as_before() -> None:
    rate = KPIS["engagement_rate"]

    same, more = cards.change(rate, 0.0597, 0.05972), cards.change(rate, 0.0597, 0.0587)

    assert same is not None
    assert more is not None
    assert (same.word, more.word) == ("±0", "+0.1 pt")
