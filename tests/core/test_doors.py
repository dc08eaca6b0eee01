"""Doors: what is found before the tenant is known."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError

from core import clock, doors
from core.doors import Door

pytestmark = pytest.mark.django_db
SOON = timedelta(minutes=5)


def put(key: str = "meydan") -> None:
    """A brand's address."""
    doors.put(Door.Kind.BRAND, key, organization_id=7, target="12")


def test_a_door_leads_to_its_row() -> None:
    put()

    assert doors.find(Door.Kind.BRAND, "meydan") == doors.Way(7, "12", "meydan")


@pytest.mark.parametrize(
    ("kind", "key"),
    [(Door.Kind.BRAND, "meydan2"), (Door.Kind.ORGANIZATION, "meydan"), (Door.Kind.BRAND, "")],
)
def test_another_key_or_kind_leads_nowhere(kind: Door.Kind, key: str) -> None:
    put()

    assert doors.find(kind, key) is None


def test_a_key_is_taken_once_per_kind() -> None:
    put()
    doors.put(Door.Kind.ORGANIZATION, "meydan", organization_id=7, target="7")

    with pytest.raises(IntegrityError):
        put()


def test_a_secret_opens_its_door_and_is_stored_nowhere() -> None:
    secret = doors.put_secret(
        Door.Kind.INVITATION, organization_id=7, target="x", expires_at=clock.now() + SOON
    )

    way = doors.find_secret(Door.Kind.INVITATION, secret)

    assert way is not None
    assert (way.organization_id, way.target) == (7, "x")
    assert secret not in str(list(Door.objects.values()))
    assert doors.find(Door.Kind.INVITATION, secret) is None
    assert doors.find_secret(Door.Kind.INVITATION, secret[:-1]) is None


def test_secrets_are_256_bit_and_never_the_same() -> None:
    made = {
        doors.put_secret(Door.Kind.INVITATION, organization_id=7, target="x", expires_at=None)
        for _ in range(50)
    }

    assert len(made) == 50
    assert all(len(secret) == 43 for secret in made)


def test_an_expired_door_leads_nowhere() -> None:
    secret = doors.put_secret(
        Door.Kind.INVITATION, organization_id=7, target="x", expires_at=clock.now() - SOON
    )

    assert doors.find_secret(Door.Kind.INVITATION, secret) is None


def test_revoking_closes_every_door_of_one_row_and_no_other() -> None:
    mine = [
        doors.put_secret(Door.Kind.INVITATION, organization_id=7, target="x", expires_at=None) for _ in "ab"
    ]
    other = doors.put_secret(Door.Kind.INVITATION, organization_id=8, target="x", expires_at=None)

    closed = doors.revoke(Door.Kind.INVITATION, organization_id=7, target="x")

    assert closed == 2
    assert [doors.find_secret(Door.Kind.INVITATION, secret) for secret in mine] == [None, None]
    assert doors.find_secret(Door.Kind.INVITATION, other) is not None
    assert doors.revoke(Door.Kind.INVITATION, organization_id=7, target="x") == 0


def test_a_taken_or_reserved_key_gets_a_number() -> None:
    put("meydan")
    put("meydan-2")
    put("meydan-cafe")

    assert doors.free_key(Door.Kind.BRAND, "meydan") == "meydan-3"
    assert doors.free_key(Door.Kind.BRAND, "new", frozenset({"new"})) == "new-2"
    assert doors.free_key(Door.Kind.ORGANIZATION, "meydan") == "meydan"


def test_a_revoked_key_is_not_given_to_somebody_else() -> None:
    put()
    doors.revoke(Door.Kind.BRAND, organization_id=7, target="12")

    assert doors.free_key(Door.Kind.BRAND, "meydan") == "meydan-2"


def test_secrets_that_ended_long_ago_are_forgotten_and_names_are_not() -> None:
    put()
    doors.put_secret(Door.Kind.INVITATION, organization_id=7, target="1", expires_at=None)
    doors.put_secret(Door.Kind.INVITATION, organization_id=7, target="2", expires_at=None)
    doors.revoke(Door.Kind.BRAND, organization_id=7, target="12")
    doors.revoke(Door.Kind.INVITATION, organization_id=7, target="1")
    doors.revoke(Door.Kind.INVITATION, organization_id=7, target="2")
    Door.objects.filter(target__in=["1", "12"]).update(revoked_at=clock.now() - timedelta(days=91))

    assert doors.forget_over() == 1
    assert {door.target for door in Door.objects.all()} == {"2", "12"}
