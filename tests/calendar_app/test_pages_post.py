"""A post's page and what can be done there: each action succeeds for one role and is refused to another."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

import pytest

from calendar_app.models import Delivery, Post
from connections.models import Channel
from core import clock
from core.outbox.states import State
from tests.calendar_app import pages, posts
from tests.calendar_app.posts import inside
from tests.world import Place
from tests.world import place as new_place

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def place() -> Place:
    """A brand in Baku that wants no approval."""
    return new_place("one")


@pytest.fixture
def channel(place: Place) -> Channel:
    """Its channel."""
    with inside(place):
        return posts.channel(place)


@pytest.fixture
def scheduled(place: Place, channel: Channel) -> Post:
    """A post that waits."""
    with inside(place):
        return posts.scheduled(place, channel)


def send(place: Place, path: str, role: str = "editor", **data: Any) -> Any:
    """A plain form."""
    return pages.browser(place.people[role]).post(path, data)


def shown(place: Place, post: Post, role: str = "editor") -> str:
    """The post's page."""
    page: str = pages.browser(place.people[role]).get(pages.at_post(place, post)).content.decode()
    return page


def now(place: Place, post: Post) -> Delivery:
    """The post's only delivery as it is now."""
    with inside(place):
        found: Delivery = Delivery.objects.select_related("post").get(post=post)
        return found


def become(place: Place, post: Post, state: State, **changes: Any) -> Delivery:
    """Let the engine have come so far."""
    with inside(place):
        Delivery.objects.filter(post=post).update(state=state, due_at=None, **changes)
    return now(place, post)


@pytest.mark.parametrize("path", ["", "edit/", "move/", "changes/"])
def test_another_brands_post_is_not_there(place: Place, scheduled: Post, path: str) -> None:
    other = new_place("two")

    from_outside = pages.browser(other.owner).get(pages.at_post(place, scheduled, path))
    from_inside = pages.browser(other.owner).get(pages.at_post(other, scheduled, path))
    unknown = pages.browser(place.editor).get(pages.at(place, f"posts/{uuid4()}/{path}"))

    assert (from_outside.status_code, from_inside.status_code, unknown.status_code) == (404, 404, 404)


@pytest.mark.parametrize("path", ["move/", "unschedule/", "trash/", "copy/"])
def test_a_contributor_cannot_touch_what_is_scheduled_and_strangers_find_nothing(
    place: Place, scheduled: Post, path: str
) -> None:
    stranger = new_place("two").owner
    address = pages.at_post(place, scheduled, path)
    allowed = path == "copy/"

    by_contributor = send(place, address, "contributor", to="2083-05-20T10:00", revision=scheduled.revision)
    by_stranger = pages.browser(stranger).post(address)

    assert by_contributor.status_code == (302 if allowed else 403)
    assert by_stranger.status_code == 404
    assert now(place, scheduled).state == State.WAITING


@pytest.mark.parametrize("path", ["unschedule/", "trash/", "copy/"])
def test_a_look_changes_nothing(place: Place, scheduled: Post, path: str) -> None:
    assert pages.browser(place.editor).get(pages.at_post(place, scheduled, path)).status_code == 405


def test_a_post_moves_by_the_plain_form(place: Place, scheduled: Post) -> None:
    address = pages.at_post(place, scheduled, "move/")
    asked = pages.browser(place.editor).get(address).content.decode()

    answer = send(place, address, to="2083-05-20T19:30", revision=scheduled.revision)

    assert 'type="datetime-local"' in asked
    assert "Baku, GMT+4" in asked
    assert answer["Location"] == pages.at_post(place, scheduled)
    moved = now(place, scheduled)
    assert moved.state == State.WAITING
    assert moved.post.planned_local == "2083-05-20T19:30"


def test_an_hour_that_only_the_persons_own_clocks_skip_is_a_good_time(place: Place, scheduled: Post) -> None:
    place.editor.zone = "Europe/Berlin"
    place.editor.save()

    send(place, pages.at_post(place, scheduled, "move/"), to="2083-03-28T02:30", revision=scheduled.revision)

    assert now(place, scheduled).post.planned_local == "2083-03-28T02:30"


def test_a_dragged_post_says_where_it_is_and_how_to_take_it_back(place: Place, scheduled: Post) -> None:
    client, address = pages.browser(place.editor), pages.at_post(place, scheduled, "move/")
    before = scheduled.planned_local

    answer = client.post(
        address, {"to": f"2083-05-20{before[10:]}", "revision": scheduled.revision}, headers=HTMX
    )
    toast = json.loads(answer["HX-Trigger"])["toast"]
    undone = client.post(toast["undo"]["url"], toast["undo"]["fields"], headers=HTMX)

    assert f"moved to Thu 20 May, still {before[11:]}" in toast["text"]
    assert toast["undo"]["seconds"] == 10
    assert now(place, scheduled).post.planned_local == before
    assert "undo" not in json.loads(undone["HX-Trigger"])["toast"]


