"""The door to a network: fresh secrets, one renewal, and who is told when the network closes the door."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db.models.functions import Now
from django.utils import timezone

from accounts.grants import Can
from accounts.selectors.people import people_who
from activity.models import Notice
from connections import hooks
from connections.client import client_for
from connections.models import Channel, Credential
from connections.models.channel import Health
from connections.services import connecting, health, renewing
from core import crypto, ledger
from core.ledger import By
from networks.base import Draft, Published, Repeat
from networks.conversing import Abilities, Spot
from networks.errors import Busy, NetworkError, Reconnect, Refused, Unsure
from sandbox import talk
from sandbox.switches import Kind, Switch, turn_on
from tests.connections.conftest import Practice, again
from tests.networks.wire_server import Fault
from tests.world import Place

pytestmark = pytest.mark.usefixtures("inside")

DRAFT = Draft("Salam", created_at=timezone.now())


def publish(channel: Channel, key: str = "k1") -> Published:
    """Send DRAFT as a worker does."""
    client = again(channel)
    return client.publish(client.prepare(DRAFT), key, lambda: None)


def test_a_client_publishes_and_finds(channel: Channel, practice: Practice) -> None:
    published = publish(channel)

    assert again(channel).find(DRAFT, "k1") == published
    assert [post.text for post in practice.store.posts(practice.account_id())] == ["Salam"]


def test_a_client_tells_what_its_network_takes(channel: Channel) -> None:
    client = again(channel)

    assert (client.repeat, client.limits.text, client.measure("🇦🇿a")) == (Repeat.BY_KEY, 500, 2)
    assert [finding.problem for finding in client.check(Draft(""))] == ["empty"]
    assert client.new_key(5, 1) < client.new_key(6, 0)


def test_the_secrets_can_be_given_by_the_caller(channel: Channel) -> None:
    row = Channel.objects.get(pk=channel.pk)

    client = client_for(row, credential=Credential.objects.get(pk=channel.pk))

    assert client.who_am_i().handle == "kahve-evi"


def test_expired_secrets_are_renewed_and_the_post_sent_once(channel: Channel, practice: Practice) -> None:
    before = Credential.objects.get(pk=channel.pk).version
    practice.store.expire(practice.account_id())

    published = publish(channel)

    (post,) = practice.store.posts(practice.account_id())
    assert (post.id in published.url, post.times_sent) == (True, 1)
    assert practice.calls("/token") == 1
    assert Credential.objects.get(pk=channel.pk).version == before + 1


def test_renewed_secrets_serve_the_next_worker(channel: Channel, practice: Practice) -> None:
    practice.store.expire(practice.account_id())
    publish(channel, "k1")

    publish(channel, "k2")

    assert practice.calls("/token") == 1


def test_secrets_that_end_within_a_minute_are_renewed_beforehand(
    channel: Channel, practice: Practice
) -> None:
    Credential.objects.filter(pk=channel.pk).update(expires_at=Now() + timedelta(seconds=50))

    publish(channel)

    assert practice.calls("/token") == 1


def test_a_renewal_that_fails_in_passing_waits_while_the_secrets_still_work(
    channel: Channel, practice: Practice
) -> None:
    Credential.objects.filter(pk=channel.pk).update(expires_at=Now() + timedelta(seconds=50))
    practice.wire.faults.append(Fault("/token", status=503))

    assert publish(channel).remote_id


PASSING = [
    Fault("/token", status=503),
    Fault("/token", status=500),
    Fault("/token", status=429),
    Fault("/token", status=422, body=b"{}"),
    Fault("/token"),
    Fault("/token", status=200, body=b"<html>maintenance"),
]


@pytest.mark.parametrize("fault", PASSING, ids=str)
def test_a_passing_error_of_the_renewal_never_disconnects(
    channel: Channel, practice: Practice, fault: Fault
) -> None:
    practice.store.expire(practice.account_id())
    practice.wire.faults.append(fault)

    with pytest.raises(Busy):
        publish(channel)

    channel.refresh_from_db()
    assert channel.state == Health.HEALTHY
    assert not Notice.objects.exists()
    assert publish(channel).remote_id


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fault("/posts", status=503), Unsure),
        (Fault("/posts", status=429), Busy),
        (Fault("/posts", status=422), Refused),
        (Fault("/posts"), Unsure),
    ],
)
def test_a_passing_error_of_a_call_never_disconnects(
    channel: Channel, practice: Practice, fault: Fault, error: type[NetworkError]
) -> None:
    practice.wire.faults.append(fault)

    with pytest.raises(error):
        publish(channel)

    channel.refresh_from_db()
    assert channel.state == Health.HEALTHY


def test_revoked_access_marks_the_channel_and_tells_once(
    channel: Channel, practice: Practice, place: Place
) -> None:
    turn_on(practice.store, practice.account_id(), Switch(Kind.REVOKED, 0, False, 1))

    for _ in range(2):
        with pytest.raises(Reconnect):
            publish(channel)

    channel.refresh_from_db()
    told = {notice.person_id for notice in Notice.objects.all()}
    assert (channel.state, channel.problem) == (Health.RECONNECT, "sign_in_again")
    assert channel.problem_at is not None
    assert told == {person.pk for person in people_who(Can.CONNECT, place.brand)}
    assert set(Notice.objects.values_list("count", flat=True)) == {1}
    kinds = [event.kind for event in ledger.of(channel.subject)]
    assert kinds.count("connections.reconnect_needed") == 1


def test_a_dead_renewal_marks_the_channel(channel: Channel, practice: Practice) -> None:
    practice.store.expire(practice.account_id())
    practice.wire.faults.append(Fault("/token", status=400, body=b'{"error":"invalid_grant"}'))

    with pytest.raises(Reconnect):
        publish(channel)

    channel.refresh_from_db()
    assert (channel.state, channel.problem) == (Health.RECONNECT, "session_ended")


def test_people_named_by_the_rooms_above_are_told_too(
    channel: Channel, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hooks, "_concerned", [lambda row: [place.contributor]])

    health.mark_reconnect(channel, "session_ended")

    assert Notice.objects.filter(person=place.contributor).exists()


def test_what_old_secrets_hear_does_not_mark_renewed_ones(
    channel: Channel, practice: Practice, owner: By
) -> None:
    client = again(channel)
    practice.store.revoke(practice.account_id())
    connecting.reconnect(channel, {"handle": "kahve evi"}, owner)

    with pytest.raises(Busy):
        client.find(DRAFT, "k1")

    channel.refresh_from_db()
    assert channel.state == Health.HEALTHY


def test_other_secrets_than_the_channels_are_found_out(channel: Channel, practice: Practice) -> None:
    Channel.objects.filter(pk=channel.pk).update(remote_id="sb_other")

    with pytest.raises(Reconnect):
        again(channel).who_am_i()

    channel.refresh_from_db()
    assert channel.problem == "wrong_account"


def test_a_channel_without_secrets_has_no_client(channel: Channel, owner: By) -> None:
    connecting.disconnect(channel, owner)

    with pytest.raises(Reconnect):
        again(channel)


def test_a_network_that_left_the_program_has_no_client(channel: Channel) -> None:
    Channel.objects.filter(pk=channel.pk).update(network="myspace")

    with pytest.raises(Refused):
        again(channel)


def test_a_success_is_noted_at_most_once_a_minute(channel: Channel) -> None:
    long_ago = timezone.now() - timedelta(hours=2)
    Channel.objects.filter(pk=channel.pk).update(last_ok_at=long_ago)
    channel.refresh_from_db()

    health.mark_ok(channel)
    first = Channel.objects.get(pk=channel.pk).last_ok_at
    health.mark_ok(channel)

    assert first is not None
    assert first > long_ago
    assert Channel.objects.get(pk=channel.pk).last_ok_at == first


def test_secrets_moved_to_another_row_do_not_open(channel: Channel, place: Place, owner: By) -> None:
    other = connecting.connect(place.brand, "sandbox", {"handle": "other"}, owner)
    mine, theirs = (Credential.objects.get(pk=row.pk) for row in (channel, other))
    mine.__dict__["secret"], theirs.__dict__["secret"] = theirs.__dict__["secret"], mine.__dict__["secret"]
    mine.save()
    theirs.save()

    for row in (channel, other):
        with pytest.raises(crypto.Unreadable):
            Credential.objects.get(pk=row.pk).secret  # noqa: B018
        with pytest.raises(Busy):
            again(row)
    channel.refresh_from_db()
    assert channel.state == Health.HEALTHY


def test_the_database_holds_no_secret_in_the_clear(channel: Channel) -> None:
    held = Credential.objects.get(pk=channel.pk)
    raw = held.__dict__["secret"].text

    assert "access" not in raw
    assert raw.startswith("dev.") or "." in raw


def test_a_stopped_renewers_lease_ends(channel: Channel, practice: Practice) -> None:
    practice.store.expire(practice.account_id())
    Credential.objects.filter(pk=channel.pk).update(renewing_until=Now() - timedelta(seconds=1))

    assert publish(channel).remote_id


def test_waiting_for_a_renewer_ends_in_busy(
    channel: Channel, practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(renewing, "PATIENCE", 0.1)
    practice.store.expire(practice.account_id())
    Credential.objects.filter(pk=channel.pk).update(renewing_until=Now() + timedelta(seconds=30))

    with pytest.raises(Busy):
        publish(channel)

    assert practice.calls("/token") == 0


def test_a_client_hears_answers_likes_hides_and_measures(channel: Channel, practice: Practice) -> None:
    root = Spot(publish(channel).remote_id)
    bob = practice.store.join("Bob")
    assert bob is not None
    talk.say(practice.store, bob, "", {"text": "Nə vaxt?", "media": "[]", "language": ""}, root.remote_id)
    practice.store.expire(practice.account_id())
    client = again(channel)

    [heard] = client.listen("comments", "").messages
    client.publish(client.prepare_reply(DRAFT, heard.spot, heard.thread), "k2", lambda: None)
    client.like(heard.spot, on=True)
    client.hide(heard.spot, heard.thread, on=True)

    assert [one.text for one in talk.under(practice.store, root.remote_id)] == ["Nə vaxt?", "Salam"]
    assert client.post_figures([root.remote_id])[root.remote_id].comments == 2
    assert client.account_figures().posts == 1
    assert practice.calls("/token") == 1


class Mute:
    """A network that only publishes."""

    key = "mute"


def test_what_a_network_cannot_do_is_refused_in_words(
    channel: Channel, practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = again(channel)
    monkeypatch.setattr(client, "_network", Mute())
    spot = Spot("x")
    calls: dict[str, list[Callable[[], object]]] = {
        "cannot_converse": [
            lambda: client.listen("comments", ""),
            lambda: client.prepare_reply(DRAFT, spot, spot),
            lambda: client.like(spot, on=True),
            lambda: client.hide(spot, spot, on=True),
        ],
        "cannot_measure": [client.account_figures, lambda: client.post_figures(["x"])],
        "cannot_notify": [
            lambda: client.subscribe("http://127.0.0.1/", "s"),
            lambda: client.told(b""),
            lambda: client.is_genuine(b"", {}, "s"),
        ],
    }

    for code, each in calls.items():
        for call in each:
            with pytest.raises(Refused, match=code):
                call()
    assert (client.streams, client.posts_at_once) == ((), 0)
    assert (client.converses, client.measures, client.notifies) == (False, False, False)
    assert (client.abilities, client.told_of_posts) == (Abilities(), frozenset())
    assert len(practice.wire.seen) == 1
