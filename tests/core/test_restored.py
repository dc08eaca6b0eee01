"""A database from a backup is noticed before anything is sent from it again."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from core.outbox import restored
from core.outbox.installation import Installation
from core.tenancy import scope
from tests import world
from tests.core.hands import at_once
from tests.core.lanes_of_mail import KIND, waiting

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, str]]:
    """Organization and key of every lane whose due rows were held."""
    seen: list[tuple[int, str]] = []

    def hold(key: str) -> int:
        seen.append((scope.required().organization_id, key))
        return 1

    monkeypatch.setattr(restored, "_holders", {KIND: hold})
    monkeypatch.setattr(restored, "_asked", threading.Event())
    return seen


def another_database() -> None:
    """What a dump of another database carries."""
    Installation.objects.update_or_create(
        id=1, defaults={"system_identifier": 1, "timeline": 1, "database_oid": 1}
    )


def due_lane() -> int:
    """A lane with something due and one that is not; the organization."""
    place = world.place("one")
    with scope.enter(place.organization.pk):
        waiting("due")
        waiting("later", -600)
    return int(place.organization.pk)


def test_the_first_database_is_taken_as_it_is(held: list[Any]) -> None:
    due_lane()

    assert restored.check() == 0
    assert restored.check() == 0

    assert held == []
    assert Installation.objects.get().restored_at is None


def test_what_is_due_in_another_database_is_held_once(held: list[Any]) -> None:
    organization = due_lane()
    another_database()

    assert restored.check() == 1
    assert restored.check() == 0

    assert held == [(organization, "due")]
    assert Installation.objects.get().restored_at is not None


def test_the_operator_can_ask_for_it_once_in_a_process(held: list[Any], settings: Any) -> None:
    organization = due_lane()
    restored.check()
    settings.RESTORED = True

    assert restored.check() == 1
    assert restored.check() == 0

    assert held == [(organization, "due")]


def test_several_workers_hold_it_once_together(held: list[Any]) -> None:
    due_lane()
    another_database()

    counts = at_once(*[restored.check] * 4)

    assert sorted(counts) == [0, 0, 0, 1]
    assert len(held) == 1
