"""Whatever people do in whatever order: nothing waits or goes out without a yes to exactly that."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from core.outbox.clearance import Clearance
from tests import world
from tests.approvals import walks
from tests.calendar_app import posts

pytestmark = pytest.mark.django_db

SHORT = 500


@pytest.fixture
def walked(monkeypatch: pytest.MonkeyPatch) -> Iterator[walks.World]:
    """A brand that wants approval, in which nobody is told anything."""
    walks.quiet(monkeypatch)
    place = world.place("one", approval_required=True)
    with posts.inside(place):
        yield walks.World(place)


def test_no_walk_lets_anything_out_that_was_not_approved(walked: walks.World) -> None:
    for seed in range(SHORT):
        with walks.rolled_back():
            walks.Walk(walked, seed).take(2 if seed % 3 == 0 else 1)


def test_the_database_alone_refuses_what_no_service_would_ask(walked: walks.World) -> None:
    taken = 0
    for seed in range(40):
        with walks.rolled_back():
            taken += walks.past_the_services(walks.Walk(walked, seed), 4)

    assert taken, "the database refused everything, so the statements are wrong"


@pytest.mark.parametrize("says", ["nothing", "anything"])
def test_without_the_checks_in_python_the_database_still_refuses(
    walked: walks.World, monkeypatch: pytest.MonkeyPatch, says: str
) -> None:
    def answer(*_asked: Any, **_how: Any) -> Any:
        return None if says == "nothing" else Clearance.objects.order_by("?").first()

    monkeypatch.setattr("calendar_app.services.gate.cleared", answer)
    monkeypatch.setattr("calendar_app.services.gate.found", answer)
    monkeypatch.setattr("calendar_app.services.scheduling._wants_asking", lambda *_asked: False)
    refused = 0
    for seed in range(25):
        walk = walks.Walk(walked, seed)
        with walks.rolled_back():
            for name in walk.random.choices(["schedule", "move", "try_again", "edit", "send_now"], k=3):
                try:
                    with transaction.atomic():
                        walk._try(getattr(walk, name))
                except DatabaseError:
                    refused += 1
                assert walks.findings(walks.UNCLEARED) == [], walk.said
    assert refused


def test_the_oracle_sees_what_stands_without_a_yes(walked: walks.World) -> None:
    with walks.rolled_back():
        walks.sql(
            "UPDATE calendar_app_delivery SET state = 'draft', clearance_id = NULL WHERE state = 'waiting'"
        )
        assert walks.findings() == []

    questions = (walks.UNCLEARED, walks.UNDECIDED, walks.UNWANTED, walks.OTHER_CONTENT)
    blind = [one.replace("NOT EXISTS", "EXISTS") for one in questions[:2]]
    assert all(walks.findings(one) for one in blind)
