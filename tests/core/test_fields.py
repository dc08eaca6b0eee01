"""Encrypted columns: sealed for their row, opened when asked for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection

from connections.models import Channel, Credential
from core.crypto import Unreadable
from core.tenancy import scope
from tests import world

pytestmark = pytest.mark.django_db
SECRET = '{"access": "gizli söz"}'


@pytest.fixture
def place() -> Iterator[world.Place]:
    """An organization whose scope is open."""
    made = world.place("one")
    with scope.enter(made.organization.pk):
        yield made


def channel(place: world.Place, name: str) -> Channel:
    """A channel without secrets."""
    return Channel.objects.create(
        organization=place.organization, brand=place.brand, network="sandbox", remote_id=name, handle=name
    )


def credential(place: world.Place, name: str = "a", secret: str | None = SECRET) -> Credential:
    """A channel's secrets."""
    return Credential.objects.create(
        organization=place.organization, brand=place.brand, channel=channel(place, name), secret=secret
    )


def stored(row: Credential) -> str:
    """What the database holds."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM connections_credential WHERE channel_id = %s", [row.pk])
        return str(cursor.fetchone()[0])


def test_the_database_holds_no_plain_text_and_the_row_opens_it(place: world.Place) -> None:
    made = credential(place)

    assert "gizli" not in stored(made)
    assert made.secret == SECRET
    assert Credential.objects.get(pk=made.pk).secret == SECRET


def test_saving_a_row_that_nobody_opened_keeps_the_ciphertext(place: world.Place) -> None:
    made = credential(place)
    before = stored(made)
    found = Credential.objects.get(pk=made.pk)
    found.version = 2
    found.save()

    assert stored(made) == before
    assert Credential.objects.get(pk=made.pk).secret == SECRET


def test_a_changed_secret_is_sealed_anew(place: world.Place) -> None:
    made = credential(place)
    found = Credential.objects.get(pk=made.pk)
    found.secret = "other"
    found.save(update_fields=["secret"])

    assert "other" not in stored(made)
    assert Credential.objects.get(pk=made.pk).secret == "other"


def test_a_deferred_secret_is_fetched_when_asked_for(place: world.Place) -> None:
    made = credential(place)

    assert Credential.objects.defer("secret").get(pk=made.pk).secret == SECRET


def test_a_ciphertext_that_was_moved_to_another_row_does_not_open(place: world.Place) -> None:
    mine, other = credential(place, "a"), credential(place, "b", "theirs")
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE connections_credential SET secret = %s WHERE channel_id = %s", [stored(mine), other.pk]
        )

    with pytest.raises(Unreadable):
        _ = Credential.objects.get(pk=other.pk).secret


def test_a_row_whose_key_was_given_as_text_opens_later(place: world.Place) -> None:
    made = Credential(
        organization=place.organization,
        brand=place.brand,
        channel_id=str(channel(place, "a").pk).upper(),
        secret=SECRET,
    )
    made.save(force_insert=True)

    assert Credential.objects.get().secret == SECRET


def test_a_row_without_its_key_is_refused_before_it_is_lost(place: world.Place) -> None:
    with pytest.raises(ValueError, match="bound to its row"):
        Credential(organization=place.organization, brand=place.brand, secret=SECRET).save()


def test_secrets_can_neither_be_queried_nor_written_past_their_row(place: world.Place) -> None:
    credential(place)

    with pytest.raises(TypeError, match="encrypted"):
        Credential.objects.filter(secret=SECRET).exists()
    with pytest.raises(TypeError, match="encrypted"):
        Credential.objects.update(secret="plain")


def test_a_secret_does_not_show_itself(place: world.Place) -> None:
    made = Credential.objects.get(pk=credential(place).pk)

    assert "gizli" not in f"{made!r} {made} {made.__dict__}"
