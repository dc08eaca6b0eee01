"""Bluesky over real HTTP against a small server that follows the documented behaviour."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from core import http
from networks.base import Account, Connects, Draft, Field, Problem, Publishes
from networks.bluesky import Bluesky
from networks.conversing import Spot
from networks.errors import Busy, Reconnect, Refused
from tests.networks.contract import DRAFT, PICTURE, PublishingContract
from tests.networks.fake_pds import DID, FakePds
from tests.networks.stage import TalkStage
from tests.networks.talk_contract import ConversingContract, MeasuringContract
from tests.networks.wire_server import Fault, WireServer

KEY = Bluesky().new_key(1_800_000_000_000_000, 7)


class BlueskyStage(TalkStage):
    """A PDS with the account alice.test."""

    publish_path, find_path = "putRecord", "getRecord"
    who_path, refresh_path, connect_path = "getSession", "refreshSession", "createSession"
    stream, listen_path, there_path = "notifications", "listNotifications", "getPosts"
    like_path, hide_path = "putRecord", "threadgate"
    figures_path, profile_path = "getPosts", "getProfile"

    def __init__(self) -> None:
        self.network = Bluesky()
        self.pds = FakePds()
        self.wire = WireServer(self.pds)
        http.configure([self.wire.origin])

    def typed(self) -> dict[str, str]:
        return {
            "server": self.wire.origin,
            "handle": "@alice.test",
            "app_password": self.pds.password,
        }

    def posts(self) -> list[str]:
        return [record["text"] for record in self.pds.records.values()]

    def expire(self) -> None:
        self.pds.access = dict.fromkeys(self.pds.access, "expired")

    def revoke(self) -> None:
        self.pds.access.clear()
        self.pds.refresh.clear()

    def somebody_says(self, text: str, to: Spot | None = None, root: Spot | None = None) -> Spot:
        parent = {"uri": to.remote_id, "cid": to.stamp or "bafy"} if to else None
        first = {"uri": root.remote_id, "cid": root.stamp or "bafy"} if root else None
        said = self.pds.view.say(text, parent, root=first)
        return Spot(said["uri"], said["cid"])

    def somebody_deletes(self, message: Spot) -> None:
        self.pds.view.vanish({"uri": message.remote_id})

    def answers(self) -> list[tuple[str, str, str]]:
        replies = [(one["text"], one["reply"]) for one in self.pds.records.values() if "reply" in one]
        return [(text, reply["parent"]["uri"], reply["root"]["uri"]) for text, reply in replies]

    def is_liked(self, message: Spot) -> bool:
        likes = [one for (name, _), one in self.pds.others.items() if name == "app.bsky.feed.like"]
        return {"uri": message.remote_id, "cid": message.stamp} in [one["subject"] for one in likes]

    def is_hidden(self, message: Spot) -> bool:
        gates = [one for (name, _), one in self.pds.others.items() if name == "app.bsky.feed.threadgate"]
        return any(message.remote_id in gate["hiddenReplies"] for gate in gates)

    def published_record(self, text: str) -> dict[str, object]:
        """The record that a text becomes."""
        self.publish(self.connect(), replace(DRAFT, text=text), KEY)
        record: dict[str, object] = self.pds.records[KEY]
        return record


@pytest.fixture
def stage() -> Iterator[BlueskyStage]:
    made = BlueskyStage()
    yield made
    made.wire.close()


class TestBluesky(PublishingContract):
    """The contract, word by word."""


class TestTalk(ConversingContract):
    """The contract of conversations."""


class TestFigures(MeasuringContract):
    """The contract of figures."""

    def count(self, stage: TalkStage, post: Spot) -> None:
        assert isinstance(stage, BlueskyStage)
        counts = {"likeCount": 3, "replyCount": 0, "repostCount": 1, "quoteCount": 2, "bookmarkCount": 4}
        stage.pds.view.counted[post.remote_id] = counts

    def hide_figures(self, stage: TalkStage, account: Account, post: Spot) -> None:
        assert isinstance(stage, BlueskyStage)
        stage.pds.view.profile = {"did": DID, "followersCount": None, "postsCount": -1, "followsCount": True}


def test_it_is_what_it_says() -> None:
    assert isinstance(Bluesky(), Connects)
    assert isinstance(Bluesky(), Publishes)
    assert Bluesky.fields[0] == Field("server", "url", "https://bsky.social")


def test_a_wrong_password_is_refused(stage: BlueskyStage) -> None:
    with pytest.raises(Refused) as caught:
        stage.network.connect({**stage.typed(), "app_password": "nope"})

    assert caught.value.code == "wrong_password"


def test_a_main_password_with_second_factor_asks_for_an_app_password(stage: BlueskyStage) -> None:
    body = b'{"error":"AuthFactorTokenRequired","message":"A code was mailed"}'
    stage.wire.faults.append(Fault("createSession", status=401, body=body))

    with pytest.raises(Refused) as caught:
        stage.connect()

    assert caught.value.code == "code_needed"


@pytest.mark.parametrize("server", ["http://[::1", "ftp://a.test", "https://a b", "https://u@a.test"])
def test_an_unusable_server_is_refused(stage: BlueskyStage, server: str) -> None:
    with pytest.raises(Refused) as caught:
        stage.network.connect({**stage.typed(), "server": server})

    assert caught.value.code == "server_unusable"


@pytest.mark.parametrize("server", ["127.0.0.1", "localhost", "https://10.0.0.8", "http://a.test"])
def test_a_server_inside_is_forbidden(stage: BlueskyStage, server: str) -> None:
    with pytest.raises(Refused) as caught:
        stage.network.connect({**stage.typed(), "server": server})

    assert caught.value.code == "server_forbidden"


def test_the_accounts_own_server_becomes_the_origin(stage: BlueskyStage) -> None:
    home = WireServer(stage.pds)
    http.configure([stage.wire.origin, home.origin])
    stage.pds.home = home.origin

    connected = stage.network.connect(stage.typed())

    assert connected.origin == home.origin
    assert [path for _, path, _, _ in home.seen] == ["/xrpc/com.atproto.server.getSession"]
    home.close()


def test_an_own_server_inside_is_forbidden(stage: BlueskyStage) -> None:
    stage.pds.home = "https://169.254.169.254"

    with pytest.raises(Refused) as caught:
        stage.connect()

    assert caught.value.code == "server_forbidden"


def test_an_own_server_that_does_not_know_the_session_is_refused(stage: BlueskyStage) -> None:
    other = WireServer(FakePds())
    http.configure([stage.wire.origin, other.origin])
    stage.pds.home = other.origin

    with pytest.raises(Refused) as caught:
        stage.connect()

    assert caught.value.code == "wrong_account"
    other.close()


def test_the_expiry_is_the_tokens_own_word(stage: BlueskyStage) -> None:
    connected = stage.network.connect(stage.typed())

    assert connected.grant.expires_at == datetime.fromtimestamp(2_000_000_000, tz=UTC)


def test_a_refresh_of_another_account_is_not_taken(stage: BlueskyStage) -> None:
    account = replace(stage.connect(), remote_id="did:plc:somebodyelse")

    with pytest.raises(Exception, match="unreadable_answer"):
        stage.network.refresh(account)


def test_every_attempt_sends_the_same_bytes(stage: BlueskyStage) -> None:
    account = stage.connect()
    draft = replace(DRAFT, text="#salam https://a.test @bob.test", pictures=(PICTURE,))

    stage.wire.faults.append(Fault("putRecord", status=500))
    with pytest.raises(Exception, match="server_trouble"):
        stage.publish(account, draft, KEY)
    stage.publish(account, draft, KEY)

    sent = [body for _, path, _, body in stage.wire.seen if "putRecord" in path]
    assert len(sent) == 2
    assert sent[0] == sent[1]


def test_a_record_is_written_once_however_often_it_is_sent(stage: BlueskyStage) -> None:
    account = stage.connect()

    for _ in range(5):
        stage.publish(account, DRAFT, KEY)

    assert stage.pds.writes == 1


def test_the_moment_is_fixed_by_draft_or_key(stage: BlueskyStage) -> None:
    dated = stage.published_record("a")["createdAt"]
    stage.publish(stage.connect(), Draft("b"), KEY)

    assert dated == "2027-03-28T00:59:59.123Z"
    assert stage.pds.records[KEY]["createdAt"] == "2027-01-15T08:00:00.000Z"


def test_pictures_carry_alt_and_proportions(stage: BlueskyStage) -> None:
    stage.publish(stage.connect(), replace(DRAFT, pictures=(PICTURE, PICTURE)), KEY)

    embed = stage.pds.records[KEY]["embed"]
    assert embed["$type"] == "app.bsky.embed.images"
    assert embed["images"][0]["alt"] == "Bir şəkil"
    assert embed["images"][0]["aspectRatio"] == {"width": 40, "height": 30}
    assert list(stage.pds.blobs.values()) == [b"\x89PNG"]


def test_facets_count_bytes_and_skip_unknown_people(stage: BlueskyStage) -> None:
    text = "Çay ☕ @bob.test @nobody.test #Bakı https://a.test/yol?x=1."

    facets = stage.published_record(text)["facets"]

    assert isinstance(facets, list)
    pieces = [
        text.encode()[facet["index"]["byteStart"] : facet["index"]["byteEnd"]].decode() for facet in facets
    ]
    assert pieces == ["@bob.test", "#Bakı", "https://a.test/yol?x=1"]
    assert facets[0]["features"][0]["did"] == "did:plc:bobbobbobbobbobbobbobbob"


def test_doubt_about_a_mention_is_busy_before_anything_is_written(stage: BlueskyStage) -> None:
    account = stage.connect()
    stage.wire.faults.append(Fault("resolveHandle", status=502))

    with pytest.raises(Busy):
        stage.publish(account, replace(DRAFT, text="@bob.test"), KEY)

    assert stage.pds.writes == 0


def test_a_handle_that_appears_later_does_not_change_the_post(stage: BlueskyStage) -> None:
    account, draft = stage.connect(), replace(DRAFT, text="salam @late.test")
    stage.wire.faults.append(Fault("putRecord", accepted=True))
    with pytest.raises(Exception, match="no_answer"):
        stage.publish(account, draft, KEY)
    stage.pds.known_handles["late.test"] = "did:plc:late"

    published = stage.publish(account, draft, KEY)

    assert published.remote_id == f"at://{DID}/app.bsky.feed.post/{KEY}"
    assert stage.pds.writes == 1


@pytest.mark.parametrize(
    ("status", "name", "kind", "code"),
    [
        (400, "InvalidToken", Reconnect, "sign_in_again"),
        (401, "AuthMissing", Reconnect, "sign_in_again"),
        (403, "ScopeMissingError", Reconnect, "permission_missing"),
        (400, "AccountTakedown", Reconnect, "account_closed"),
        (400, "RepoDeactivated", Reconnect, "account_closed"),
        (400, "InvalidRequest", Refused, "content_refused"),
        (400, "InvalidMimeType", Refused, "picture_refused"),
        (413, "PayloadTooLarge", Refused, "picture_refused"),
        (400, "BlobNotFound", Busy, "picture_lost"),
        (400, "InvalidSwap", Busy, "written_at_once"),
        (400, "ExpiredToken", Busy, "expired_token"),
    ],
)
def test_the_servers_names_mean_what_the_table_says(
    stage: BlueskyStage, status: int, name: str, kind: type[Exception], code: str
) -> None:
    account = stage.connect()
    body = json.dumps({"error": name, "message": "x"}).encode()
    stage.wire.faults.append(Fault("putRecord", status=status, body=body))

    with pytest.raises(kind) as caught:
        stage.publish(account, DRAFT, KEY)

    assert getattr(caught.value, "code", "") == code


@pytest.mark.parametrize("status", [0, 500, 502])
def test_trouble_with_a_picture_is_busy(stage: BlueskyStage, status: int) -> None:
    account = stage.connect()
    stage.wire.faults.append(Fault("uploadBlob", status=status))

    with pytest.raises(Busy):
        stage.publish(account, replace(DRAFT, pictures=(PICTURE,)), KEY)

    assert stage.pds.writes == 0


def test_a_reset_moment_is_told_in_seconds(stage: BlueskyStage) -> None:
    account = stage.connect()
    headers = {"Date": "Sun, 28 Mar 2027 01:00:00 GMT", "RateLimit-Reset": "1806195690"}
    stage.wire.faults.append(Fault("putRecord", status=429, headers=headers))

    with pytest.raises(Busy) as caught:
        stage.publish(account, DRAFT, KEY)

    assert caught.value.retry_after == 90


def test_three_thousand_bytes_are_a_limit_of_their_own() -> None:
    draft = Draft("👨‍👩‍👧‍👦" * 200)

    found = Bluesky().check(draft)

    assert [(one.problem, one.amount, one.limit) for one in found] == [(Problem.TEXT_TOO_LONG, 5000, 3000)]


def test_a_key_is_a_valid_tid() -> None:
    key = Bluesky().new_key(1_800_000_000_000_000, 7)

    assert len(key) == 13
    assert set(key) <= set("234567abcdefghijklmnopqrstuvwxyz")
    assert key[0] in "234567abcdefghij"
