"""The list of posts: narrowing it, and one thing for several of them at once."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from calendar_app.models import Delivery, Post
from connections.models import Channel
from core import clock
from core.outbox.states import State
from tests.calendar_app import pages, posts
from tests.calendar_app.posts import inside
from tests.world import Place
from tests.world import place as new_place

pytestmark = pytest.mark.django_db
ACT = "calendar/list/several/"
MOST = 13
"""Questions of the list; the choice of channels is one more than the other pages have."""


@pytest.fixture
def place() -> Place:
    """A brand in Baku that wants no approval."""
    return new_place("one")


@pytest.fixture
def asking() -> Place:
    """A brand that wants approval."""
    return new_place("asks", approval_required=True)


def fresh(post: Post) -> Post:
    """As it is now, wherever it is."""
    rows: Any = Post._base_manager
    found: Post = rows.get(pk=post.pk)
    return found


def mark(post: Post) -> str:
    """How the form names it, as it stands now."""
    return f"{post.pk}:{fresh(post).revision}"


def pencilled(place: Place, channel: Channel, text: str, hours: float = 48) -> Post:
    """A draft with a time."""
    with inside(place):
        post = posts.draft(place, channel, text=text)
        local = (clock.now() + timedelta(hours=hours)).astimezone().strftime("%Y-%m-%dT%H:00")
        pages.browser(place.editor).post(
            pages.at_post(place, post, "move/"), {"to": local, "revision": post.revision}
        )
    return post


def acted(place: Place, do: str, *marks: str, role: str = "editor", **more: str) -> str:
    """The page after doing that to those."""
    client = pages.browser(place.people[role])
    answer = client.post(pages.at(place, ACT), {"do": do, "post": marks, **more})
    assert answer.status_code == 200, answer
    return str(answer.content.decode())


def undone(place: Place, page: str) -> str:
    """The page after pressing the undo of the result."""
    form = page.split('class="several-result"')[1].split("</form>")[0]
    marks = re.findall(r'name="post" value="([^"]+)"', form)
    found = re.search(r'name="do" value="(\w+)"', form)
    assert found is not None
    return acted(place, found[1], *marks)


def listed(place: Place, query: str = "", role: str = "editor") -> str:
    """The list."""
    answer = pages.browser(place.people[role]).get(pages.at(place, f"calendar/list/{query}"))
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_drafts_with_a_time_are_scheduled_and_one_without_says_why_not(place: Place) -> None:
    with inside(place):
        channel = posts.channel(place)
        bare = posts.draft(place, channel, text="No time")
    timed = [pencilled(place, channel, f"Timed {number}", 24 + number) for number in range(3)]
    with inside(place):
        marks = [mark(post) for post in (*timed, bare)]

    page = acted(place, "plan", *marks)

    assert "3 scheduled. 1 could not:" in page
    assert f'href="{pages.at_post(place, bare)}">No time</a> It has no time yet.' in page
    with inside(place):
        assert Delivery.objects.filter(state=State.WAITING).count() == 3


def test_scheduling_where_approval_is_wanted_asks_and_says_so(asking: Place) -> None:
    with inside(asking):
        channel = posts.channel(asking)
    post = pencilled(asking, channel, "Asks")
    with inside(asking):
        marked = mark(post)

    page = acted(asking, "plan", marked)

    assert "People are asked; it goes out when they say yes." in page
    with inside(asking):
        assert posts.delivery(post).state == State.DRAFT


def test_several_are_sent_for_approval_and_a_second_time_is_refused(asking: Place) -> None:
    with inside(asking):
        channel = posts.channel(asking)
    two = [pencilled(asking, channel, f"Post {number}") for number in range(2)]
    with inside(asking):
        marks = [mark(post) for post in two]

    page = acted(asking, "submit", *marks, role="contributor")
    with inside(asking):
        marks = [mark(post) for post in two]
    again = acted(asking, "submit", *marks, role="contributor")

    assert "2 sent for approval." in page
    assert "2 could not:" in again
    assert "2 sent" not in again


def test_moving_keeps_the_time_of_day_and_is_taken_back(place: Place) -> None:
    with inside(place):
        channel = posts.channel(place)
    first, second = pencilled(place, channel, "A", 24), pencilled(place, channel, "B", 80)
    with inside(place):
        before = [fresh(post).planned_local for post in (first, second)]
        marks = [mark(first), mark(second)]

    page = acted(place, "move_to", *marks, day="2083-03-04")
    with inside(place):
        there = [fresh(post).planned_local for post in (first, second)]
    back = undone(place, page)

    assert there == [f"2083-03-04{local[10:]}" for local in before]
    assert "2 are where they were." in back
    with inside(place):
        assert [fresh(post).planned_local for post in (first, second)] == before


def test_moving_by_days_counts_calendar_days(place: Place) -> None:
    with inside(place):
        post = posts.scheduled(place, posts.channel(place), minutes=3 * 24 * 60)
        before, marked = post.planned_at, mark(post)

    page = acted(place, "move_by", marked, days="-1")

    assert "1 moved." in page
    with inside(place):
        assert before is not None
        assert fresh(post).planned_at == before.replace(second=0, microsecond=0) - timedelta(days=1)
        assert posts.delivery(post).state == State.WAITING


@pytest.mark.parametrize(
    ("do", "more", "words"),
    [
        ("move_by", {"days": "soon"}, "Say by how many days"),
        ("move_by", {"days": "0"}, "Say by how many days"),
        ("move_to", {"day": "31.02."}, "This is not a date."),
    ],
)
def test_a_bad_day_is_said_and_the_choice_is_kept(
    place: Place, do: str, more: dict[str, str], words: str
) -> None:
    with inside(place):
        channel = posts.channel(place)
    post = pencilled(place, channel, "Kept")
    with inside(place):
        marked = mark(post)

    page = acted(place, do, marked, **more)

    assert words in page
    assert f'value="{marked}" checked' in page
    assert next(iter(more.values())) in page.split('id="several-days"')[1]


def test_the_trash_takes_several_and_gives_them_back_as_they_waited(place: Place) -> None:
    with inside(place):
        channel = posts.channel(place)
        waits, draft = posts.scheduled(place, channel), posts.draft(place, channel, text="Draft")
        marks = [mark(waits), mark(draft)]

    page = acted(place, "trash", *marks)
    with inside(place):
        cancelled = posts.delivery(waits).state
    back = undone(place, page)

    assert cancelled == State.CANCELLED
    assert "2 moved to the trash." in page
    assert "2 are back." in back
    with inside(place):
        assert posts.delivery(waits).state == State.WAITING
        assert posts.delivery(draft).state == State.DRAFT


def test_who_may_not_schedule_lets_nothing_wait_by_an_undo(place: Place) -> None:
    with inside(place):
        post = posts.scheduled(place, posts.channel(place))
        marked = mark(post)
    acted(place, "trash", marked)
    with inside(place):
        marked = mark(post)

    page = acted(place, "untrash", marked, role="contributor")

    assert "It is back as a draft." in page
    with inside(place):
        assert posts.delivery(post).state == State.DRAFT


def test_a_post_that_somebody_changed_meanwhile_is_left_alone(place: Place) -> None:
    with inside(place):
        channel = posts.channel(place)
    stale, good = pencilled(place, channel, "Stale"), pencilled(place, channel, "Good")
    with inside(place):
        marks = [f"{stale.pk}:{fresh(stale).revision - 1}", mark(good)]

    page = acted(place, "move_by", *marks, days="2")

    assert "1 moved. 1 could not:" in page
    assert "Someone else changed this post" in page


def test_another_tenants_posts_are_not_there(place: Place) -> None:
    other = new_place("two")
    with inside(other):
        theirs = posts.scheduled(other, posts.channel(other), text="Theirs")
        marked = mark(theirs)

    page = acted(place, "trash", marked)

    assert "1 could not:" in page
    assert "It is not there any more." in page
    assert "Theirs" not in page
    with inside(other):
        assert posts.delivery(theirs).state == State.WAITING


def test_a_contributor_does_not_touch_what_is_planned(place: Place) -> None:
    with inside(place):
        channel = posts.channel(place)
        planned, draft = posts.scheduled(place, channel), posts.draft(place, channel, text="Draft")
        marks = [mark(planned), mark(draft)]

    page = acted(place, "trash", *marks, role="contributor")
    client = pages.browser(place.people["contributor"])

    assert "1 moved to the trash. 1 could not:" in page
    assert "you may not change what is planned" in page
    assert client.post(pages.at(place, ACT), {"do": "plan", "post": marks}).status_code == 403


@pytest.mark.parametrize(("role", "status"), [("analyst", 403), ("client", 403)])
def test_who_may_not_write_sees_no_boxes_and_is_refused(place: Place, role: str, status: int) -> None:
    with inside(place):
        marked = mark(posts.draft(place, posts.channel(place)))

    answer = pages.browser(place.people[role]).post(pages.at(place, ACT), {"do": "trash", "post": marked})

    assert answer.status_code == status
    assert 'name="post"' not in listed(place, "?drafts=1", role)


@pytest.mark.parametrize(
    "sent", [{}, {"post": "x"}, {"post": "x:y:z"}, {"post": f"{'0' * 32}:99999999999"}, {"post": "\0"}]
)
def test_nothing_chosen_says_so(place: Place, sent: dict[str, str]) -> None:
    page = pages.browser(place.editor).post(pages.at(place, ACT), {"do": "trash", **sent})

    assert b"Choose at least one post first." in page.content or b"It is not there" in page.content


def test_who_comes_back_to_the_answers_address_finds_the_list(place: Place) -> None:
    answer = pages.browser(place.editor).get(pages.at(place, f"{ACT}?drafts=1"))

    assert answer.status_code == 302
    assert answer["Location"] == pages.at(place, "calendar/list/?drafts=1")


def test_the_list_is_narrowed_by_channel_state_and_words(place: Place) -> None:
    with inside(place):
        one, two = posts.channel(place), posts.channel(place, "other")
        posts.scheduled(place, one, text="Şəkər və çay")
        posts.scheduled(place, two, text="Kahve")
        broken = posts.scheduled(place, one, text="Broken")
        Delivery.objects.filter(post=broken).update(state=State.REFUSED)

    by_channel = listed(place, f"?channel={two.pk}")
    by_words = listed(place, "?words=SEKER")
    by_state, planned, out = (listed(place, f"?state={one}") for one in ("asks", "planned", "done"))
    by_nothing = listed(place, "?words=%25&state=nonsense&channel=x")

    assert ("Kahve" in by_channel, "çay" in by_channel) == (True, False)
    assert ("çay" in by_words, "Kahve" in by_words) == (True, False)
    assert ("Broken" in by_state, "Kahve" in by_state) == (True, False)
    assert ("Broken" in planned, "Kahve" in planned) == (False, True)
    assert "Nothing fits" in out
    assert "Nothing fits" in by_nothing


def test_drafts_are_told_apart_by_their_approval(asking: Place) -> None:
    with inside(asking):
        channel = posts.channel(asking)
    plain, sent = pencilled(asking, channel, "Plain"), pencilled(asking, channel, "Sent off")
    with inside(asking):
        marked = mark(sent)
    acted(asking, "submit", marked)

    drafts, asked = listed(asking, "?state=draft"), listed(asking, "?state=asked")

    assert ("Plain" in drafts, "Sent off" in drafts) == (True, False)
    assert ("Plain" in asked, "Sent off" in asked) == (False, True)
    assert plain.pk != sent.pk


@pytest.mark.parametrize("query", ["", "?words=post&state=draft", "?state=asked", "?drafts=1"])
def test_the_list_costs_the_same_for_fifty_posts_as_for_two(asking: Place, query: str) -> None:
    costs = []
    for number in (2, 60):
        with inside(asking):
            pages.many(asking, posts.channel(asking, f"c{number}"), number, clock.now())
        client = pages.browser(asking.editor)
        with CaptureQueriesContext(connection) as caught:
            assert client.get(pages.at(asking, f"calendar/list/{query}")).status_code == 200
        quiet = ("SAVEPOINT", "RELEASE", "SET", "BEGIN")
        costs.append(len([one for one in caught.captured_queries if not one["sql"].startswith(quiet)]))

    assert max(costs) <= MOST, costs
