"""Open pages miss nothing: what happens while a page is read stands on it, or the page is told of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html import unescape
from typing import Any

import pytest
from django.db import connection

from calendar_app.models import Delivery
from calendar_app.services import deciding
from connections.models import Channel
from core.ledger import SYSTEM
from inbox.services import noting
from tests.approvals import asked
from tests.calendar_app import pages, posts, waits
from tests.calendar_app.posts import inside
from tests.inbox import desk
from tests.world import Place
from tests.world import place as new_place

pytestmark = pytest.mark.django_db
NEWS = "Bu indicə oldu"
EVENTS = "ORDER BY 1 DESC LIMIT 50"
NEWEST_TALKS = '"changed_at" DESC LIMIT 50'
TALK = 'SELECT "inbox_conversation"."revision"'


@pytest.fixture
def place() -> Place:
    """A brand that wants everything approved."""
    return new_place("one", approval_required=True)


@pytest.fixture
def channel(place: Place) -> Channel:
    """Its channel."""
    with inside(place):
        return posts.channel(place)


@contextmanager
def just_before(statement: str, happens: Callable[[], object]) -> Iterator[None]:
    """Something happens once, just before the database is asked for this."""
    waiting = [happens]

    def look(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if statement in sql and waiting:
            waiting.pop()()
        return execute(sql, params, many, context)

    with connection.execute_wrapper(look):
        yield
    assert not waiting, "the page never asked for its word"


def misses_nothing(
    place: Place, path: str, word: str, happens: Callable[[], object], news: str = NEWS
) -> None:
    """What happens just before the page reads its word stands on the page: of this it will never be told."""
    client = pages.browser(place.approver)
    with just_before(word, happens):
        page = client.get(pages.at(place, path)).content.decode()
    found = re.search(r'data-changes="([^"]+)"', page)
    assert found

    assert client.get(unescape(found[1])).status_code == 304, "the news came after the word"
    assert news in page


@pytest.mark.parametrize("path", ["approvals/", "calendar/?month={month}"])
def test_pages_of_posts(place: Place, channel: Channel, path: str) -> None:
    def happens() -> None:
        with inside(place):
            asked.submitted(place, channel, text=NEWS)

    month = asked.at(place, 600).local[:7]
    misses_nothing(place, path.format(month=month), EVENTS, happens)


@pytest.mark.parametrize("path", ["", "waiting/"])
def test_pages_of_what_needs_somebody(place: Place, channel: Channel, path: str) -> None:
    def happens() -> None:
        with inside(place):
            waits.stopped(place, channel, reason="broken")

    misses_nothing(place, path, EVENTS, happens, news="broke down")


def test_the_page_of_a_post() -> None:
    place = new_place("two")
    with inside(place):
        post = posts.scheduled(place, posts.channel(place))

    def happens() -> None:
        with inside(place):
            deciding.cancel(Delivery.objects.get(post=post), by=SYSTEM)

    misses_nothing(place, f"posts/{post.pk}/", EVENTS, happens, news="Cancelled")


def test_the_inbox(place: Place, channel: Channel) -> None:
    def happens() -> None:
        with inside(place):
            desk.conversation(place, channel, NEWS)

    misses_nothing(place, "inbox/", NEWEST_TALKS, happens)


def test_a_conversation(place: Place, channel: Channel) -> None:
    with inside(place):
        row = desk.conversation(place, channel)

    def happens() -> None:
        with inside(place):
            noting.add(row, NEWS, author=None, by=SYSTEM)

    misses_nothing(place, f"inbox/{row.pk}/", TALK, happens)
