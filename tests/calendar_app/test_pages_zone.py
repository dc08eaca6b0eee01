"""Moving a brand to another time zone: first the list, then the change, in one piece."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.grants import Role
from accounts.models import Brand
from calendar_app.models import Delivery, Post
from calendar_app.promise import Promise, local_of, promise
from calendar_app.services import scheduling
from connections.models import Channel
from core import clock
from core.ledger import Event
from core.outbox.states import State
from tests.calendar_app import pages, posts
from tests.calendar_app.posts import inside
from tests.world import Place
from tests.world import place as new_place

pytestmark = pytest.mark.django_db
BERLIN, BAKU = "Europe/Berlin", "Asia/Baku"
PATH = "settings/zone/"
MOST = 15


@pytest.fixture
def place() -> Place:
    """A brand in Baku."""
    return new_place("one")


@pytest.fixture
def channel(place: Place) -> Channel:
    """Its channel."""
    with inside(place):
        return posts.channel(place)


def scheduled_for(place: Place, channel: Channel, local: str, text: str = "Salam") -> Post:
    """A post promised for a clock time in Baku."""
    with inside(place):
        return scheduling.schedule(
            posts.draft(place, channel, text=text), promise(local, BAKU), by=posts.actor(place)
        )


def change(place: Place, keep: str, *, zone: str = BERLIN, was: str = BAKU, role: str = Role.ADMIN) -> Any:
    """The form of the list."""
    data = {"zone": zone, "was": was, "keep": keep}
    return pages.browser(place.people[role]).post(pages.at(place, PATH), data)


def row(post: Post) -> tuple[Post, Delivery]:
    """Both as they are now."""
    return Post.objects.get(pk=post.pk), Delivery.objects.get(post=post)


def zone_of(place: Place) -> str:
    """The brand's zone now."""
    with inside(place):
        return str(Brand.objects.get(pk=place.brand.pk).zone)


@pytest.mark.parametrize("role", Role.values)
def test_owner_and_admin_move_a_brand_and_the_others_are_refused(place: Place, role: str) -> None:
    answer = change(place, "clock", role=role)

    may = role in {Role.OWNER, Role.ADMIN}
    assert answer.status_code == (302 if may else 403)
    assert zone_of(place) == (BERLIN if may else BAKU)


def test_the_list_shows_both_times_and_marks_what_is_odd(place: Place, channel: Channel) -> None:
    scheduled_for(place, channel, "2083-03-28T02:30", text="In the gap")
    scheduled_for(place, channel, "2083-10-31T02:30", text="In the fold")
    scheduled_for(place, channel, "2083-10-31T05:30", text="Second pass")

    answer = pages.browser(place.admin).get(pages.at(place, PATH), {"zone": BERLIN})

    shown = {line.title: line for line in answer.context["rows"]}
    gap, fold, second = shown["In the gap"], shown["In the fold"], shown["Second pass"]
    assert (gap.now, gap.clock, gap.instant) == (
        "Sun 28 Mar 2083, 02:30",
        "Sun 28 Mar 2083, 03:30",
        "Sat 27 Mar 2083, 23:30",
    )
    assert gap.clock_before == "Sun 28 Mar 2083, 05:30"
    assert "02:30 does not exist that day, so it goes out at 03:30." in gap.marks[0][1]
    assert "02:30 happens twice that day; it goes out the first time." in fold.marks[0][1]
    assert [words for _tone, words in second.marks] == ["With the moment kept: 02:30 happens twice that day."]
    assert (answer.context["count"], answer.context["held"]) == (3, 0)
    assert zone_of(place) == BAKU


def test_a_kept_clock_time_moves_the_moment(place: Place, channel: Channel) -> None:
    post = scheduled_for(place, channel, "2083-07-01T10:00")

    change(place, "clock")

    with inside(place):
        moved, delivery = row(post)
        assert (moved.planned_local, moved.zone) == ("2083-07-01T10:00", BERLIN)
        assert moved.planned_at == datetime(2083, 7, 1, 8, tzinfo=UTC)
        assert (delivery.planned_at, delivery.due_at, delivery.state) == (
            moved.planned_at,
            moved.planned_at,
            State.WAITING,
        )
        assert moved.revision == post.revision + 1
        assert Event.objects.filter(kind="calendar_app.post_rezoned", subject=post.subject).count() == 1
    assert zone_of(place) == BERLIN


def test_a_kept_moment_moves_the_clock_time_alone(place: Place, channel: Channel) -> None:
    post = scheduled_for(place, channel, "2083-07-01T10:00")

    change(place, "instant")

    with inside(place):
        moved, delivery = row(post)
        assert (moved.planned_local, moved.zone) == ("2083-07-01T08:00", BERLIN)
        assert moved.planned_at == post.planned_at
        assert (delivery.planned_at, delivery.due_at) == (post.planned_at, post.planned_at)


def test_changing_back_is_one_link_away_and_restores_every_time(place: Place, channel: Channel) -> None:
    post = scheduled_for(place, channel, "2083-03-28T02:30")
    manager = pages.browser(place.admin)

    done = manager.post(pages.at(place, PATH), {"zone": BERLIN, "was": BAKU, "keep": "clock"}, follow=True)

    assert "1 planned post kept its clock time." in done.content.decode()
    assert done.context["done"]["back"] == "/b/one/settings/zone/?zone=Asia%2FBaku&keep=clock"
    assert manager.get(done.context["done"]["back"]).context["keeps"] == "clock"
    change(place, "clock", zone=BAKU, was=BERLIN)
    with inside(place):
        back, delivery = row(post)
        assert (back.planned_local, back.zone, back.planned_at) == (
            post.planned_local,
            post.zone,
            post.planned_at,
        )
        assert delivery.due_at == post.planned_at


