"""The fake network and the proxy do what they say, as a plain client sees it: a harness that is blind proves nothing."""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from typing import Any

import pytest

from tests.faults.fake_network.client import FakeNetwork, Json
from tests.faults.fake_network.world import text_hash

CLOSED, RESET = "closed", "reset"
Outcome = tuple[int | str, dict[str, str], bytes]


class Caller:
    """A plain client with one kept line and one account's tokens."""

    def __init__(self, port: int, account: Json) -> None:
        self.account = account
        self.line = http.client.HTTPConnection("127.0.0.1", port, timeout=10)

    def call(self, method: str, path: str, body: bytes | None = None, **headers: str) -> Outcome:
        """Status, headers and body; instead of a status `closed` or `reset` when the line ended."""
        signed = {"Authorization": f"Bearer {self.account['access']}"}
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            self.line.request(method, f"/sandbox/api/{path}", body, signed | named)
            answer = self.line.getresponse()
            told = {name.lower(): value for name, value in answer.getheaders()}
            return answer.status, told, answer.read()
        except http.client.RemoteDisconnected:
            return CLOSED, {}, b""
        except (ConnectionResetError, BrokenPipeError):
            self.line.close()
            return RESET, {}, b""
        except OSError:
            self.line.close()
            raise

    def post(self, text: str = "Salam", key: str = "k1") -> Outcome:
        """Send a post."""
        body = json.dumps({"text": text, "media": [], "languages": ["az"]}).encode()
        return self.call("POST", "posts", body, Idempotency_Key=key)

    def find(self, query: str) -> list[Json]:
        """The posts that the network lists."""
        return list(json.loads(self.call("GET", f"posts?{query}")[2])["posts"])

    def refresh(self, secret: str = "") -> tuple[int | str, Json]:
        """Renew the tokens with the account's refresh token, or another, and keep the new ones."""
        body = json.dumps({"refresh_token": secret or self.account["refresh"]}).encode()
        status, _, content = self.call("POST", "token", body)
        found: Json = json.loads(content) if content else {}
        if status == 200:
            self.account = {"access": found["access_token"], "refresh": found["refresh_token"]}
        return status, found


@pytest.fixture(scope="module")
def server() -> Iterator[FakeNetwork]:
    with FakeNetwork() as made:
        yield made


@pytest.fixture
def net(server: FakeNetwork) -> FakeNetwork:
    server.reset()
    return server


@pytest.fixture
def caller(net: FakeNetwork) -> Iterator[Caller]:
    made = caller_of(net, "key-1")
    yield made
    made.line.close()


def caller_of(net: FakeNetwork, handle: str) -> Caller:
    return Caller(net.port, net.accounts([handle])[0])


MODES: list[tuple[str, Json, int | str, bool]] = [
    ("error_before", {}, 503, False),
    ("error_before", {"status": 502, "code": "x", "headers": {"X-Y": "1"}}, 502, False),
    ("error_after", {}, 500, True),
    ("error_after", {"status": 504}, 504, True),
    ("clean_4xx", {}, 400, False),
    ("4xx_after", {}, 400, True),
    ("silence_before", {"seconds": 0.05}, CLOSED, False),
    ("silence_after", {"seconds": 0.05}, CLOSED, True),
    ("reset_before", {}, RESET, False),
    ("reset_after", {}, RESET, True),
    ("slow", {"seconds": 0.05}, 201, True),
    ("drip", {"seconds": 0}, 201, True),
    ("big", {"bytes": 3_000_000}, 201, True),
    ("rejected", {}, 200, False),
    ("empty", {}, 200, False),
    ("empty", {"accepts": True}, 200, True),
    ("html", {}, 200, False),
    ("html", {"accepts": True}, 200, True),
    ("wrong_account", {}, 200, True),
    ("rate_limited", {"retry_after": 3}, 429, False),
    ("limit_headers", {"remaining": 0, "reset_seconds": 9}, 201, True),
    ("expired", {}, 401, False),
    ("revoked", {}, 401, False),
    ("scope", {}, 403, False),
    ("stop_reading", {"bytes": 5}, RESET, False),
]


@pytest.mark.parametrize(("do", "options", "status", "accepted"), MODES)
def test_each_mode_does_what_it_says(
    net: FakeNetwork, caller: Caller, do: str, options: Json, status: int | str, accepted: bool
) -> None:
    net.rule(do, times=1, **options)

    assert caller.post()[0] == status

    call = net.calls()[-1]
    posts = net.posts()
    assert (call["handle"], call["rule"], call["token_handle"]) == ("key-1", do, "key-1")
    assert call["status"] == (status if isinstance(status, int) else None)
    assert [post["id"] for post in posts] == ([call["accepted"]] if accepted else [])
    assert net.rules()[0]["used"] == 1