def test_a_drag_that_rests_on_an_old_state_is_refused(place: Place, scheduled: Post) -> None:
    address = pages.at_post(place, scheduled, "move/")
    stale = {"to": "2083-05-20T19:30", "revision": scheduled.revision - 1}

    answer = pages.browser(place.editor).post(address, stale, headers=HTMX)

    assert answer.status_code == 409
    assert "Someone else changed" in answer["HX-Trigger"]
    assert now(place, scheduled).post.planned_local == scheduled.planned_local


@pytest.mark.parametrize(
    ("to", "sentence"),
    [("", "Choose a date and a time."), ("x", "not a date"), ("2020-01-01T10:00", "in the past")],
)
def test_a_bad_move_comes_back_with_a_sentence(place: Place, scheduled: Post, to: str, sentence: str) -> None:
    answer = send(place, pages.at_post(place, scheduled, "move/"), to=to, revision=scheduled.revision)

    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert f'value="{to}"' in answer.content.decode() or not to


def test_what_is_published_does_not_move(place: Place, scheduled: Post) -> None:
    become(place, scheduled, State.LIVE, remote_id="x")

    answer = send(
        place, pages.at_post(place, scheduled, "move/"), to="2083-05-20T10:00", revision=scheduled.revision
    )

    assert "cannot be moved" in answer.content.decode()
    assert now(place, scheduled).post.planned_local == scheduled.planned_local


def test_a_contributor_moves_her_draft(place: Place, channel: Channel) -> None:
    with inside(place):
        draft = posts.draft(place, channel)

    send(
        place,
        pages.at_post(place, draft, "move/"),
        "contributor",
        to="2083-05-20T10:00",
        revision=draft.revision,
    )

    assert now(place, draft).post.planned_local == "2083-05-20T10:00"
    assert now(place, draft).state == State.DRAFT


def test_a_cancelled_channel_does_not_come_back_by_a_move(place: Place, channel: Channel) -> None:
    with inside(place):
        other = posts.channel(place, "other")
        post = posts.scheduled(place, channel, other)
        cancelled = Delivery.objects.get(post=post, channel=other)
    send(place, pages.at_delivery(place, cancelled, "cancel/"))
    with inside(place):
        revision = Post.objects.get(pk=post.pk).revision

    send(place, pages.at_post(place, post, "move/"), to="2083-05-20T10:00", revision=revision)

    with inside(place):
        states = dict(Delivery.objects.filter(post=post).values_list("channel__handle", "state"))
    assert states == {"kehreba": State.WAITING, "other": State.CANCELLED}


def test_publish_now_is_undone_by_one_click(place: Place, channel: Channel) -> None:
    answer = send(place, pages.at(place, "posts/new/"), text="Salam", channels=[channel.pk], action="now")
    with inside(place):
        post = Post.objects.get()

    send(place, f"{answer['Location']}unschedule/", revision=post.revision)

    assert now(place, post).state == State.DRAFT


def test_a_post_goes_to_the_trash(place: Place, scheduled: Post) -> None:
    answer = send(place, pages.at_post(place, scheduled, "trash/"))

    assert answer["Location"] == pages.at(place, "calendar/")
    assert now(place, scheduled).state == State.CANCELLED
    assert pages.browser(place.editor).get(pages.at_post(place, scheduled)).status_code == 404


def test_a_copy_says_the_same_and_has_no_time(place: Place, scheduled: Post) -> None:
    become(place, scheduled, State.LIVE, remote_id="x")

    answer = send(place, pages.at_post(place, scheduled, "copy/"), "contributor")

    with inside(place):
        made = Post.objects.exclude(pk=scheduled.pk).get()
    assert answer["Location"] == pages.at_post(place, made, "edit/")
    assert (made.headline, made.planned_at, made.author) == (scheduled.headline, None, place.contributor)
    assert now(place, made).state == State.DRAFT


def test_a_copy_leaves_out_what_is_gone(place: Place, scheduled: Post, channel: Channel) -> None:
    with inside(place):
        Channel.objects.filter(pk=channel.pk).update(state="disconnected")

    answer = send(place, pages.at_post(place, scheduled, "copy/"))

    assert answer.status_code == 302
    with inside(place):
        assert not Delivery.objects.exclude(post=scheduled).exists()


