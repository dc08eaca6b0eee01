"""The ledger: what happened stays as it was written."""

from __future__ import annotations

import pytest
from django.db import ProgrammingError, connection, transaction

from core import ledger
from core.ledger import Actor, By, Event
from core.tenancy import scope
from tests import world

pytestmark = pytest.mark.django_db


def test_the_history_of_a_thing_is_told_in_order() -> None:
    place = world.place("one")
    by = By(Actor.PERSON, str(place.editor.pk), "Aygün")

    with scope.enter(place.organization.pk):
        ledger.record("room.thing_made", "thing:1", by=by, brand_id=place.brand.pk, size=3)
        ledger.record("room.thing_moved", "thing:1")
        ledger.record("room.thing_made", "thing:10")
        made, moved = ledger.of("thing:1")

    assert (made.kind, made.by_name, made.brand_id, made.facts) == (
        "room.thing_made",
        "Aygün",
        place.brand.pk,
        {"size": 3},
    )
    assert (moved.kind, moved.by_kind) == ("room.thing_moved", "system")
    assert made.at <= moved.at


def test_nothing_is_recorded_outside_a_scope() -> None:
    with pytest.raises(scope.NoScope):
        ledger.record("room.thing_made", "thing:1")


def test_the_history_of_one_organization_is_not_seen_by_another() -> None:
    one, two = world.place("one"), world.place("two")
    with scope.enter(one.organization.pk):
        ledger.record("room.thing_made", "thing:1")

    with scope.enter(two.organization.pk):
        assert ledger.of("thing:1") == []
        assert not Event._base_manager.filter(subject="thing:1").exists()


@pytest.mark.parametrize(
    "statement",
    ["UPDATE core_event SET kind = 'other'", "DELETE FROM core_event"],
)
def test_what_was_written_is_neither_changed_nor_deleted(statement: str) -> None:
    place = world.place("one")

    with scope.enter(place.organization.pk):
        ledger.record("room.thing_made", "thing:1")
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            connection.cursor().execute(statement)
        assert len(ledger.of("thing:1")) == 1


def test_a_name_that_is_too_long_is_cut_and_does_not_stop_the_deed() -> None:
    place = world.place("one")

    with scope.enter(place.organization.pk):
        ledger.record("room.thing_made", "thing:1", by=By(Actor.PERSON, "1", "ə" * 254))
        (event,) = ledger.of("thing:1")

    assert event.by_name == "ə" * 150
