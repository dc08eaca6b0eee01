"""The list of conversations: queues, filters, search, what it costs, and who sees it."""

from __future__ import annotations

import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from connections.models import Channel
from inbox.models import Conversation, Cursor
from tests.calendar_app import pages
from tests.calendar_app.posts import inside
from tests.inbox import desk
from tests.world import Place
from tests.world import place as new_place

pytestmark = pytest.mark.django_db
ROW = 'class="inbox-row"'


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
        for number in range(60):
            desk.conversation(place, channel, number=number)
    client.get(desk.at(place))

    with CaptureQueriesContext(connection) as asked:
        page = client.get(desk.at(place)).content.decode()

    own = [one for one in asked if "SAVEPOINT" not in one["sql"]]
    assert page.count(ROW) == 50
    assert len(own) <= 12


def test_a_queue_shows_its_own_and_the_address_keeps_the_filters(place: Place, channel: Channel) -> None:
    with inside(place):
        desk.conversation(place, channel, "Waits for us", number=1)
        desk.conversation(
            place, channel, "All done", number=2, name="Elvin", state="closed", first_unanswered_at=None
        )

    unanswered = desk.shown(place, desk.at(place))
    closed = desk.shown(place, desk.at(place, "?queue=done"))
    none = desk.shown(place, desk.at(place, "?queue=done&kind=mention&who=m:1&label=7&channel=x"))

    assert ("Waits for us" in unanswered, "All done" in unanswered) == (True, False)
    assert ("Waits for us" in closed, "All done" in closed) == (False, True)
    assert "Nothing found" in none
    assert 'href="/b/one/inbox/?queue=done"' in none


def test_words_are_looked_for_whatever_their_case(place: Place, channel: Channel) -> None:
    with inside(place):
        desk.conversation(place, channel, "Sertifikat", number=1, folded="sertifikat ile")
        desk.conversation(place, channel, "Kofe", number=2, folded="kofe")

    page = desk.shown(place, desk.at(place, "?queue=all&q=SERTİFİKAT"))

    assert page.count(ROW) == 1
    assert 'value="SERTİFİKAT"' in page


def test_the_next_page_begins_where_this_one_ends(place: Place, channel: Channel) -> None:
    with inside(place):
        for number in range(52):
            desk.conversation(place, channel, f"Text {number:02}", number=number)

    first = desk.shown(place, desk.at(place))
    more = re.search(r'rel="next" href="([^"]+)"', first)
    assert more
    second = desk.shown(place, more[1].replace("&amp;", "&"))

    assert (first.count(ROW), second.count(ROW)) == (50, 2)
    assert "Text 00" in first
    assert "Text 51" in second


def test_what_a_page_without_conversations_says(place: Place) -> None:
    without_channel = desk.shown(place, desk.at(place), "owner")
    desk.channel(place)
    with inside(place):
        Cursor.objects.create(
            organization=place.organization,
            brand=place.brand,
            channel=Channel.objects.get(),
            stream="comments",
        )

    zero = desk.shown(place, desk.at(place))
    mine = desk.shown(place, desk.at(place, "?queue=mine"))

    assert "Connect a channel" in without_channel
    assert "Everybody is answered" in zero
    assert "Reading for the first time" in zero
    assert "Nothing is yours right now" in mine


def test_a_channel_that_cannot_be_read_is_named_with_a_way_out(place: Place, channel: Channel) -> None:
    with inside(place):
        Channel.objects.update(state="reconnect", problem="expired")
        Cursor.objects.create(
            organization=place.organization, brand=place.brand, channel=channel, stream="comments"
        )

    page = desk.shown(place, desk.at(place), "owner")

    assert "@kehreba on Sandbox cannot be read." in page
    assert f"channels/{channel.pk}/reconnect/" in page


