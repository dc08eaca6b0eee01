"""Late posts are told once and early; what nobody begins to send is an alarm."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from activity.models import Mail, Notice
from activity.selectors import notices
from calendar_app import tasks
from calendar_app.models import Delivery, Post
from calendar_app.publishing import heartbeat, lateness
from connections.models import Channel
from core import clock, http, tally
from core.outbox.lanes import Lane
from core.outbox.states import State
from core.tally import Tally
from tests import lines, world
from tests.calendar_app import posts
from tests.networks.wire_server import Fault, WireServer
from tests.world import Place

pytestmark = pytest.mark.django_db(transaction=True)


def ago(seconds: float) -> datetime:
    """So long ago by the database's clock."""
    return clock.now() - timedelta(seconds=seconds)


@pytest.fixture(autouse=True)
def own_mails(settings: Any) -> None:
    """Mails become outgoing rows, as in production."""
    settings.EMAIL_BACKEND = "activity.mail.backend.OutgoingBackend"


@pytest.fixture
def place() -> Place:
    """A brand in Baku that wants no approval."""
    return world.place("one")


def waiting(place: Place, channel: Channel, seconds: float, **changes: Any) -> Post:
    """A post that should have gone out so long ago; nobody serves its lane."""
    post = posts.scheduled(place, channel)
    late = {"planned_at": ago(seconds), "due_at": ago(seconds), **changes}
    Delivery.objects.filter(post=post).update(**late)
    Lane.objects.filter(key=str(channel.pk)).update(next_at=min(late["due_at"], ago(seconds)))
    return post


def told(person: Any) -> list[tuple[str, str]]:
    """Titles and sentences that a person reads."""
    return [(line.title, line.sentence) for line in notices.latest(person)]


def test_a_post_that_nobody_begins_to_send_is_told_once_with_cause_and_next_step(place: Place) -> None:
    with posts.inside(place):
        waiting(place, posts.channel(place), 100)

    assert [lateness.watch() for _ in range(3)] == [1, 1, 1]

    with posts.inside(place):
        people = set(Notice.objects.filter(kind=lateness.KIND).values_list("person", "count"))
        assert people == {(one.pk, 1) for one in (place.editor, place.owner, place.admin)}
        assert told(place.editor) == [
            (
                "“Salam” is late on Sandbox · kehreba",
                "It waits for our sender and goes out by itself. Nothing to do for you.",
            )
        ]
        assert Delivery.objects.get().state == State.WAITING
        assert Mail.objects.filter(subject="Late: Salam").count() == 3


@pytest.mark.parametrize("seconds", [1, 59, 85])
def test_a_post_that_is_not_late_yet_is_not_told(place: Place, seconds: float) -> None:
    with posts.inside(place):
        waiting(place, posts.channel(place), seconds)

    lateness.watch()

    with posts.inside(place):
        assert not Notice.objects.exists()


def test_a_post_that_a_person_sent_late_is_measured_from_her_word(place: Place) -> None:
    with posts.inside(place):
        waiting(place, posts.channel(place), 3600, consented_at=ago(30))

    lateness.watch()

    with posts.inside(place):
        assert not Notice.objects.exists()
        Delivery.objects.update(consented_at=ago(100))
    lateness.watch()
    with posts.inside(place):
        assert Notice.objects.count() == 3


def test_a_new_promise_that_is_broken_too_is_told_again(place: Place) -> None:
    with posts.inside(place):
        waiting(place, posts.channel(place), 2000)
    lateness.watch()
    with posts.inside(place):
        Delivery.objects.update(planned_at=ago(200), due_at=ago(200), told_late_at=ago(1000))

    lateness.watch()

    with posts.inside(place):
        assert Notice.objects.filter(person=place.editor).count() == 2


def test_a_post_that_was_put_off_is_told_before_it_is_late(place: Place) -> None:
    with posts.inside(place):
        post = waiting(place, posts.channel(place), 1)
        due = clock.now() + timedelta(minutes=5)
        Delivery.objects.update(due_at=due, problem="server_trouble")

        assert lateness.tell_if_late(posts.delivery(post).pk)
        assert not lateness.tell_if_late(posts.delivery(post).pk)

        ((title, sentence),) = told(place.editor)
        local = due + timedelta(hours=4)
        assert title == "“Salam” is late on Sandbox · kehreba"
        assert sentence == (
            "Sandbox has trouble of its own just now. We go on by ourselves. "
            f"It is tried again at {local:%H:%M} (Baku, GMT+4)."
        )


