"""The server we test against is real, and does what the sending engine relies on."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator

import httpx
import pytest

from tests.real.bluesky_server import POSTS, BlueskyServer
from tests.real.conftest import BlueskyAccount
from tests.real.cutting_proxy import Fate

PUT = "com.atproto.repo.putRecord"
RKEY = "3lbqzs4xv2k2a"
TEXT = "Merhaba from a test"
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c63f8cfc0f01f00050001ff5ef32ba90000000049454e44ae426082"
)
PUTTING_WORKER = """
import sys, urllib.request
url, token, body = sys.argv[1:]
headers = {"Authorization": "Bearer " + token, "Content-Type": "application/json"}
urllib.request.urlopen(urllib.request.Request(url, body.encode(), headers)).read()
"""


@pytest.fixture
def client(bluesky: BlueskyServer, bluesky_account: BlueskyAccount) -> Iterator[httpx.Client]:
    """Speaks XRPC with the app password's session, through the proxy."""
    with httpx.Client(base_url=f"{bluesky.origin}/xrpc/", trust_env=False) as client:
        sent = {"identifier": bluesky_account.handle, "password": bluesky_account.app_password}
        session = client.post("com.atproto.server.createSession", json=sent).json()
        client.headers["Authorization"] = f"Bearer {session['accessJwt']}"
        yield client


def post(account: BlueskyAccount, **more: object) -> dict[str, object]:
    value = {"$type": POSTS, "text": TEXT, "createdAt": "2026-01-02T03:04:05.000Z", **more}
    return {"repo": account.did, "collection": POSTS, "rkey": RKEY, "record": value}


def start_worker(client: httpx.Client, body: dict[str, object]) -> subprocess.Popen[bytes]:
    token = client.headers["Authorization"].removeprefix("Bearer ")
    url = f"{client.base_url}{PUT}"
    return subprocess.Popen([sys.executable, "-c", PUTTING_WORKER, url, token, json.dumps(body)])


def test_server_answers_and_an_account_gets_its_did_from_the_local_directory(
    bluesky: BlueskyServer, bluesky_account: BlueskyAccount
) -> None:
    document = httpx.get(f"{bluesky.plc_origin}/{bluesky_account.did}", trust_env=False).json()

    assert bluesky_account.did.startswith("did:plc:")
    assert document["alsoKnownAs"] == [f"at://{bluesky_account.handle}"]
    assert document["service"][0]["serviceEndpoint"] == bluesky.origin


def test_same_record_put_twice_at_one_key_is_one_record_and_one_commit(
    bluesky: BlueskyServer, bluesky_account: BlueskyAccount, client: httpx.Client
) -> None:
    first = client.post(PUT, json=post(bluesky_account))
    after_first = bluesky.revision(bluesky_account.did)

    second = client.post(PUT, json=post(bluesky_account))

    assert [first.status_code, second.status_code] == [200, 200]
    assert second.json()["cid"] == first.json()["cid"]
    assert bluesky.revision(bluesky_account.did) == after_first
    [record] = bluesky.records(bluesky_account.did)
    assert (record.rkey, record.cid) == (RKEY, first.json()["cid"])


def test_picture_and_its_alternative_text_can_be_read_back(
    bluesky: BlueskyServer, bluesky_account: BlueskyAccount, client: httpx.Client
) -> None:
    headers = {"Content-Type": "image/png"}
    sent = client.post("com.atproto.repo.uploadBlob", content=PIXEL, headers=headers).json()
    images = [{"image": sent["blob"], "alt": "One pixel"}]
    embed = {"$type": "app.bsky.embed.images", "images": images}

    answer = client.post(PUT, json=post(bluesky_account, embed=embed))

    assert answer.status_code == 200, answer.text
    [[image]] = [record.images for record in bluesky.records(bluesky_account.did)]
    assert (image.alt, image.mime) == ("One pixel", "image/png")
    assert bluesky.blob(bluesky_account.did, image.cid) == PIXEL


def test_worker_killed_after_the_server_accepted_leaves_one_record_when_put_again(
    bluesky: BlueskyServer, bluesky_account: BlueskyAccount, client: httpx.Client
) -> None:
    held = bluesky.proxy.hold_next(PUT)
    worker = start_worker(client, post(bluesky_account))
    assert held.wait() == 200
    worker.kill()
    worker.wait()
    held.cut()

    again = client.post(PUT, json=post(bluesky_account))

    assert again.status_code == 200
    assert len(bluesky.records(bluesky_account.did)) == 1
    fates = [(seen.status, seen.fate) for seen in bluesky.proxy.exchanges(PUT)]
    assert fates == [(200, Fate.ANSWER_LOST), (200, Fate.ANSWERED)]


def test_held_answer_reaches_the_client_when_released(
    bluesky: BlueskyServer, bluesky_account: BlueskyAccount, client: httpx.Client
) -> None:
    held = bluesky.proxy.hold_next(PUT)
    worker = start_worker(client, post(bluesky_account))
    held.wait()
    assert worker.poll() is None

    held.release()

    assert worker.wait(30) == 0


@pytest.mark.parametrize("reaches_server", [True, False])
def test_cut_connection_tells_the_client_nothing_whether_or_not_the_server_acted(
    bluesky: BlueskyServer,
    bluesky_account: BlueskyAccount,
    client: httpx.Client,
    *,
    reaches_server: bool,
) -> None:
    bluesky.proxy.cut_next(PUT, reaches_server=reaches_server)

    with pytest.raises(httpx.RemoteProtocolError):
        client.post(PUT, json=post(bluesky_account))

    assert len(bluesky.records(bluesky_account.did)) == int(reaches_server)