def test_without_a_rule_a_post_is_live_and_in_the_ledger(net: FakeNetwork, caller: Caller) -> None:
    before = time.time()

    status, _, body = caller.post("Salam, dünya", "k7")

    (call,), (post,) = net.calls(), net.posts()
    assert status == 201
    assert json.loads(body) | {"status": "live", "text": "Salam, dünya", "key": "k7"} == json.loads(body)
    assert (post["handle"], post["url"]) == ("key-1", json.loads(body)["url"])
    assert call["text_hash"] == text_hash("Salam, dünya")
    assert before <= call["at"] <= post["at"] <= time.time()
    assert (call["n"], call["on"], call["method"], call["status"]) == (1, "posts", "POST", 201)


def test_a_key_makes_one_post_where_keys_are_known(net: FakeNetwork, caller: Caller) -> None:
    first, second = caller.post(), caller.post()

    assert (first[0], second[0]) == (201, 200)
    assert json.loads(first[2])["id"] == json.loads(second[2])["id"] == caller.find("key=k1")[0]["id"]
    assert [bool(call["accepted"]) for call in net.calls()[:2]] == [True, False]
    assert caller.find("key=another") == []


def test_without_keys_each_call_makes_a_post_and_all_can_be_read(net: FakeNetwork) -> None:
    caller = caller_of(net, "read-1")

    statuses = [caller.post(text)[0] for text in ("a", "b", "b")]

    assert statuses == [201, 201, 201]
    assert [post["text"] for post in caller.find("recent=2")] == ["b", "b"]
    assert len(net.posts()) == 3


def test_a_silent_network_shows_nothing(net: FakeNetwork) -> None:
    caller = caller_of(net, "never-1")

    assert [caller.post()[0], caller.post()[0]] == [201, 201]
    assert caller.call("GET", "posts?recent=50")[0] == 404


def test_pictures_belong_to_the_account_that_sent_them(net: FakeNetwork, caller: Caller) -> None:
    kept = json.loads(caller.call("POST", "media", b"\x89PNG", Content_Type="image/png")[2])["id"]
    post = json.dumps({"text": "", "media": [{"id": kept, "alt": "şəkil"}]}).encode()

    assert caller_of(net, "key-2").call("POST", "posts", post)[0] == 422
    assert caller.call("POST", "posts", post)[0] == 201
    assert net.posts()[0]["media"] == [{"id": kept, "alt": "şəkil"}]
    assert net.calls()[-1]["text_hash"] == text_hash("", [kept])


def test_a_refresh_token_works_twice_or_once_as_told(net: FakeNetwork, caller: Caller) -> None:
    old = caller.account["refresh"]

    assert [caller.refresh(old)[0] for _ in range(3)] == [200, 200, 400]
    net.rule("single_refresh", on="token")
    old = caller.account["refresh"]
    assert [caller.refresh(old)[0] for _ in range(2)] == [200, 400]
    assert {call["token_handle"] for call in net.calls()} == {"key-1"}


def test_expired_ends_with_a_refresh_though_the_rule_stays(net: FakeNetwork, caller: Caller) -> None:
    net.rule("expired")

    assert [caller.post()[0], caller.post()[0]] == [401, 401]
    assert caller.refresh()[0] == 200
    assert caller.post()[0] == 201
    net.expire("key-1")
    assert json.loads(caller.post()[2])["error"] == "expired_token"


def test_revoked_kills_both_tokens(net: FakeNetwork, caller: Caller) -> None:
    net.rule("revoked", times=1)

    assert json.loads(caller.post()[2])["error"] == "invalid_token"
    status, said = caller.refresh()

    assert (status, said["error"]) == (400, "invalid_grant")
    assert caller.call("GET", "me")[0] == 401
    assert caller_of(net, "key-1").post()[0] == 201


def test_a_refresh_that_is_down_leaves_the_tokens_alone(net: FakeNetwork, caller: Caller) -> None:
    net.rule("refresh_down", times=1)

    assert caller.refresh()[0] == 503
    assert caller.refresh()[0] == 200


def test_a_lost_answer_to_a_refresh_has_rotated(net: FakeNetwork, caller: Caller) -> None:
    net.rule("reset_after", on="token", times=1)
    old = caller.account["refresh"]

    assert [caller.refresh(old)[0] for _ in range(3)] == [RESET, 200, 400]


