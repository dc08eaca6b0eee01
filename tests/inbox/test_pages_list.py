"""The list of conversations: queues, filters, search, what it costs, and who sees it."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from connections.models import Channel
from tests.calendar_app import pages
from tests.calendar_app.posts import inside
from tests.inbox import desk
from tests.world import Place
from tests.world import place as new_place

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> Place:
    """A brand in Baku."""
    return new_place("one")


@pytest.fixture
def channel(place: Place) -> Channel:
    """Its channel."""
    return desk.channel(place)


def test_a_row_says_who_where_what_and_how_long_there_is(place: Place, channel: Channel) -> None:
    with inside(place):
        desk.conversation(place, channel, "Salam", "Halal sertifikatınız varmı?")

    page = desk.shown(place, desk.at(place))

    assert "Leyla Həsənova" in page
    assert "Halal sertifikatınız varmı?" in page
    assert 'aria-label="Sandbox, @kehreba"' in page


def test_the_list_costs_the_same_whatever_its_size(place: Place, channel: Channel) -> None:
    client = pages.browser(place.editor)
    with inside(place):
        desk.conversation(place, channel)
    client.get(desk.at(place))

    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(desk.at(place)).status_code == 200
        return len(asked)

    few = cost()
    with inside(place):
        for number in range(2, 40):
            desk.conversation(place, channel, number=number)

    many = cost()
    print(few, many)
    assert many <= max(few + 1, 13)


def test_x(place: Place, channel: Channel) -> None:
    with inside(place):
        row = desk.conversation(place, channel)
    client = pages.browser(place.editor)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(desk.at_one(place, row)).status_code == 200
    print(len(asked))
    for one in asked:
        print(one["sql"][:160])
    for part in ("talk", "presence"):
        assert client.get(desk.at_one(place, row) + f"?part={part}", headers=desk.HTMX).status_code == 200
    for part in ("list", "queues", "synced"):
        assert client.get(desk.at(place) + f"?part={part}", headers=desk.HTMX).status_code == 200
    answer = client.post(
        desk.at_one(place, row, "reply/"),
        desk.typed_in(place, row, "Salam") if hasattr(desk, "typed_in") else {"text": "Salam", "revision": 1},
    )
    print(answer.status_code, answer.get("Location"))
    assert "Salam" in client.get(desk.at_one(place, row)).content.decode()
    for path in ("settings/saved-replies/", "settings/saved-replies/new/", "settings/labels/"):
        assert client.get(pages.at(place, path)).status_code == 200
    assert pages.browser(place.owner).get(pages.at(place, "settings/answers/")).status_code == 200