def test_a_clock_time_that_is_over_there_is_held_and_was_said_before(place: Place, channel: Channel) -> None:
    soon = clock.now() + timedelta(hours=1)
    with inside(place):
        draft = posts.draft(place, channel)
        at = Promise(local_of(soon, BAKU), BAKU, soon)
        post = scheduling.schedule(draft, at, by=posts.actor(place))
    tokyo = "Asia/Tokyo"  # five hours before Baku: ten o'clock there is over when it is ten in Baku

    seen = pages.browser(place.admin).get(pages.at(place, PATH), {"zone": tokyo})
    change(place, "clock", zone=tokyo)

    assert seen.context["held"] == 1
    assert "its time is over already, and it is held." in seen.content.decode()
    with inside(place):
        _post, delivery = row(post)
        assert (delivery.state, delivery.held_reason, delivery.problem) == (State.HELD, "person", "zone_over")
        assert delivery.due_at is None
    page = pages.browser(place.editor).get(pages.at_post(place, post)).content.decode()
    assert "Its time was over already when the brand moved to another time zone." in page


def test_what_was_approved_for_another_time_is_held_and_never_leaves_silently(
    place: Place, channel: Channel
) -> None:
    post = scheduled_for(place, channel, "2083-07-01T10:00")
    with inside(place):
        assert post.planned_at is not None
        hour = timedelta(hours=1)
        posts.narrow(post.planned_at - hour, post.planned_at + hour)

    seen = pages.browser(place.admin).get(pages.at(place, PATH), {"zone": BERLIN})
    change(place, "clock")

    assert "it is no longer approved for its time, and is held." in seen.content.decode()
    with inside(place):
        _post, delivery = row(post)
        assert (delivery.state, delivery.held_reason) == (State.HELD, "withdrawn")
        assert delivery.problem == "zone_not_cleared"


def test_inside_the_approved_window_it_stays_scheduled(place: Place, channel: Channel) -> None:
    post = scheduled_for(place, channel, "2083-07-01T10:00")
    with inside(place):
        assert post.planned_at is not None
        posts.narrow(post.planned_at, post.planned_at + timedelta(hours=3))
    zone = BERLIN  # two hours later in July

    change(place, "clock", zone=zone)

    with inside(place):
        assert row(post)[1].state == State.WAITING


def test_what_is_leaving_is_not_touched(place: Place, channel: Channel) -> None:
    leaving = scheduled_for(place, channel, "2083-07-01T10:00", text="Leaving")
    other = scheduled_for(place, channel, "2083-07-01T11:00", text="Other")
    with inside(place):
        now = clock.now()
        Delivery.objects.filter(post=leaving).update(state=State.SENDING, fence=leaving.pk, fenced_at=now)

    change(place, "clock")

    with inside(place):
        post, delivery = row(leaving)
        assert (post.planned_local, post.zone, post.planned_at) == (
            "2083-07-01T10:00",
            BAKU,
            leaving.planned_at,
        )
        assert (delivery.state, delivery.planned_at) == (State.SENDING, leaving.planned_at)
        assert row(other)[0].zone == BERLIN


def test_pencilled_drafts_move_too_and_stay_drafts(place: Place, channel: Channel) -> None:
    with inside(place):
        draft = posts.draft(place, channel)
        scheduling.plan_draft(draft, promise("2083-07-01T10:00", BAKU), by=posts.actor(place))

    change(place, "clock")

    with inside(place):
        post, delivery = row(draft)
        assert (post.zone, delivery.state) == (BERLIN, State.DRAFT)
        assert delivery.planned_at == post.planned_at == datetime(2083, 7, 1, 8, tzinfo=UTC)


def test_who_looks_at_an_old_list_is_told_and_nothing_moves(place: Place, channel: Channel) -> None:
    post = scheduled_for(place, channel, "2083-07-01T10:00")
    change(place, "clock", zone="Asia/Tokyo", role=Role.OWNER)

    refused = change(place, "clock", zone=BERLIN, was=BAKU)

    assert refused.status_code == 200
    assert (
        "Owner-One moved this brand to another time zone while you had this open" in refused.content.decode()
    )
    with inside(place):
        assert row(post)[0].zone == "Asia/Tokyo"
    assert zone_of(place) == "Asia/Tokyo"


@pytest.mark.parametrize("data", [{"zone": "Mars/Base", "keep": "clock"}, {"zone": BERLIN, "keep": "both"}])
def test_a_mistake_is_said_and_nothing_moves(place: Place, data: dict[str, str]) -> None:
    answer = pages.browser(place.admin).post(pages.at(place, PATH), {"was": BAKU, **data})

    assert (answer.status_code, bool(answer.context["form"].errors)) == (200, True)
    assert zone_of(place) == BAKU


def test_two_hundred_posts_cost_no_more_questions_than_one(place: Place, channel: Channel) -> None:
    with inside(place):
        pages.many(place, channel, 200, datetime(2083, 5, 1, tzinfo=UTC))
    manager = pages.browser(place.admin)

    with CaptureQueriesContext(connection) as caught:
        answer = manager.get(pages.at(place, PATH), {"zone": BERLIN})

    asked = [one["sql"] for one in caught.captured_queries]
    asked = [one for one in asked if not one.startswith(("SAVEPOINT", "RELEASE", "SET", "BEGIN"))]
    assert len(asked) <= MOST, "\n".join(asked)
    assert (answer.context["count"], len(answer.context["rows"]), answer.context["rest"]) == (200, 50, 150)
