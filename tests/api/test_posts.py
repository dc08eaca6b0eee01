"""Posts and channels over the API."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.models import Membership
from calendar_app.models import Delivery, Post
from connections.models import Channel, MembershipChannel
from core.ledger import Event
from core.outbox.states import State
from core.tenancy import scope
from tests import world
from tests.api.programs import READER, WRITER, Program, program
from tests.calendar_app import posts
from tests.world import Place

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> Place:
    return world.place("one")


@pytest.fixture
def channel(place: Place) -> Channel:
    with posts.inside(place):
        return posts.channel(place, handle="cafe")


@pytest.fixture
def writer(place: Place, channel: Channel) -> Program:
    return program(place, WRITER)


def written(channel: Channel, **more: Any) -> dict[str, Any]:
    return {"text": "Salam", "channels": [str(channel.pk)], **more}


def test_channels_are_listed(writer: Program, channel: Channel) -> None:
    listed = writer.ask("GET", "channels/").json()

    assert [(one["id"], one["handle"]) for one in listed["items"]] == [(str(channel.pk), "cafe")]
    assert listed["next"] is None


def test_a_post_is_written_read_and_scheduled(writer: Program, channel: Channel) -> None:
    made = writer.ask("POST", "posts/", written(channel))
    post = made.json()
    later = writer.ask(
        "PUT",
        f"posts/{post['id']}/",
        written(channel, wish="schedule", planned_local="2099-03-28T10:30"),
        headers={"If-Match": made["ETag"]},
    )

    assert (made.status_code, post["state"], post["text"]) == (201, "draft", "Salam")
    assert (later.status_code, later.json()["state"]) == (200, "waiting")
    assert later.json()["planned_at"] == "2099-03-28T06:30:00+00:00"
    assert writer.ask("GET", f"posts/{post['id']}/").json() == later.json()


def test_the_ledger_names_the_key_and_its_maker(writer: Program, channel: Channel, place: Place) -> None:
    writer.ask("POST", "posts/", written(channel))

    with scope.enter(place.organization.pk):
        event = Event.objects.get(kind="calendar_app.post_created")
    assert (event.by_kind, event.by_name) == ("key", f"Website ({place.owner})")


def test_an_old_revision_changes_nothing(writer: Program, channel: Channel) -> None:
    made = writer.ask("POST", "posts/", written(channel))
    address = f"posts/{made.json()['id']}/"
    writer.ask("PUT", address, written(channel, text="Second"), headers={"If-Match": made["ETag"]})

    answer = writer.ask("PUT", address, written(channel, text="Third"), headers={"If-Match": made["ETag"]})

    assert (answer.status_code, answer.json()["code"]) == (409, "stale")
    assert writer.ask("GET", address).json()["text"] == "Second"


def test_without_a_revision_nothing_is_changed(writer: Program, channel: Channel) -> None:
    made = writer.ask("POST", "posts/", written(channel)).json()

    assert writer.ask("PUT", f"posts/{made['id']}/", written(channel)).status_code == 428
    assert writer.ask("DELETE", f"posts/{made['id']}/").status_code == 428


def test_the_same_call_twice_makes_one_post(writer: Program, channel: Channel, place: Place) -> None:
    first = writer.ask("POST", "posts/", written(channel), headers={"Idempotency-Key": "monday-1"})
    second = writer.ask("POST", "posts/", written(channel), headers={"Idempotency-Key": "monday-1"})
    other = writer.ask("POST", "posts/", written(channel, text="x"), headers={"Idempotency-Key": "monday-1"})

    assert (second.status_code, second.json()) == (first.status_code, first.json())
    assert (second["Idempotency-Replayed"], second["ETag"]) == ("true", first["ETag"])
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    with posts.inside(place):
        assert Post.objects.count() == 1


def test_a_refused_call_may_be_made_again_under_its_name(writer: Program, channel: Channel) -> None:
    past = written(channel, wish="schedule", planned_local="2020-01-01T10:00")
    refused = writer.ask("POST", "posts/", past, headers={"Idempotency-Key": "monday-1"})

    again = writer.ask("POST", "posts/", written(channel), headers={"Idempotency-Key": "monday-1"})

    assert (refused.status_code, refused.json()["code"]) == (409, "bad_time")
    assert again.status_code == 201


def test_planning_takes_the_word_for_it(place: Place, channel: Channel) -> None:
    drafting = program(place, WRITER[:2])
    wished = written(channel, wish="schedule", planned_local="2099-03-28T10:30")

    assert drafting.ask("POST", "posts/", wished).status_code == 403
    with posts.inside(place):
        assert not Post.objects.exists()


def test_a_brand_that_wants_approval_lets_no_key_around_it(channel: Channel, place: Place) -> None:
    with posts.inside(place):
        place.brand.policy.__class__.objects.update(approval_required=True)
    writer = program(place, WRITER)

    writer.ask("POST", "posts/", written(channel, wish="schedule", planned_local="2099-03-28T10:30"))

    with posts.inside(place):
        assert not Delivery.objects.filter(state__in=[State.WAITING, State.SENDING]).exists()


def test_a_key_keeps_to_the_channels_of_its_maker(place: Place, channel: Channel) -> None:
    with posts.inside(place):
        other = posts.channel(place, handle="other")
        editor = Membership.objects.get(user=place.editor)
        MembershipChannel.objects.create(
            organization=place.organization, brand=place.brand, membership=editor, channel=other
        )
    writer = program(place, WRITER, maker=place.editor)

    assert [one["handle"] for one in writer.ask("GET", "channels/").json()["items"]] == ["other"]
    assert writer.ask("POST", "posts/", written(channel)).status_code == 403
    assert writer.ask("POST", "posts/", written(other)).status_code == 201


@pytest.mark.parametrize(
    "body",
    [
        {"text": 5, "channels": "x"},
        {"text": "a", "channels": ["not-an-id"]},
        {"text": "a", "texts": {"x": "y"}},
        {"text": "a", "media": [{}]},
        {"text": "a", "wish": "explode"},
        [],
        "text",
        None,
    ],
)
def test_bad_input_is_named_and_keeps_nothing(writer: Program, place: Place, body: Any) -> None:
    answer = writer.ask("POST", "posts/", body)

    assert answer.status_code in (400, 422)
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["code"]
    with posts.inside(place):
        assert not Post.objects.exists()


@pytest.mark.parametrize("raw", [b"{", b"\xff\xfe", b'{"text": "\\ud800"}', b"[" * 5000, b'{"text": NaN}'])
def test_what_is_no_json_is_refused(writer: Program, raw: bytes) -> None:
    answer = writer.client.generic(
        "POST",
        "/api/v1/brands/one/posts/",
        raw,
        content_type="application/json",
        headers={"Authorization": f"Bearer {writer.secret}"},
    )

    assert answer.status_code in (400, 409, 422)


def test_posts_come_page_by_page(writer: Program, channel: Channel, place: Place) -> None:
    for number in range(5):
        writer.ask("POST", "posts/", written(channel, text=f"Post {number}"))

    seen: list[str] = []
    cursor: str | None = ""
    for _page in range(3):
        page = writer.ask("GET", f"posts/?limit=2&cursor={cursor}").json()
        seen += [one["text"] for one in page["items"]]
        cursor = page["next"]

    assert seen == [f"Post {number}" for number in (4, 3, 2, 1, 0)]
    assert cursor is None


def test_a_page_of_posts_costs_the_same_whatever_it_holds(
    writer: Program, channel: Channel, django_assert_max_num_queries: Any
) -> None:
    for number in range(4):
        writer.ask("POST", "posts/", written(channel, text=f"Post {number}"))

    with django_assert_max_num_queries(16):
        assert len(writer.ask("GET", "posts/").json()["items"]) == 4


def test_a_post_goes_to_the_trash(writer: Program, channel: Channel) -> None:
    made = writer.ask("POST", "posts/", written(channel))
    address = f"posts/{made.json()['id']}/"

    gone = writer.ask("DELETE", address, headers={"If-Match": made["ETag"]})

    assert gone.status_code == 204
    assert writer.ask("GET", address).status_code == 404


def test_another_brands_post_is_not_found(writer: Program, place: Place) -> None:
    other = world.place("other")
    with posts.inside(other):
        foreign = posts.draft(other, posts.channel(other, handle="theirs"))

    assert writer.ask("GET", f"posts/{foreign.pk}/").status_code == 404
    assert program(other, READER).ask("GET", f"posts/{foreign.pk}/").status_code == 200
