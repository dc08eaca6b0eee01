"""Changing the keys of TOKEN_KEYS."""

from __future__ import annotations

import base64
import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from connections.models import Channel, Credential
from core import crypto, rotation
from core.crypto import Unreadable
from core.tenancy import scope
from tests import world
from tests.calendar_app import posts
from tests.world import Place

pytestmark = pytest.mark.django_db(transaction=True)

OLD = "old:" + base64.b64encode(b"o" * 32).decode()
NEW = "new:" + base64.b64encode(b"n" * 32).decode()


@pytest.fixture
def places(settings: Any) -> list[Place]:
    """Two organizations with a channel each, whose secrets stand under the old key."""
    settings.TOKEN_KEYS = OLD
    made = [world.place("one"), world.place("two")]
    for place in made:
        with posts.inside(place):
            posts.channel(place)
    return made


@pytest.fixture
def registered(monkeypatch: pytest.MonkeyPatch) -> list[rotation.Mover]:
    """No mover of a room; tests add theirs."""
    movers: list[rotation.Mover] = []
    monkeypatch.setattr(rotation, "_movers", movers)
    return movers


def sealed(places: list[Place]) -> list[str]:
    """What stands in the database."""
    found = []
    for place in places:
        with scope.enter(place.organization.pk), connection.cursor() as cursor:
            cursor.execute("SELECT secret FROM connections_credential")
            found += [row[0] for row in cursor.fetchall()]
    return found


def opened(places: list[Place]) -> list[str]:
    """What the product reads."""
    found = []
    for place in places:
        with scope.enter(place.organization.pk):
            found += [row.secret for row in Credential.objects.all()]
    return found


def rotate(*words: str) -> Any:
    """What the command says."""
    out = StringIO()
    call_command("rotate_keys", *words, "--json", stdout=out)
    return {line["name"]: line for line in json.loads(out.getvalue())}["connections_credential.secret"]


def test_all_organizations_move_to_the_first_key_and_the_old_one_can_go(
    places: list[Place], settings: Any
) -> None:
    settings.TOKEN_KEYS = f"{NEW},{OLD}"

    assert rotate() == {"name": "connections_credential.secret", "current": 0, "moved": 2, "unreadable": 0}

    settings.TOKEN_KEYS = NEW
    assert opened(places) == ['{"access": "x"}'] * 2


def test_the_second_time_nothing_is_left_to_do(places: list[Place], settings: Any) -> None:
    settings.TOKEN_KEYS = f"{NEW},{OLD}"
    rotate()
    before = sealed(places)

    again = rotate()

    assert (again["current"], again["moved"]) == (2, 0)
    assert sealed(places) == before


def test_a_dry_run_says_what_would_be_moved_and_moves_nothing(places: list[Place], settings: Any) -> None:
    before = sealed(places)
    settings.TOKEN_KEYS = f"{NEW},{OLD}"

    said = rotate("--dry-run")

    assert (said["current"], said["moved"]) == (0, 2)
    assert sealed(places) == before


@pytest.mark.parametrize("words", [(), ("--dry-run",)])
def test_what_no_key_opens_is_told_and_left_as_it_is(
    places: list[Place], settings: Any, words: tuple[str, ...]
) -> None:
    before = sealed(places)
    settings.TOKEN_KEYS = NEW

    with pytest.raises(SystemExit) as ended:
        rotate(*words)

    assert ended.value.code == 1
    assert sealed(places) == before


def test_a_channel_that_is_disconnected_meanwhile_stops_nothing(places: list[Place], settings: Any) -> None:
    settings.TOKEN_KEYS = f"{NEW},{OLD}"
    with posts.inside(places[0]):
        Credential.objects.all().delete()
        Channel.objects.all().delete()

    assert rotate()["moved"] == 1


def test_a_room_that_seals_by_itself_is_asked_too(
    places: list[Place], settings: Any, registered: list[rotation.Mover]
) -> None:
    asked: list[bool] = []

    def mover(only_count: bool) -> rotation.Count:
        asked.append(only_count)
        return rotation.Count("elsewhere", moved=3)

    rotation.register(mover)
    settings.TOKEN_KEYS = f"{NEW},{OLD}"
    out = StringIO()

    call_command("rotate_keys", "--dry-run", stdout=out)

    assert asked == [True]
    assert "elsewhere: 0 under the first key, 3 would be moved" in out.getvalue()


def test_one_value_moves_and_stays_bound_to_its_place(settings: Any) -> None:
    settings.TOKEN_KEYS = OLD
    old = crypto.seal("secret", "here")
    settings.TOKEN_KEYS = f"{NEW},{OLD}"

    moved = crypto.reseal(old, "here")

    assert moved.startswith("new.")
    assert crypto.reseal(moved, "here") == moved
    settings.TOKEN_KEYS = NEW
    assert crypto.unseal(moved, "here") == "secret"
    with pytest.raises(Unreadable):
        crypto.unseal(moved, "elsewhere")
