"""Whoever listens on loopback, for the tests of our HTTP client."""

from __future__ import annotations

import re
import socket
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from core import http

QUICK = http.Timeout(connect=1.0, total=0.6)
OK = b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}"
KEPT = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"

Talk = Callable[[socket.socket], None]


class Peer:
    """Whoever listens on loopback: `talk` is held with each connection, `heard` keeps what came."""

    def __init__(self, talk: Talk) -> None:
        self._talk = talk
        self.connections = 0
        self.heard: list[bytes] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.origin = f"http://127.0.0.1:{self.port}"
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            try:
                line, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._hold, args=(line,), daemon=True).start()

    def _hold(self, line: socket.socket) -> None:
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with line:
            try:
                self.heard.append(_whole(line))
                self._talk(line)
            except OSError:
                return

    def close(self) -> None:
        """Listen no more."""
        self._listener.close()


def _whole(line: socket.socket) -> bytes:
    """Head and body of a small request; only the start of a large one."""
    heard = line.recv(65_536)
    size = re.search(rb"Content-Length: (\d{1,4})\r\n", heard)
    end = heard.find(b"\r\n\r\n") + 4
    while size and len(heard) < end + int(size[1]):
        heard += line.recv(65_536)
    return heard


@pytest.fixture
def listen() -> Iterator[Callable[[Talk], Peer]]:
    peers: list[Peer] = []

    def start(talk: Talk) -> Peer:
        peers.append(Peer(talk))
        http.configure([peer.origin for peer in peers])
        return peers[-1]

    yield start
    for peer in peers:
        peer.close()
    http.configure([])


def says(answer: bytes) -> Talk:
    """A peer that sends one answer and goes."""
    return lambda line: line.sendall(answer)


def drips(start: bytes) -> Talk:
    """A peer that sends one byte every tenth of a second, for ever."""

    def talk(line: socket.socket) -> None:
        line.sendall(start)
        while True:
            time.sleep(0.1)
            line.sendall(b"x")

    return talk
