"""The time-box, the size cap and the three errors, over real sockets on loopback."""

from __future__ import annotations

import gzip
import logging
import os
import socket
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from core import http
from tests.core.http_peer import KEPT, OK, QUICK, Peer, Talk, drips, listen, says

__all__ = ["listen"]


def test_redirects_are_not_followed(listen: Callable[[Talk], Peer]) -> None:
    target = listen(says(OK))
    location = f"HTTP/1.1 302 Found\r\nLocation: {target.origin}/\r\nContent-Length: 0\r\n\r\n"
    peer = listen(says(location.encode()))

    answer = http.request("GET", peer.origin)

    assert answer.status == 302
    assert target.connections == 0


def test_cookies_of_one_call_do_not_reach_the_next(listen: Callable[[Talk], Peer]) -> None:
    peer = listen(
        says(b"HTTP/1.1 200 OK\r\nConnection: close\r\nSet-Cookie: a=b\r\nContent-Length: 0\r\n\r\n")
    )

    http.request("GET", peer.origin)
    http.request("GET", peer.origin)

    assert b"cookie" not in b"".join(peer.heard).lower()


def test_proxies_of_the_environment_are_ignored(
    listen: Callable[[Talk], Peer], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    peer = listen(says(OK))

    assert http.request("GET", peer.origin).status == 200


def test_the_request_is_what_was_asked(listen: Callable[[Talk], Peer]) -> None:
    peer = listen(says(OK))

    http.request("POST", f"{peer.origin}/a", params={"u": ["1", "2"]}, json={"t": "ə"})

    heard = peer.heard[0]
    assert heard.startswith(b"POST /a?u=1&u=2 HTTP/1.1\r\n")
    assert b"Content-Type: application/json" in heard
    assert heard.endswith(b'\r\n\r\n{"t":"\\u0259"}')


def test_nobody_listening_is_not_sent() -> None:
    http.configure(["http://127.0.0.1:9"])

    with pytest.raises(http.NotSent):
        http.request("GET", "http://127.0.0.1:9/")

    http.configure([])


def test_an_unknown_name_is_not_sent() -> None:
    with pytest.raises(http.NotSent):
        http.request("GET", "https://nobody.invalid/", timeout=QUICK)


def test_a_resolver_that_sleeps_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    def sleep(*place: object, **options: object) -> list[Any]:
        time.sleep(2)
        return []

    monkeypatch.setattr(socket, "getaddrinfo", sleep)

    started = time.monotonic()
    with pytest.raises(http.NotSent):
        http.request("GET", "https://slow.test/", timeout=QUICK)

    assert time.monotonic() - started < 1.2


@pytest.mark.parametrize("value", ["a\r\nX: y", "a\nb", "a\x00b", "ə"])
def test_an_unusable_header_is_not_sent(listen: Callable[[Talk], Peer], value: str) -> None:
    peer = listen(says(OK))

    with pytest.raises(http.NotSent):
        http.request("GET", peer.origin, headers={"Authorization": value})

    assert b"".join(peer.heard) == b""


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"not http at all\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nabcd",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nContent-Length: 4\r\n\r\nabcd",
        b"HTTP/1.1 200 OK\r\nX: " + b"y" * 200_000,
    ],
)
def test_no_usable_answer_is_lost(listen: Callable[[Talk], Peer], answer: bytes) -> None:
    peer = listen(says(answer))

    with pytest.raises(http.Lost):
        http.request("GET", peer.origin)


def test_silence_ends_with_the_time_box(listen: Callable[[Talk], Peer]) -> None:
    peer = listen(lambda line: time.sleep(5))

    started = time.monotonic()
    with pytest.raises(http.Lost):
        http.request("GET", peer.origin, timeout=QUICK)

    assert 0.5 < time.monotonic() - started < 1.2


