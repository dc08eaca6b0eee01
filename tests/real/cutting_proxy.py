"""An HTTP proxy for tests that loses answers on command, after the server has acted on them."""

from __future__ import annotations

import http.client
import threading
from dataclasses import dataclass
from enum import StrEnum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

LOOPBACK = "127.0.0.1"
UPSTREAM_SECONDS = 60
HOP_BY_HOP = frozenset({"connection", "keep-alive", "transfer-encoding", "content-length"})
BODILESS = frozenset({204, 304})


class Fate(StrEnum):
    """What became of a request."""

    ANSWERED = "answered"
    ANSWER_LOST = "answer lost"
    REQUEST_LOST = "request lost"


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request that came in; `status` is the server's, None when the server never saw it."""

    method: str
    path: str
    status: int | None
    fate: Fate


@dataclass(frozen=True, slots=True)
class Answer:
    """A server's answer, headers in order and with duplicates, body as sent (still compressed)."""

    status: int
    reason: str
    headers: list[tuple[str, str]]
    body: bytes


class HeldAnswer:
    """The next matching request's answer, kept back until `cut` or `release` is called."""

    def __init__(self) -> None:
        self._arrived = threading.Event()
        self._decided = threading.Event()
        self._released = False
        self._status = 0

    def wait(self, seconds: float = 60) -> int:
        """Block until the server has answered; its status. Raises TimeoutError."""
        if not self._arrived.wait(seconds):
            raise TimeoutError(f"No matching request was answered within {seconds} s.")
        return self._status

    def cut(self) -> None:
        """Close the connection; the client never learns the answer. Harmless when decided."""
        self._decided.set()

    def release(self) -> None:
        """Let the client have the answer after all. Nothing happens after `cut`."""
        if not self._decided.is_set():
            self._released = True
            self._decided.set()

    def deliver(self, status: int) -> bool:
        """For the proxy: report the answer, wait for the test, tell whether to pass it on."""
        self._status = status
        self._arrived.set()
        self._decided.wait()
        return self._released


@dataclass(frozen=True, slots=True)
class Rule:
    """What to do once with a request whose path ends with `path`."""

    path: str
    reaches_server: bool
    held: HeldAnswer


class CuttingProxy:
    """Listens on a free loopback port and passes plain HTTP on to `upstream_port`.

    Requests pass untouched (Host included) except those a rule was set for; each rule works once,
    in the order set. Paths match by their end, so `com.atproto.repo.putRecord` is enough.
    WebSockets are not passed on.
    """

    def __init__(self, upstream_port: int) -> None:
        self._lock = threading.Lock()
        self._rules: list[Rule] = []
        self._issued: list[HeldAnswer] = []
        self._exchanges: list[Exchange] = []
        self._server = _Server(self, upstream_port)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))
        self._thread.daemon = True

    @property
    def port(self) -> int:
        """Where clients connect, on 127.0.0.1."""
        return int(self._server.server_address[1])

    def start(self) -> None:
        """Begin to pass requests on; connections made before wait."""
        self._thread.start()

    def stop(self) -> None:
        """Cut what is held back and stop listening. Only after `start`."""
        self.reset()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def hold_next(self, path: str) -> HeldAnswer:
        """Pass the next matching request on, but keep its answer until the test decides."""
        return self._add(Rule(path, reaches_server=True, held=HeldAnswer()))

    def cut_next(self, path: str, *, reaches_server: bool = True) -> HeldAnswer:
        """Lose the next matching request: after the server answered, or before it sees it."""
        held = self._add(Rule(path, reaches_server=reaches_server, held=HeldAnswer()))
        held.cut()
        return held

    def exchanges(self, path: str = "") -> list[Exchange]:
        """The matching requests so far, in the order they ended; all of them without `path`."""
        with self._lock:
            return [seen for seen in self._exchanges if seen.path.endswith(path)]

    def reset(self) -> None:
        """Forget rules and exchanges and cut what is held back."""
        with self._lock:
            for held in self._issued:
                held.cut()
            self._rules.clear()
            self._issued.clear()
            self._exchanges.clear()

    def take_rule(self, path: str) -> Rule | None:
        """For the proxy's connections: the rule for this path, used up by asking."""
        with self._lock:
            found = next((rule for rule in self._rules if path.endswith(rule.path)), None)
            if found is not None:
                self._rules.remove(found)
            return found

    def note(self, exchange: Exchange) -> None:
        """For the proxy's connections: remember what happened."""
        with self._lock:
            self._exchanges.append(exchange)

    def _add(self, rule: Rule) -> HeldAnswer:
        with self._lock:
            self._rules.append(rule)
            self._issued.append(rule.held)
        return rule.held


class _Server(ThreadingHTTPServer):
    """The listening socket; one thread for each connection, none keeps the process alive."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, proxy: CuttingProxy, upstream_port: int) -> None:
        self.proxy = proxy
        self.upstream_port = upstream_port
        super().__init__((LOOPBACK, 0), _Connection)


class _Connection(BaseHTTPRequestHandler):
    """One client connection with any number of requests."""

    protocol_version = "HTTP/1.1"
    server: _Server

    def relay(self) -> None:
        """Pass one request on and its answer back, unless a rule says otherwise."""
        path = urlsplit(self.path).path
        rule = self.server.proxy.take_rule(path)
        body = self._body()
        if rule is not None and not rule.reaches_server:
            self._lose(path, None)
            return
        answer = self._ask(body)
        if rule is not None and not rule.held.deliver(answer.status):
            self._lose(path, answer.status)
            return
        self.server.proxy.note(Exchange(self.command, path, answer.status, Fate.ANSWERED))
        self._reply(answer)

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = relay

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: tests read `exchanges` instead."""

    def _lose(self, path: str, status: int | None) -> None:
        fate = Fate.REQUEST_LOST if status is None else Fate.ANSWER_LOST
        self.server.proxy.note(Exchange(self.command, path, status, fate))
        self.close_connection = True

    def _body(self) -> bytes:
        if self.headers.get("Transfer-Encoding", "").lower() != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length", 0)))
        parts = []
        while size := int(self.rfile.readline().split(b";")[0], 16):
            parts.append(self.rfile.read(size))
            self.rfile.readline()
        while self.rfile.readline().strip():
            pass
        return b"".join(parts)

    def _ask(self, body: bytes) -> Answer:
        upstream = http.client.HTTPConnection(LOOPBACK, self.server.upstream_port, timeout=UPSTREAM_SECONDS)
        try:
            self._send_request(upstream, body)
            got = upstream.getresponse()
            return Answer(got.status, got.reason, got.getheaders(), got.read())
        except (OSError, http.client.HTTPException) as problem:
            return Answer(502, "Bad Gateway", [], str(problem).encode())
        finally:
            upstream.close()

    def _send_request(self, upstream: http.client.HTTPConnection, body: bytes) -> None:
        upstream.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
        for name, value in self.headers.items():
            if name.lower() not in HOP_BY_HOP:
                upstream.putheader(name, value)
        upstream.putheader("Content-Length", str(len(body)))
        upstream.endheaders(body)

    def _reply(self, answer: Answer) -> None:
        self.send_response_only(answer.status, answer.reason)
        for name, value in answer.headers:
            if name.lower() not in HOP_BY_HOP:
                self.send_header(name, value)
        if answer.status not in BODILESS:
            self.send_header("Content-Length", str(len(answer.body)))
        try:
            self.end_headers()
            self.wfile.write(answer.body)
        except ConnectionError:
            self.close_connection = True
