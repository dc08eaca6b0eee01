"""The pages of channels: who may see and do what, plain forms, and nothing of a network's raw words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse

from accounts.models import User
from activity.models import Notice
from connections import offered, sentences
from connections.models import Channel, Credential
from connections.models.channel import Health
from connections.services import health
from core import http
from core.ledger import Event
from core.tenancy import scope
from tests import world
from tests.connections.conftest import Practice
from tests.networks.fake_pds import DID, FakePds
from tests.networks.wire_server import Fault, WireServer
from tests.world import Place

CANARY = "CNRY-raw-words-of-a-network"
MEMBERS_WHO_MAY_NOT = ["editor", "contributor", "approver", "analyst", "client"]


def as_(user: User) -> Browser:
    """A browser with this person signed in."""
    browser = Browser()
    browser.force_login(user)
    return browser


def at(name: str, channel: Channel | None = None, **kwargs: str) -> str:
    """An address in brand `one`."""
    if channel is not None:
        kwargs["channel"] = str(channel.pk)
    return reverse(f"connections:{name}", kwargs={"brand": "one", **kwargs})


@pytest.fixture
def locked_out(channel: Channel) -> Channel:
    """A channel whose network ended the session."""
    with scope.enter(channel.organization_id):
        health.mark_reconnect(channel, "session_ended")
    return channel


def test_an_empty_list_says_what_channels_are_for(place: Place) -> None:
    page = as_(place.owner).get(at("channels")).content.decode()

    assert "Connect the first channel" in page
    assert at("connect") in page


def test_who_may_not_connect_is_told_whom_to_ask(place: Place) -> None:
    page = as_(place.editor).get(at("channels")).content.decode()

    assert "Ask an owner or admin" in page
    assert at("connect") not in page


def test_the_list_shows_health_and_account(channel: Channel, place: Place) -> None:
    page = as_(place.analyst).get(at("channels")).content.decode()

    assert "@kahve-evi" in page
    assert "Healthy" in page
    assert "just now" in page
    assert at("channel", channel) in page


def test_a_problem_is_a_sentence_with_one_button(locked_out: Channel, place: Place) -> None:
    page = as_(place.owner).get(at("channels")).content.decode()

    assert "stopped letting us in on" in page
    assert str(sentences.of("session_ended", "Sandbox")) in page
    assert at("reconnect", locked_out) in page


def test_the_list_costs_the_same_with_many_channels(
    channel: Channel, place: Place, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    with scope.enter(place.organization.pk):
        for number in range(20):
            row = Channel.objects.get(pk=channel.pk)
            row.pk, row.remote_id, row._state.adding = None, f"sb_{number}", True
            row.id = Channel._meta.pk.get_default()
            row.save(force_insert=True)
    browser = as_(place.owner)

    with django_assert_max_num_queries(30):
        page = browser.get(at("channels")).content.decode()

    assert page.count("@kahve-evi") >= 21


@pytest.mark.parametrize("name", ["channels", "connect", "channel", "reconnect", "disconnect"])
def test_strangers_find_nothing(channel: Channel, name: str) -> None:
    stranger = world.place("two").owner
    address = at(name, channel if name in {"channel", "reconnect", "disconnect"} else None)

    assert as_(stranger).get(address).status_code == 404
    assert as_(stranger).post(address).status_code in {404, 405}


def test_nobody_signed_in_is_sent_to_the_sign_in(channel: Channel) -> None:
    answer = Browser().get(at("channel", channel))

    assert answer.status_code == 302
    assert "login" in answer["Location"]


@pytest.mark.parametrize("role", MEMBERS_WHO_MAY_NOT)
def test_members_without_the_right_may_look_and_not_touch(channel: Channel, place: Place, role: str) -> None:
    browser = as_(place.people[role])

    assert browser.get(at("channels")).status_code == 200
    assert browser.get(at("channel", channel)).status_code == 200
    for address in (
        at("connect"),
        at("connect_network", network="sandbox"),
        at("reconnect", channel),
        at("disconnect", channel),
    ):
        assert browser.get(address).status_code == 403
    assert browser.post(at("connect_network", network="sandbox"), {"handle": "x"}).status_code == 403
    assert browser.post(at("reconnect", channel), {"handle": "x"}).status_code == 403
    assert browser.post(at("disconnect", channel)).status_code == 403
    with scope.enter(place.organization.pk):
        assert Channel.objects.get(pk=channel.pk).state == Health.HEALTHY


def test_a_channel_of_another_brand_is_not_there(channel: Channel) -> None:
    other = world.place("two")
    address = reverse("connections:channel", kwargs={"brand": "two", "channel": channel.pk})

    assert as_(other.owner).get(address).status_code == 404
    assert as_(other.owner).post(address + "disconnect/").status_code == 404
    with scope.enter(channel.organization_id):
        assert Channel.objects.get(pk=channel.pk).state == Health.HEALTHY


def test_networks_are_offered_where_they_can_be_reached(
    place: Place, practice: Practice, settings: Any
) -> None:
    browser = as_(place.admin)
    assert "Sandbox" in browser.get(at("connect")).content.decode()

    settings.SANDBOX_ORIGIN = ""

    page = browser.get(at("connect")).content.decode()
    assert "Bluesky" in page
    assert "Sandbox" not in page
    assert browser.get(at("connect_network", network="sandbox")).status_code == 404
    assert browser.get(at("connect_network", network="myspace")).status_code == 404


def test_every_offered_network_has_its_form(place: Place, practice: Practice) -> None:
    for network in offered.offered():
        page = as_(place.owner).get(at("connect_network", network=network.key)).content.decode()

        assert all(f'name="{field.name}"' in page for field in network.fields)


def test_a_plain_form_connects(place: Place, practice: Practice) -> None:
    browser = as_(place.admin)

    answer = browser.post(at("connect_network", network="sandbox"), {"handle": "Kahve Evi"}, follow=True)

    with scope.enter(place.organization.pk):
        channel = Channel.objects.get()
    assert answer.redirect_chain[-1][0] == at("channel", channel)
    assert "@kahve-evi" in answer.content.decode()


def test_one_channel_shows_who_connected_it_and_the_ways_to_it(
    channel: Channel, place: Place, practice: Practice
) -> None:
    page = as_(place.owner).get(at("channel", channel)).content.decode()

    assert f"{place.owner} connected it as @kahve-evi." in page
    assert f"{practice.wire.origin}/sandbox/@kahve-evi" in page
    assert f"{practice.wire.origin}/sandbox/switches" in page


def test_a_refusal_keeps_what_was_typed(place: Place, practice: Practice) -> None:
    answer = as_(place.owner).post(at("connect_network", network="sandbox"), {"handle": "!!!"})

    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'value="!!!"' in page
    assert "letters and digits" in page


def test_reconnecting_another_account_names_both(locked_out: Channel, place: Place) -> None:
    page = as_(place.owner).post(at("reconnect", locked_out), {"handle": "someone else"}).content.decode()

    assert "This is @someone-else; the channel is @kahve-evi." in page


def test_reconnecting_heals(locked_out: Channel, place: Place) -> None:
    answer = as_(place.owner).post(at("reconnect", locked_out), {"handle": "kahve evi"}, follow=True)

    page = answer.content.decode()
    assert "Healthy" in page
    assert "connected it again" in page
    assert str(sentences.of("session_ended", "Sandbox")) in page


def test_disconnecting_asks_first(channel: Channel, place: Place) -> None:
    browser = as_(place.owner)

    question = browser.get(at("disconnect", channel)).content.decode()
    browser.post(at("disconnect", channel))

    assert "Disconnect @kahve-evi?" in question
    with scope.enter(place.organization.pk):
        assert Channel.objects.get(pk=channel.pk).state == Health.DISCONNECTED
        assert not Credential.objects.exists()
    assert "Disconnected" in browser.get(at("channel", channel)).content.decode()


def test_disconnecting_twice_says_so(channel: Channel, place: Place) -> None:
    browser = as_(place.owner)
    browser.post(at("disconnect", channel))

    assert browser.post(at("disconnect", channel)).status_code == 409


def test_forms_want_the_token(channel: Channel, place: Place) -> None:
    browser = Browser(enforce_csrf_checks=True)
    browser.force_login(place.owner)

    assert browser.post(at("disconnect", channel)).status_code == 403
    assert browser.post(at("connect_network", network="sandbox"), {"handle": "x"}).status_code == 403


@pytest.mark.parametrize("status", [400, 401, 403, 404, 422, 429, 500, 503])
def test_raw_words_of_a_network_never_reach_a_page(
    channel: Channel, place: Place, practice: Practice, status: int
) -> None:
    body = f'{{"error":"{CANARY}","message":"<b>{CANARY}</b>"}}'.encode()
    practice.wire.faults.append(Fault("/connect", status=status, body=body))
    browser = as_(place.owner)

    answer = browser.post(at("connect_network", network="sandbox"), {"handle": "x"})

    assert answer.status_code == 200
    assert CANARY not in answer.content.decode()
    assert re.search(r'(class="field-error"|role="alert")', answer.content.decode())


def test_raw_words_never_reach_channel_ledger_or_notices(
    channel: Channel, place: Place, practice: Practice
) -> None:
    with scope.enter(place.organization.pk):
        health.mark_reconnect(channel, CANARY[:40])
        for event in Event.objects.all():
            event.facts.pop("code", None)
            assert CANARY not in str(event.facts)
        assert Notice.objects.exists()
    browser = as_(place.owner)

    for address in (at("channels"), at("channel", channel)):
        assert CANARY not in browser.get(address).content.decode()


class Home:
    """A Bluesky server on loopback with the account @alice.test."""

    def __init__(self) -> None:
        self.pds = FakePds()
        self.wire = WireServer(self.pds)

    def typed(self, **changes: str) -> dict[str, str]:
        """What a person types."""
        return {
            "server": self.wire.origin,
            "handle": "@alice.test",
            "app_password": self.pds.password,
            **changes,
        }


@pytest.fixture
def home() -> Iterator[Home]:
    """The server, let through the guard."""
    made = Home()
    http.configure([made.wire.origin])
    yield made
    made.wire.close()
    http.configure([])


def test_bluesky_connects_with_an_app_password(place: Place, home: Home) -> None:
    as_(place.owner).post(at("connect_network", network="bluesky"), home.typed())

    with scope.enter(place.organization.pk):
        channel = Channel.objects.get()
        secret = Credential.objects.get().secret
    assert (channel.remote_id, channel.handle, channel.origin) == (DID, "alice.test", home.wire.origin)
    assert channel.url == f"https://bsky.app/profile/{DID}"
    assert home.pds.password not in secret


def test_the_form_begins_at_the_usual_server(place: Place) -> None:
    page = as_(place.owner).get(at("connect_network", network="bluesky")).content.decode()

    assert 'value="https://bsky.social"' in page


def test_a_wrong_password_is_said_beside_it_and_not_shown_again(place: Place, home: Home) -> None:
    typed = home.typed(app_password="hunter2-very-secret")

    page = as_(place.owner).post(at("connect_network", network="bluesky"), typed).content.decode()

    assert "hunter2" not in page
    assert 'value="@alice.test"' in page
    assert "does not know this handle and app password together" in page


@pytest.mark.parametrize(
    ("server", "words"),
    [
        ("http://127.0.0.1:1", "private or not encrypted"),
        ("https://10.0.0.1", "private or not encrypted"),
        ("https://192.168.1.1:8443", "private or not encrypted"),
        ("http://example.com", "private or not encrypted"),
        ("https://[::1]", "private or not encrypted"),
        ("https://user:pass@example.com", "cannot be used"),
        ("file:///etc/passwd", "cannot be used"),
        ("https://nowhere.invalid", "could not be reached"),
    ],
)
def test_a_private_or_unreachable_server_is_a_sentence(
    place: Place, home: Home, server: str, words: str
) -> None:
    answer = as_(place.owner).post(at("connect_network", network="bluesky"), home.typed(server=server))

    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert home.wire.seen == []