@pytest.mark.parametrize(("told", "low", "high"), [(7, 7, 7), ("date:7", 6, 9), (None, None, None)])
def test_waiting_is_told_in_three_ways(
    net: FakeNetwork, caller: Caller, told: Any, low: int | None, high: int | None
) -> None:
    net.rule("rate_limited", retry_after=told, wide=True)

    _, headers, _ = caller.post()

    shown = headers.get("retry-after")
    left = parsedate_to_datetime(shown).timestamp() - time.time() if told == "date:7" and shown else shown
    assert headers["ratelimit-scope"] == "app"
    assert left is None if low is None or high is None else low <= float(left or 0) <= high
    assert (net.calls()[0]["not_before"] is None) is (told is None)


def test_the_first_rule_that_fits_and_is_left_acts(net: FakeNetwork) -> None:
    ten, one, other = (caller_of(net, handle) for handle in ("key-10", "key-1", "read-5"))
    net.rule("scope", handle="key-1", text="çay", times=1)
    net.rule("clean_4xx", handle="read-")
    net.rule("error_before", on="me")

    assert [ten.post("bir çay")[0], one.post("su")[0], other.post("çay")[0]] == [201, 201, 400]
    assert [one.post("bir çay", "k2")[0], one.post("bir çay", "k2")[0]] == [403, 201]
    assert [one.call("GET", "me")[0], one.find("key=k2")[0]["text"]] == [503, "bir çay"]


@pytest.mark.parametrize(
    "wrong", [{"do": "explode"}, {"do": "slow", "second": 3}, {"do": "slow", "on": "post"}]
)
def test_a_misspelt_rule_is_refused(net: FakeNetwork, wrong: Json) -> None:
    with pytest.raises(ValueError, match=r"explode|second|post"):
        net.rules_add([wrong])


def test_a_slow_network_accepts_even_when_nobody_waits_any_more(net: FakeNetwork, caller: Caller) -> None:
    net.rule("slow", seconds=0.2)
    caller.line.timeout = 0.05

    with pytest.raises(TimeoutError):
        caller.post()
    at_once = net.posts()
    time.sleep(0.25)

    assert at_once == []
    assert len(net.posts()) == 1
    assert net.calls()[0]["status"] is None


def test_latency_concerns_sending_alone(net: FakeNetwork, caller: Caller) -> None:
    net.latency(0.2)
    started = time.monotonic()

    caller.call("GET", "me")
    before = time.monotonic() - started
    caller.post()

    assert before < 0.15
    assert time.monotonic() - started >= 0.2


def test_a_reset_forgets_and_nothing_of_the_past_happens_after_it(net: FakeNetwork, caller: Caller) -> None:
    net.rule("slow", seconds=0.1)
    caller.line.timeout = 0.05
    with pytest.raises(TimeoutError):
        caller.post()

    net.reset(accounts=False)
    time.sleep(0.15)

    assert (net.calls(), net.posts(), net.rules()) == ([], [], [])
    again = Caller(net.port, caller.account)
    assert again.post()[0] == 201
    net.reset()
    assert again.post()[0] == 401


def test_a_big_body_is_cut_while_it_is_sent(net: FakeNetwork, caller: Caller) -> None:
    net.rule("stop_reading", on="media", handle="key-1", bytes=1000, times=1)

    assert caller.call("POST", "media", b"x" * 4_000_000, Content_Type="image/png")[0] == RESET
    assert caller.call("POST", "media", b"x" * 4_000_000, Content_Type="image/png")[0] == 201


def test_an_answer_drips(net: FakeNetwork, caller: Caller) -> None:
    net.rule("drip", on="me", seconds=0.05)

    caller.line.request(
        "GET", "/sandbox/api/me", headers={"Authorization": f"Bearer {caller.account['access']}"}
    )
    time.sleep(0.12)

    assert 1 <= len(caller.line.sock.recv(4096)) <= 3


def test_the_networks_own_clock_can_be_wrong(net: FakeNetwork, caller: Caller) -> None:
    net.clock(3600)

    _, headers, body = caller.post()

    assert parsedate_to_datetime(headers["date"]).timestamp() > time.time() + 3590
    assert json.loads(body)["created_at"] > time.time() + 3590
    assert net.posts()[0]["at"] < time.time() + 1


def test_it_ends_with_the_process_that_started_it() -> None:
    network = FakeNetwork().start()
    process = network._process
    assert process is not None
    assert process.stdin is not None

    process.stdin.close()

    assert process.wait(timeout=3) == 0
    network.stop()
