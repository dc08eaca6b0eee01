"""Letting accounts in, again, and letting them go."""

from __future__ import annotations

import pytest

from connections import hooks
from connections.models import Channel, Credential
from connections.models.channel import Health
from connections.services import connecting, health
from connections.services.connecting import NotConnected
from core import ledger
from core.errors import NotAllowed
from core.ledger import By
from core.tenancy import scope
from tests import world
from tests.connections.conftest import Practice
from tests.networks.wire_server import Fault
from tests.world import Place

pytestmark = pytest.mark.usefixtures("inside")


def test_a_connected_account_is_a_healthy_channel_with_secrets(channel: Channel, practice: Practice) -> None:
    held = Credential.objects.get(pk=channel.pk)

    assert (channel.handle, channel.state) == ("kahve-evi", Health.HEALTHY)
    assert channel.last_ok_at is not None
    assert channel.url == f"{practice.wire.origin}/sandbox/@kahve-evi"
    assert "access" in held.secret


def test_connecting_is_in_the_ledger_with_who_did_it(channel: Channel, place: Place) -> None:
    (event,) = ledger.of(channel.subject)

    assert (event.kind, event.by_id) == ("connections.channel_connected", str(place.owner.pk))
    assert event.facts == {"network": "sandbox", "handle": "kahve-evi"}


def test_the_same_account_is_the_same_channel_again(channel: Channel, place: Place, owner: By) -> None:
    before = Credential.objects.get(pk=channel.pk).version
    health.mark_reconnect(channel, "session_ended")

    same = connecting.connect(place.brand, "sandbox", {"handle": "kahve evi"}, owner)

    assert same.pk == channel.pk
    assert (same.state, same.problem) == (Health.HEALTHY, "")
    assert Credential.objects.get(pk=channel.pk).version == before + 1
    assert Channel.objects.count() == 1


def test_another_brand_has_a_channel_of_its_own(channel: Channel, owner: By) -> None:
    other = world.place("two")

    with scope.enter(other.organization.pk):
        second = connecting.connect(other.brand, "sandbox", {"handle": "kahve evi"}, owner)

    assert second.remote_id == channel.remote_id
    assert second.pk != channel.pk


def test_reconnecting_another_account_is_refused_with_both_names(channel: Channel, owner: By) -> None:
    health.mark_reconnect(channel, "session_ended")

    with pytest.raises(NotConnected, match="This is @someone-else; the channel is @kahve-evi"):
        connecting.reconnect(channel, {"handle": "someone else"}, owner)

    channel.refresh_from_db()
    assert channel.state == Health.RECONNECT


def test_reconnecting_wakes_what_waited(channel: Channel, owner: By, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[Channel] = []
    monkeypatch.setattr(hooks, "_reconnected", [heard.append])
    health.mark_reconnect(channel, "session_ended")

    connecting.reconnect(channel, {"handle": "kahve evi"}, owner)

    assert [(row.pk, row.state) for row in heard] == [(channel.pk, Health.HEALTHY)]


def test_a_hook_that_says_no_does_not_cost_the_new_secrets(
    channel: Channel, owner: By, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(row: Channel) -> None:
        raise NotAllowed("no")

    monkeypatch.setattr(hooks, "_reconnected", [refuse])
    before = Credential.objects.get(pk=channel.pk).version

    connecting.reconnect(channel, {"handle": "kahve evi"}, owner)

    assert Credential.objects.get(pk=channel.pk).version == before + 1


def test_disconnecting_forgets_the_secrets_and_keeps_the_history(
    channel: Channel, owner: By, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[Channel] = []
    monkeypatch.setattr(hooks, "_disconnected", [heard.append])

    connecting.disconnect(channel, owner)

    channel.refresh_from_db()
    assert channel.state == Health.DISCONNECTED
    assert not Credential.objects.filter(pk=channel.pk).exists()
    assert [event.kind for event in ledger.of(channel.subject)][-1] == "connections.channel_disconnected"
    assert [row.pk for row in heard] == [channel.pk]


def test_disconnecting_twice_is_refused(channel: Channel, owner: By) -> None:
    connecting.disconnect(channel, owner)

    with pytest.raises(NotAllowed):
        connecting.disconnect(channel, owner)


def test_a_disconnected_account_comes_back_as_its_channel(channel: Channel, place: Place, owner: By) -> None:
    connecting.disconnect(channel, owner)

    same = connecting.connect(place.brand, "sandbox", {"handle": "kahve evi"}, owner)

    assert (same.pk, same.state) == (channel.pk, Health.HEALTHY)


@pytest.mark.parametrize(
    ("fault", "code", "words"),
    [
        (Fault("/connect", status=503), "server_trouble", "trouble of its own"),
        (Fault("/connect", status=429), "rate_limited", "slow down"),
        (Fault("/connect"), "no_answer", "did not answer"),
        (Fault("/connect", status=200, body=b"<html>hi"), "unreadable_answer", "makes no sense"),
        (
            Fault("/connect", status=422, body=b'{"error":"invalid_handle"}'),
            "handle_unusable",
            "letters and digits",
        ),
    ],
)
def test_a_failed_sign_in_is_a_sentence_and_leaves_nothing(
    place: Place, practice: Practice, owner: By, fault: Fault, code: str, words: str
) -> None:
    practice.wire.faults.append(fault)

    with pytest.raises(NotConnected, match=words) as caught:
        connecting.connect(place.brand, "sandbox", {"handle": "x"}, owner)

    assert caught.value.code == code
    assert not Channel.objects.exists()


def test_a_network_that_is_not_offered_is_refused(place: Place, owner: By) -> None:
    with pytest.raises(NotConnected):
        connecting.connect(place.brand, "sandbox", {"handle": "x"}, owner)


def test_an_answer_too_long_for_us_is_refused(place: Place, practice: Practice, owner: By) -> None:
    answer = b'{"id":"1","handle":"h","url":"https://%s/","access_token":"a","refresh_token":"r"}' % (
        b"x" * 600
    )
    practice.wire.faults.append(Fault("/connect", status=200, body=answer))

    with pytest.raises(NotConnected):
        connecting.connect(place.brand, "sandbox", {"handle": "x"}, owner)


def test_an_address_that_is_no_web_address_is_not_kept(place: Place, practice: Practice, owner: By) -> None:
    answer = b'{"id":"1","handle":"h","url":"javascript:alert(1)","access_token":"a","refresh_token":"r"}'
    practice.wire.faults.append(Fault("/connect", status=200, body=answer))

    channel = connecting.connect(place.brand, "sandbox", {"handle": "x"}, owner)

    assert channel.url == ""
