"""The sandbox's webhooks: signed, repeated until taken, and failing in the ways that can be switched on."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from networks.sandbox import Sandbox
from tests.sandbox.conftest import Person
from tests.sandbox.test_talk import Voice

SECRET = "a secret of many letters"


class Listener:
    """A receiver on loopback; `refusals` calls are answered with 500 first."""

    def __init__(self) -> None:
        self.got: list[tuple[dict[str, str], bytes]] = []
        self.refusals = 0
        handler = type("Handler", (_Handler,), {"listener": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        self.address = f"http://127.0.0.1:{self._server.server_address[1]}/hooks/sandbox/key"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def wait_for(self, count: int, seconds: float = 8) -> list[Any]:
        """The messages told, once there are so many."""
        until = time.monotonic() + seconds
        while len(self.got) < count and time.monotonic() < until:
            time.sleep(0.02)
        time.sleep(0.1)
        return [json.loads(body) for _, body in self.got]


class _Handler(BaseHTTPRequestHandler):
    listener: Listener

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.listener.got.append((headers, body))
        self.send_response(500 if len(self.listener.got) <= self.listener.refusals else 204)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def listener() -> Iterator[Listener]:
    made = Listener()
    yield made
    made.close()


@pytest.fixture
def owner(person: Person, listener: Listener) -> Voice:
    """An account whose webhook goes to the listener."""
    made = Voice(person.server, person.handle)
    told = {"address": listener.address, "secret": SECRET}
    assert made.server.send("hooks", told, **made.signed).status == 200
    return made


@pytest.fixture
def guest(person: Person) -> Voice:
    return Voice(person.server, f"guest {person.handle}")


def test_a_comment_an_edit_and_a_deletion_are_told_and_signed(
    owner: Voice, guest: Voice, listener: Listener
) -> None:
    comment = guest.answer(owner.post("a").json()["id"]).json()["id"]
    listener.wait_for(1)
    guest.do("PATCH", comment, b'{"text": "yeni"}')
    listener.wait_for(2)
    guest.do("DELETE", comment)

    bodies = listener.wait_for(3)

    told = [(one["message"]["text"], one["message"]["is_deleted"]) for one in bodies]
    assert told == [("Nə gözəl", False), ("yeni", False), ("", True)]
    assert len({one["id"] for one in bodies}) == 3
    for headers, body in listener.got:
        assert Sandbox().is_genuine(body, headers, SECRET)
        assert not Sandbox().is_genuine(body + b" ", headers, SECRET)
        assert not Sandbox().is_genuine(body, headers, SECRET + "!")
        assert not Sandbox().is_genuine(body, {**headers, "x-sandbox-timestamp": "1"}, SECRET)
        [event] = Sandbox().told(body)
        assert event.account_id == owner.facts["id"]
        assert event.heard is not None
        assert event.heard.spot.remote_id == comment


def test_what_is_not_taken_comes_again_under_the_same_name(
    owner: Voice, guest: Voice, listener: Listener
) -> None:
    listener.refusals = 1
    guest.answer(owner.post("a").json()["id"])

    first, second = listener.wait_for(2)

    assert first["id"] == second["id"]


def test_a_replay_has_the_same_name(owner: Voice, guest: Voice, listener: Listener) -> None:
    owner.switch("hook_replayed", calls=1)
    guest.answer(owner.post("a").json()["id"])

    first, second = listener.wait_for(2)

    assert first["id"] == second["id"]


def test_reordered_events_come_in_another_order(owner: Voice, guest: Voice, listener: Listener) -> None:
    owner.switch("hook_reordered", calls=0)
    post = owner.post("a").json()["id"]
    for text in ("bir", "iki"):
        guest.answer(post, text)

    assert [one["message"]["text"] for one in listener.wait_for(2)] == ["iki", "bir"]


def test_a_delayed_event_comes_late(owner: Voice, guest: Voice, listener: Listener) -> None:
    owner.switch("hook_delayed", seconds=1, calls=1)
    began = time.monotonic()
    guest.answer(owner.post("a").json()["id"])

    listener.wait_for(1)

    assert time.monotonic() - began >= 1


def test_some_events_are_dropped_and_polling_has_them_all(
    owner: Voice, guest: Voice, listener: Listener
) -> None:
    owner.switch("hook_dropped", calls=0)
    post = owner.post("a").json()["id"]
    for number in range(45):
        guest.answer(post, f"{number}")

    time.sleep(1)
    told = len(listener.got)

    assert 20 <= told < 45
    assert len(owner.heard(limit=100)["messages"]) == 45


def test_a_hook_can_be_taken_back(owner: Voice, guest: Voice, listener: Listener) -> None:
    owner.server.send("hooks", {"address": ""}, **owner.signed)
    guest.answer(owner.post("a").json()["id"])

    assert listener.wait_for(1, 0.5) == []


@pytest.mark.parametrize(
    "address",
    [
        "http://10.0.0.1/x",
        "https://127.0.0.1/x",
        "http://evil.test/",
        "file:///etc/passwd",
        "http://[::1",
        "x",
    ],
)
def test_hooks_go_to_this_machine_only(person: Person, address: str) -> None:
    got = person.server.send("hooks", {"address": address, "secret": SECRET}, **person.signed)

    assert (got.status, got.json()["error"]) == (422, "hook_unusable")


def test_a_body_that_is_no_event_is_an_error_and_an_unknown_event_is_nothing() -> None:
    for body in (b"", b"[]", b"{}", b"\xff", b"[" * 100_000, b'{"id":"e","account":"a","sent_at":"x"}'):
        with pytest.raises(ValueError, match=r"\w"):
            Sandbox().told(body)
    with pytest.raises(ValueError, match=r"\w"):
        Sandbox().told(b'{"id":"e","account":"a","sent_at":1,"type":"message","message":{"kind":[]}}')
    assert Sandbox().told(b'{"id":"e","account":"a","sent_at":1,"type":"else"}') == []
    assert not Sandbox().is_genuine(b"", {}, "")