@pytest.mark.parametrize(
    "start",
    [b"HTTP/1.1 200 OK\r\nX: ", b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"],
    ids=["headers", "body"],
)
def test_a_byte_now_and_then_ends_with_the_time_box(listen: Callable[[Talk], Peer], start: bytes) -> None:
    peer = listen(drips(start))

    started = time.monotonic()
    with pytest.raises(http.Lost):
        http.request("GET", peer.origin, timeout=QUICK)

    assert 0.5 < time.monotonic() - started < 1.2


def test_a_peer_that_does_not_read_ends_with_the_time_box(listen: Callable[[Talk], Peer]) -> None:
    peer = listen(lambda line: time.sleep(5))

    started = time.monotonic()
    with pytest.raises(http.Lost):
        http.request("POST", peer.origin, content=b"x" * 40_000_000, timeout=QUICK)

    assert time.monotonic() - started < 1.5


def test_too_much_is_lost_without_being_read(listen: Callable[[Talk], Peer]) -> None:
    sent = 0

    def pour(line: socket.socket) -> None:
        nonlocal sent
        line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 30000000\r\n\r\n")
        for _ in range(300):
            line.sendall(b"x" * 100_000)
            sent += 100_000

    peer = listen(pour)

    with pytest.raises(http.Lost):
        http.request("GET", peer.origin, max_bytes=200_000)

    time.sleep(0.1)
    assert sent < 20_000_000


def test_a_packed_bomb_is_lost(listen: Callable[[Talk], Peer]) -> None:
    packed = gzip.compress(b"0" * 50_000_000)
    head = f"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {len(packed)}\r\n\r\n"
    peer = listen(says(head.encode() + packed))

    with pytest.raises(http.Lost):
        http.request("GET", peer.origin, max_bytes=200_000)


def test_packed_answers_are_unpacked(listen: Callable[[Talk], Peer]) -> None:
    packed = gzip.compress(b'{"a":1}')
    head = f"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {len(packed)}\r\n\r\n"
    peer = listen(says(head.encode() + packed))

    assert http.request("GET", peer.origin).json() == {"a": 1}


@pytest.mark.parametrize("body", [b"", b"<html>", b"NaN", b"[" * 100_000, b"\xff\xfe\xff", b"9" * 9999])
def test_what_is_not_json_is_said_so(body: bytes) -> None:
    with pytest.raises(http.NotJson):
        http.Response(200, {}, body).json()


def test_the_last_question_can_stop_the_call(listen: Callable[[Talk], Peer]) -> None:
    peer = listen(says(OK))

    def stop() -> None:
        raise PermissionError("too late")

    with pytest.raises(PermissionError, match="too late"):
        http.request("POST", peer.origin, content=b"x", before_first_byte=stop)

    time.sleep(0.05)
    assert b"".join(peer.heard) == b""


def test_the_last_question_comes_on_the_open_connection(listen: Callable[[Talk], Peer]) -> None:
    peer = listen(says(OK))
    seen: list[tuple[int, int]] = []

    def note() -> None:
        time.sleep(0.05)
        seen.append((peer.connections, len(peer.heard)))

    http.request("POST", peer.origin, content=b"x", before_first_byte=note)

    assert seen == [(1, 0)]


def test_the_last_question_is_not_asked_when_nobody_listens() -> None:
    http.configure(["http://127.0.0.1:9"])
    asked: list[int] = []

    with pytest.raises(http.NotSent):
        http.request("POST", "http://127.0.0.1:9", before_first_byte=lambda: asked.append(1))

    assert asked == []
    http.configure([])


def test_many_threads_share_one_client(listen: Callable[[Talk], Peer]) -> None:
    peer = listen(says(OK))

    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda _: http.request("GET", peer.origin).status, range(64)))

    assert answers == [200] * 64


def test_a_kept_connection_has_the_new_calls_time_box(listen: Callable[[Talk], Peer]) -> None:
    def twice(line: socket.socket) -> None:
        line.sendall(KEPT)
        line.recv(65_536)
        time.sleep(5)

    peer = listen(twice)

    assert http.request("GET", peer.origin, timeout=http.Timeout(total=30)).status == 200
    started = time.monotonic()
    with pytest.raises(http.Lost):
        http.request("GET", peer.origin, timeout=QUICK)

    assert peer.connections == 1
    assert time.monotonic() - started < 1.2


def test_a_child_process_opens_its_own_connections(listen: Callable[[Talk], Peer]) -> None:
    def many(line: socket.socket) -> None:
        line.sendall(KEPT)
        while line.recv(65_536):
            line.sendall(KEPT)

    peer = listen(many)
    http.request("GET", peer.origin)

    child = os.fork()
    if child == 0:
        os._exit(0 if http.request("GET", peer.origin).status == 200 else 1)

    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert peer.connections == 2


def test_logs_hold_no_secret_and_no_body(
    listen: Callable[[Talk], Peer], caplog: pytest.LogCaptureFixture
) -> None:
    answer = b"HTTP/1.1 200 OK\r\nSet-Cookie: CANARY3\r\nContent-Length: 7\r\n\r\nCANARY4"
    peer = listen(says(answer))
    caplog.set_level(logging.DEBUG)

    http.request(
        "POST",
        f"{peer.origin}/CANARY0",
        params={"token": "CANARY1"},
        headers={"Authorization": "CANARY2"},
        json={"password": "CANARY5"},
    )

    shown = "".join(f"{record.getMessage()} {vars(record)}" for record in caplog.records)
    assert "http.answered" in shown
    assert "CANARY" not in shown