def test_an_unknown_outcome_is_asked_about(place: Place, scheduled: Post) -> None:
    become(place, scheduled, State.ASKING, problem="nobody_can_know", fenced_at=clock.now())

    page = shown(place, scheduled)

    assert "Is it on Sandbox? We cannot tell." in page
    assert "We will not send it again on our own" in page
    assert "I see it there, mark as published" in page
    assert "It is not there, send once more" in page


def test_a_contributor_sees_the_question_but_no_button(place: Place, scheduled: Post) -> None:
    become(place, scheduled, State.ASKING, problem="nobody_can_know")

    page = shown(place, scheduled, "contributor")

    assert "Is it on Sandbox?" in page
    assert "mark as published" not in page


DECISIONS = {
    "cancel/": (State.WAITING, State.CANCELLED),
    "again/": (State.REFUSED, State.WAITING),
    "there/": (State.ASKING, State.LIVE),
    "resend/": (State.ASKING, State.WAITING),
}


@pytest.mark.parametrize("path", DECISIONS)
def test_an_editor_decides(place: Place, scheduled: Post, path: str) -> None:
    before, after = DECISIONS[path]
    delivery = now(place, scheduled) if before == State.WAITING else become(place, scheduled, before)

    answer = send(place, pages.at_delivery(place, delivery, path), address="https://a.example/1")

    assert answer["Location"] == pages.at_post(place, scheduled)
    assert now(place, scheduled).state == after


@pytest.mark.parametrize("path", DECISIONS)
def test_others_do_not_decide(place: Place, scheduled: Post, path: str) -> None:
    before, _after = DECISIONS[path]
    delivery = now(place, scheduled) if before == State.WAITING else become(place, scheduled, before)
    other = new_place("two")

    by_contributor = send(place, pages.at_delivery(place, delivery, path), "contributor")
    by_stranger = pages.browser(other.owner).post(pages.at_delivery(place, delivery, path))
    from_another_brand = pages.browser(other.owner).post(pages.at_delivery(other, delivery, path))

    answers = (by_contributor.status_code, by_stranger.status_code, from_another_brand.status_code)
    assert answers == (403, 404, 404)
    assert now(place, scheduled).state == before


def test_a_decision_that_comes_too_late_is_refused(place: Place, scheduled: Post) -> None:
    delivery = become(place, scheduled, State.LIVE, remote_id="x")

    assert send(place, pages.at_delivery(place, delivery, "again/")).status_code == 409


@pytest.mark.parametrize("path", ["there/", "resend/"])
def test_an_answer_names_the_attempt_that_was_asked_about(place: Place, scheduled: Post, path: str) -> None:
    asked, since = uuid4(), uuid4()
    delivery = become(place, scheduled, State.ASKING, fence=asked)
    page = shown(place, scheduled)
    become(place, scheduled, State.ASKING, fence=since)

    answer = send(place, pages.at_delivery(place, delivery, path), about=str(asked))

    assert f'name="about" value="{asked}"' in page
    assert answer.status_code == 409
    assert now(place, scheduled).state == State.ASKING


def test_an_address_that_is_none_is_refused(place: Place, scheduled: Post) -> None:
    delivery = become(place, scheduled, State.ASKING)

    answer = send(place, pages.at_delivery(place, delivery, "there/"), address="javascript:alert(1)")

    assert answer.status_code == 409
    assert now(place, scheduled).state == State.ASKING


def test_the_page_tells_what_happened_in_order(place: Place, scheduled: Post) -> None:
    page = shown(place, scheduled, "client")

    wrote, planned = page.index("Editor-One wrote it"), page.index("Editor-One scheduled it")
    assert wrote < planned


def test_the_page_hears_of_each_move(place: Place, scheduled: Post) -> None:
    client, address = pages.browser(place.editor), pages.at_post(place, scheduled, "changes/")
    first = client.get(address).json()["cursor"]

    quiet = client.get(f"{address}?after={first}")
    become(place, scheduled, State.ASKING)
    told = client.get(f"{address}?after={first}")

    assert (quiet.status_code, told.status_code) == (304, 200)


@pytest.mark.parametrize(
    ("role", "seen"),
    [
        ("editor", {"edit/", "move/", "unschedule/", "copy/", "trash/"}),
        ("contributor", {"copy/"}),
        ("client", set()),
    ],
)
def test_each_role_sees_only_what_she_may_do(
    place: Place, scheduled: Post, role: str, seen: set[str]
) -> None:
    page = shown(place, scheduled, role)

    paths = ("edit/", "move/", "unschedule/", "copy/", "trash/")
    assert {path for path in paths if f"{scheduled.pk}/{path}" in page} == seen