def test_strangers_find_no_inbox_and_nobody_acts_without_the_right(place: Place, channel: Channel) -> None:
    stranger = new_place("two")
    with inside(place):
        row = desk.conversation(place, channel)
    data = {"act": "close", "conversation": str(row.pk)}

    seen = pages.browser(stranger.owner).get(desk.at(place)).status_code
    closed = pages.browser(stranger.owner).post(desk.at(place, "bulk/"), data).status_code
    by_analyst = pages.browser(place.analyst).post(desk.at(place, "bulk/"), data).status_code

    assert (seen, closed, by_analyst) == (404, 404, 403)
    assert 'name="conversation"' not in desk.shown(place, desk.at(place), "analyst")
    with inside(place):
        assert Conversation.objects.get().state == "open"


@pytest.mark.parametrize(
    ("act", "field", "value"),
    [("close", "state", "closed"), ("snooze:tomorrow", "state", "snoozed"), ("take", "state", "open")],
)
def test_one_thing_is_done_with_several(
    place: Place, channel: Channel, act: str, field: str, value: str
) -> None:
    with inside(place):
        rows = [desk.conversation(place, channel, number=number) for number in range(3)]
    data = {"act": act, "conversation": [str(row.pk) for row in rows[:2]]}

    answer = pages.browser(place.editor).post(desk.at(place, "bulk/"), data, follow=True)

    assert answer.redirect_chain == [("/b/one/inbox/", 302)]
    with inside(place):
        found = Conversation.objects.filter(pk__in=[row.pk for row in rows[:2]])
        assert set(found.values_list(field, flat=True)) == {value}
        assert Conversation.objects.get(pk=rows[2].pk).assignee_id is None


def test_all_of_a_queue_is_closed_at_once_and_taken_back(place: Place, channel: Channel) -> None:
    client = pages.browser(place.editor)
    with inside(place):
        for number in range(60):
            desk.conversation(place, channel, number=number)

    answer = client.post(desk.at(place, "bulk/"), {"act": "close", "all": "1"}, headers=desk.HTMX)
    toast = json.loads(answer["HX-Trigger"])["toast"]
    with inside(place):
        closed = Conversation.objects.filter(state="closed").count()
    client.post(toast["undo"]["url"], toast["undo"]["fields"], headers=desk.HTMX)

    assert (closed, toast["text"]) == (60, "60 closed.")
    with inside(place):
        assert Conversation.objects.filter(state="open").count() == 60


@pytest.mark.parametrize("data", [{"act": "close"}, {"act": "explode", "conversation": "x"}, {}])
def test_nothing_chosen_is_said(place: Place, data: dict[str, str]) -> None:
    assert pages.browser(place.editor).post(desk.at(place, "bulk/"), data).status_code == 409


def test_an_open_page_hears_only_of_what_is_new(place: Place, channel: Channel) -> None:
    client = pages.browser(place.editor)
    with inside(place):
        row = desk.conversation(place, channel)
    asked = re.search(r'data-changes="([^"]+)"', client.get(desk.at_one(place, row)).content.decode())
    assert asked
    address = asked[1].replace("&amp;", "&")

    nothing = client.get(address)
    pages.browser(place.approver).post(desk.at_one(place, row, "here/"), {"typing": "yes"})
    somebody = client.get(address)
    part = client.get(desk.at_one(place, row, "?part=presence"), headers=desk.HTMX).content.decode()
    pages.browser(place.approver).post(desk.at_one(place, row, "close/"))
    closed = client.get(address)

    assert nothing.status_code == 304
    assert somebody.json()["changed"] == ["talk", "presence"]
    assert "Approver-One is answering here" in part
    assert closed.json()["changed"] == ["inbox", "talk", "presence"]


def test_the_frame_counts_who_waits_for_an_answer(place: Place, channel: Channel) -> None:
    with inside(place):
        desk.conversation(place, channel, number=1)
        desk.conversation(place, channel, number=2, first_unanswered_at=None)

    page = desk.shown(place, pages.at(place, "calendar/"))

    assert re.search(r'data-count="inbox\.\d+"><span data-number="1">1</span>', page)
