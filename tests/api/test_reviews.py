"""Approvals over the API: nothing goes round them, and a key decides only for the member who made it."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.grants import Can
from calendar_app.models import Delivery
from connections.models import Channel
from core.outbox.states import State
from tests import world
from tests.api.programs import WRITER, Program, program
from tests.approvals import asked
from tests.calendar_app import posts
from tests.world import Place

pytestmark = pytest.mark.django_db
APPROVER = (Can.VIEW, Can.APPROVE)


@pytest.fixture
def place() -> Place:
    return world.place("one", approval_required=True)


@pytest.fixture
def channel(place: Place) -> Channel:
    with posts.inside(place):
        return posts.channel(place, handle="cafe")


@pytest.fixture
def review(place: Place, channel: Channel) -> dict[str, Any]:
    """One that waits, as the API tells it."""
    with posts.inside(place):
        asked.submitted(place, channel)
    listed: list[dict[str, Any]] = program(place).ask("GET", "reviews/").json()["items"]
    return listed[0]


@pytest.fixture
def approver(place: Place) -> Program:
    return program(place, APPROVER, maker=place.approver)


def states(place: Place) -> list[str]:
    """Of all deliveries."""
    with posts.inside(place):
        return list(Delivery.objects.values_list("state", flat=True))


def test_a_post_scheduled_by_a_key_waits_for_approval(place: Place, channel: Channel) -> None:
    writer = program(place, WRITER, maker=place.editor)
    wished = {"text": "Salam", "channels": [str(channel.pk)], "wish": "schedule"}

    made = writer.ask("POST", "posts/", {**wished, "planned_local": "2099-03-28T10:30"})

    assert (made.status_code, states(place)) == (201, [State.DRAFT])
    assert [one["subject"] for one in writer.ask("GET", "reviews/").json()["items"]] == [made.json()["id"]]


def test_a_draft_is_submitted_once(place: Place, channel: Channel) -> None:
    writer = program(place, WRITER, maker=place.editor)
    made = writer.ask("POST", "posts/", {"text": "Salam", "channels": [str(channel.pk)]}).json()

    first = writer.ask("POST", f"posts/{made['id']}/submit/", {"note": "Please"})
    again = writer.ask("POST", f"posts/{made['id']}/submit/", {})

    assert (first.status_code, first.json()["note"]) == (201, "Please")
    assert (again.status_code, again.json()["code"]) == (409, "waits_already")


def test_a_yes_lets_it_wait_for_its_time_and_is_taken_back(
    place: Place, approver: Program, review: dict[str, Any]
) -> None:
    address = f"reviews/{review['id']}/decisions/"
    said = approver.ask("POST", address, {"verdict": "approve", "version": review["version"]})
    after_yes = states(place)

    undone = approver.ask("DELETE", f"{address}{said.json()['id']}/")

    assert (said.status_code, said.json()["via"], after_yes) == (201, "api", [State.WAITING])
    assert (undone.status_code, states(place)) == (204, [State.DRAFT])
    assert approver.ask("GET", f"reviews/{review['id']}/").json()["state"] == "open"


def test_another_version_is_not_decided(place: Place, approver: Program, review: dict[str, Any]) -> None:
    other = {"verdict": "approve", "version": review["subject"]}

    answer = approver.ask("POST", f"reviews/{review['id']}/decisions/", other)

    assert (answer.status_code, answer.json()["code"], states(place)) == (409, "stale", [State.DRAFT])


def test_a_no_without_words_is_refused(approver: Program, review: dict[str, Any]) -> None:
    no = {"verdict": "reject", "version": review["version"]}

    answer = approver.ask("POST", f"reviews/{review['id']}/decisions/", no)

    assert (answer.status_code, answer.json()["code"]) == (409, "note_wanted")


def test_a_second_answer_changes_nothing(approver: Program, review: dict[str, Any]) -> None:
    yes = {"verdict": "approve", "version": review["version"]}
    approver.ask("POST", f"reviews/{review['id']}/decisions/", yes)

    answer = approver.ask("POST", f"reviews/{review['id']}/decisions/", yes)

    assert (answer.status_code, answer.json()["code"]) == (409, "already_decided")


def test_a_key_of_somebody_who_may_not_approve_decides_nothing(place: Place, review: dict[str, Any]) -> None:
    writer = program(place, WRITER, maker=place.editor)
    yes = {"verdict": "approve", "version": review["version"]}

    assert writer.ask("POST", f"reviews/{review['id']}/decisions/", yes).status_code == 403
    assert states(place) == [State.DRAFT]


def test_a_review_is_withdrawn(place: Place, review: dict[str, Any]) -> None:
    writer = program(place, WRITER, maker=place.editor)

    assert writer.ask("DELETE", f"reviews/{review['id']}/").status_code == 204
    assert writer.ask("GET", f"reviews/{review['id']}/").json()["state"] == "withdrawn"


def test_another_brands_review_is_not_found(review: dict[str, Any]) -> None:
    stranger = program(world.place("other"), APPROVER)

    assert stranger.ask("GET", f"reviews/{review['id']}/").status_code == 404