def test_a_post_that_was_put_off_for_a_moment_is_not_told(place: Place) -> None:
    with posts.inside(place):
        post = waiting(place, posts.channel(place), 1)
        Delivery.objects.update(due_at=clock.now() + timedelta(seconds=30), problem="unreachable")

        assert not lateness.tell_if_late(posts.delivery(post).pk)


def test_posts_behind_an_account_that_must_rest_are_told_too(place: Place) -> None:
    with posts.inside(place):
        channel = posts.channel(place)
        waiting(place, channel, 100)
        later = clock.now() + timedelta(minutes=10)
        Lane.objects.update(next_at=later, paused_until=later)

    assert lateness.watch() == 0

    with posts.inside(place):
        assert Notice.objects.filter(person=place.editor).count() == 1


def test_of_many_late_posts_of_a_channel_one_is_told_by_mail(place: Place) -> None:
    with posts.inside(place):
        channel = posts.channel(place)
        for number in range(5):
            waiting(place, channel, 100 + number)

    lateness.watch()

    with posts.inside(place):
        assert Notice.objects.filter(person=place.editor).count() == 5
        assert Mail.objects.filter(to=place.editor.email).count() == 1


@pytest.mark.parametrize("change", ["cancelled", "trashed"])
def test_what_no_longer_goes_out_is_not_late(place: Place, change: str) -> None:
    with posts.inside(place):
        post = waiting(place, posts.channel(place), 100)
        if change == "trashed":
            Post.objects.filter(pk=post.pk).update(trashed_at=clock.now())
        else:
            Delivery.objects.update(state=State.CANCELLED)

    lateness.watch()

    with posts.inside(place):
        assert not Notice.objects.exists()


def test_people_of_other_organizations_hear_nothing(place: Place) -> None:
    other = world.place("two")
    with posts.inside(place):
        waiting(place, posts.channel(place), 100)

    lateness.watch()

    with posts.inside(other):
        assert not Notice.objects.exists()


def test_lanes_that_stay_overdue_are_an_alarm_that_ends_by_itself(place: Place) -> None:
    with posts.inside(place):
        waiting(place, posts.channel(place), 100)
    with lines.written() as written:
        lateness.watch()
        assert lines.named(written, "due_not_started") == []
        assert not lateness.is_alarming()

        Tally.objects.filter(name=lateness.SINCE).update(value=clock.now().timestamp() - 121)
        lateness.watch()
        (line,) = lines.named(written, "due_not_started")
        assert (line["level"], line["lanes"]) == ("error", 1)
        assert lateness.is_alarming()

        Lane.objects.update(next_at=None)
        lateness.watch()

    assert len(lines.named(written, "due_not_started")) == 1
    assert not lateness.is_alarming()


Monitor = Callable[..., WireServer]


@pytest.fixture
def monitor(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """An outside monitor that listens for us."""

    def answer(environ: dict[str, Any], start: Callable[..., object]) -> list[bytes]:
        start("200 OK", [])
        return [b"OK"]

    made = WireServer(answer)
    http.configure([made.origin])
    settings.HEARTBEAT_URL = f"{made.origin}/ping/CNRY-secret"
    monkeypatch.setattr(heartbeat, "_asked", [float("-inf")])
    yield made
    http.configure([])
    made.close()


def test_the_outside_monitor_hears_us_once_a_minute(monitor: WireServer) -> None:
    tasks.watch()
    tasks.watch()

    assert [(method, path) for method, path, *_ in monitor.seen] == [("GET", "/ping/CNRY-secret")]
    tally.flush()
    assert tally.totals(["tick.beat"])


@pytest.mark.parametrize("fault", [Fault("/ping"), Fault("/ping", status=500)])
def test_a_monitor_that_fails_stops_nothing_and_its_address_stays_secret(
    monitor: WireServer, fault: Fault
) -> None:
    monitor.faults.append(fault)

    with lines.written() as written:
        tasks.watch()

    assert lines.named(written, "heartbeat_not_heard")
    assert [line for line in written if "CNRY" in line] == []


def test_the_monitor_hears_nothing_while_posts_stand_still(monitor: WireServer, place: Place) -> None:
    with posts.inside(place):
        waiting(place, posts.channel(place), 300)
    Tally.objects.create(name=lateness.SINCE, value=clock.now().timestamp() - 200)

    tasks.watch()

    assert monitor.seen == []


def test_without_an_address_nobody_is_asked(settings: Any) -> None:
    settings.HEARTBEAT_URL = ""

    assert not heartbeat.beat()
