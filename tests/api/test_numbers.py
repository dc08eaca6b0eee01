"""Numbers over the API: as the pages read them, and null where nothing is known."""

from __future__ import annotations

import pytest

from accounts.grants import Can
from tests import world
from tests.api.programs import READER, Program, program
from tests.calendar_app import posts
from tests.world import Place

pytestmark = pytest.mark.django_db
MEASURER = (Can.VIEW, Can.MEASURE)


@pytest.fixture
def place() -> Place:
    return world.place("one")


@pytest.fixture
def measurer(place: Place) -> Program:
    return program(place, MEASURER, maker=place.analyst)


def test_what_nobody_told_is_null_and_never_zero(place: Place, measurer: Program) -> None:
    with posts.inside(place):
        posts.channel(place)

    answer = measurer.ask("GET", "numbers/?first=2026-01-01&last=2026-01-07&compare=before").json()

    views = next(one for one in answer["items"] if one["key"] == "views")
    assert (answer["first"], answer["last"], answer["zone"]) == ("2026-01-01", "2026-01-07", place.brand.zone)
    assert (views["value"], views["before"], views["known_days"]) == (None, None, 0)
    assert [point["value"] for point in views["series"]] == [None] * 7


def test_posts_and_goals_are_asked_for(measurer: Program) -> None:
    assert measurer.ask("GET", "numbers/posts/?key=likes").json()["counted"] == 0
    assert measurer.ask("GET", "goals/").json() == {"items": []}


@pytest.mark.parametrize(
    "query",
    [
        "first=2026-01-07&last=2026-01-01",
        "first=0001-01-01&last=9999-12-31",
        "first=9999-12-31",
        "first=today",
        "compare=never",
        "channel=x",
    ],
)
def test_days_that_cannot_be_are_refused(measurer: Program, query: str) -> None:
    answer = measurer.ask("GET", f"numbers/?{query}")

    assert (answer.status_code, answer.json()["code"]) == (422, "bad_input")


def test_an_unknown_number_or_channel_is_not_found(measurer: Program) -> None:
    nowhere = "01a2031d-9600-75b1-a187-eb0e953846c4"

    assert measurer.ask("GET", "numbers/posts/?key=charm").status_code == 404
    assert measurer.ask("GET", f"numbers/?channel={nowhere}").status_code == 404


def test_a_key_without_the_word_reads_no_numbers(place: Place) -> None:
    reader = program(place, READER)

    assert reader.ask("GET", "numbers/").status_code == 403
    assert reader.ask("GET", "goals/").status_code == 403
