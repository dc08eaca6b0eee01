"""Secrets on their way: they go to the network, and nowhere else."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from connections import keys
from connections.models import Channel, Credential
from connections.services import connecting
from connections.services.connecting import NotConnected
from core import http
from core.ledger import By
from core.tenancy import scope
from networks.base import Grant
from networks.errors import Busy, Refused
from tests import lines
from tests.connections.conftest import Practice, again
from tests.networks.fake_pds import FakePds
from tests.networks.wire_server import Fault, WireServer
from tests.world import Place

PASSWORD = "CNRY-pass-word"
ECHO = f'{{"error": "AuthenticationRequired", "message": "no: {PASSWORD}"}}'.encode()


@pytest.fixture
def bluesky(inside: None) -> Iterator[WireServer]:
    """A Bluesky server on loopback."""
    made = WireServer(FakePds())
    http.configure([made.origin])
    yield made
    http.configure([])
    made.close()


def test_what_a_network_repeats_of_our_secrets_is_taken_out_of_its_error() -> None:
    held = keys.Keys(Grant({"access": "secret-access", "kind": "x"}), 1)

    with pytest.raises(Refused) as caught, held.unsaid():
        raise Refused("content_refused", "xx secret-access xx")

    assert (caught.value.detail, str(caught.value)) == ("xx … xx", "content_refused: xx … xx")


@pytest.mark.parametrize("status", [400, 401, 500])
def test_a_password_that_was_typed_is_in_no_line(
    bluesky: WireServer, place: Place, owner: By, status: int
) -> None:
    typed = {"server": bluesky.origin, "handle": "alice.test", "app_password": PASSWORD}
    bluesky.faults.append(Fault("createSession", status=status, body=ECHO))

    with lines.written() as written, pytest.raises(NotConnected):
        connecting.connect(place.brand, "bluesky", typed, owner)

    assert lines.named(written, "connect_refused")
    assert [line for line in written if PASSWORD in line] == []


def test_signing_in_and_renewing_leave_no_secret_in_any_line(
    bluesky: WireServer, place: Place, owner: By
) -> None:
    pds: FakePds = bluesky.application  # type: ignore[assignment]
    typed = {"server": bluesky.origin, "handle": "alice.test", "app_password": pds.password}

    with lines.written() as written:
        channel = connecting.connect(place.brand, "bluesky", typed, owner)
        secrets = [pds.password, *json.loads(Credential.objects.get().secret).values()]
        pds.access = dict.fromkeys(pds.access, "expired")
        assert again(channel).who_am_i().handle == "alice.test"
        secrets += json.loads(Credential.objects.get().secret).values()

    assert len(set(secrets)) == 5
    assert [line for line in written if any(secret in line for secret in secrets)] == []


def test_a_renewal_that_fails_does_not_repeat_the_key(channel: Channel, practice: Practice) -> None:
    with scope.enter(channel.organization_id):
        secrets = list(json.loads(Credential.objects.get().secret).values())
        practice.store.expire(practice.account_id())
        practice.wire.faults.append(
            Fault("/token", status=500, body=json.dumps({"error": " ".join(secrets)}).encode())
        )

        with lines.written() as written, pytest.raises(Busy) as caught:
            again(channel).who_am_i()

    assert lines.named(written, "renewal_failed")[0]["detail"] == "500 … …"
    assert [one for one in secrets if one in " ".join(written) or one in str(caught.value)] == []
