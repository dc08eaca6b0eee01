"""One shared connection pool per process, and the one function that uses it."""

from __future__ import annotations

import json
import logging
import os
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from typing import Any, TypedDict, Unpack

import httpcore
import httpx

from core.faultpoints import faultpoint
from core.http.answer import Response, decode, join_headers
from core.http.errors import Forbidden, Lost, NotSent
from core.http.guard import Guard
from core.http.lines import GuardedBackend, deadline

_USER_AGENT = "Meydan/0.1"
# Idle connections are dropped before common servers drop them (gunicorn 2 s, Node 5 s): a call on a line
# that the peer has just closed would be Lost although nothing happened.
_POOL = {"max_connections": 100, "max_keepalive_connections": 20, "keepalive_expiry": 1.5}
_NEVER_ARRIVED = (
    httpcore.ConnectError,
    httpcore.ConnectTimeout,
    httpcore.PoolTimeout,
    httpcore.LocalProtocolError,
    httpcore.UnsupportedProtocol,
)
_UNKNOWN = (
    httpcore.NetworkError,
    httpcore.TimeoutException,
    httpcore.ProtocolError,
    httpcore.ConnectionNotAvailable,
)

logger = logging.getLogger(__name__)
# The engine writes every answer's headers to its debug log; cookies and nonces are secrets.
logging.getLogger("httpcore").setLevel(logging.INFO)


@dataclass(frozen=True, slots=True)
class Timeout:
    """Seconds: `connect` for name, connection and handshake; `total` for the whole call, however
    slow the peer.
    """

    connect: float = 5.0
    total: float = 30.0


class Options(TypedDict, total=False):
    """The named arguments of `request`; all may be left out."""

    headers: Mapping[str, str] | None
    json: object
    """Values sent as JSON; None sends no body."""
    content: bytes | None
    """Raw bytes sent as they are; wins over `json`."""
    params: Mapping[str, str | Sequence[str]] | None
    """Query; a sequence repeats the name. Replaces a query in the address."""
    timeout: Timeout
    max_bytes: int
    """Largest answer taken, after unpacking (default 2,000,000)."""
    before_first_byte: Callable[[], None] | None
    """Runs once, on the open connection, right before anything of the request is sent. What it
    raises reaches the caller unchanged, and then nothing was sent.
    """


class _Shared:
    """The process's guard and pool; building the pool costs about 70 ms, so it is built once and
    late.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pool: httpcore.ConnectionPool | None = None
        self.guard = Guard()
        self.timeout = Timeout()

    def pool(self) -> httpcore.ConnectionPool:
        with self._lock:
            if self._pool is None:
                self._pool = _build_pool(self.guard)
            return self._pool

    def replace_guard(self, guard: Guard) -> None:
        with self._lock:
            self.guard, self._pool = guard, None

    def after_fork(self) -> None:
        """A child must not share sockets or a held lock with its parent."""
        self._lock, self._pool = threading.Lock(), None


@cache
def _tls() -> ssl.SSLContext:
    """Read once in a process: the authorities' certificates take longer to read than a call takes."""
    return httpx.create_ssl_context(trust_env=False)


def _build_pool(guard: Guard) -> httpcore.ConnectionPool:
    return httpcore.ConnectionPool(
        ssl_context=_tls(),
        network_backend=GuardedBackend(guard),
        max_connections=int(_POOL["max_connections"]),
        max_keepalive_connections=int(_POOL["max_keepalive_connections"]),
        keepalive_expiry=_POOL["keepalive_expiry"],
    )


_shared = _Shared()
os.register_at_fork(after_in_child=_shared.after_fork)


def configure(allow_origins: Iterable[str], *, seconds: float = 30.0) -> None:
    """Let exactly these origins past the guard (scheme, host and port). Raises ValueError for
    anything else. A call that names no timeout may take `seconds` in all.

    Replaces an earlier list; calls that are under way end by the old one.
    """
    _shared.replace_guard(Guard(allow_origins))
    _shared.timeout = Timeout(total=seconds)


def request(method: str, url: str, **options: Unpack[Options]) -> Response:
    """Make one call and read its answer; redirects are returned, not followed; cookies are not
    kept.

    Raises Forbidden, NotSent or Lost (see core.http.errors); no status is an error.
    """
    timeout = options.get("timeout") or _shared.timeout
    prepared = _prepare(method, url, options)
    _shared.guard.check_url(prepared.url)
    started = time.monotonic()
    token = deadline.set(started + timeout.total)
    extensions = _extensions(timeout, options.get("before_first_byte"))
    try:
        response = _send(prepared, extensions, options.get("max_bytes", 2_000_000))
    finally:
        deadline.reset(token)
    took = round((time.monotonic() - started) * 1000)
    facts = {"host": prepared.url.host, "status": response.status, "milliseconds": took}
    logger.debug("http.answered", extra=facts)
    return response


def _prepare(method: str, url: str, options: Options) -> httpx.Request:
    """The request with exact bytes. Raises Forbidden (address) or NotSent (header or method)."""
    headers = {"User-Agent": _USER_AGENT, "Accept": "*/*", "Accept-Encoding": "gzip"}
    content = options.get("content")
    if content is None and options.get("json") is not None:
        content = json.dumps(options["json"], separators=(",", ":"), allow_nan=False).encode()
        headers["Content-Type"] = "application/json"
    all_headers = httpx.Headers(headers)
    try:
        all_headers.update(options.get("headers") or {})
        return httpx.Request(method, url, params=_query(options), headers=all_headers, content=content)
    except httpx.InvalidURL as error:
        raise Forbidden("not an address") from error
    except UnicodeError as error:
        raise NotSent("a header or the method is not plain text") from error


def _query(options: Options) -> dict[str, Any] | None:  # httpx's own type for it is private
    params = options.get("params")
    return dict(params) if params else None


_Extensions = dict[str, Any]  # as the engine defines it


def _extensions(timeout: Timeout, before: Callable[[], None] | None) -> _Extensions:
    waits = {
        "connect": timeout.connect,
        "pool": timeout.connect,
        "read": timeout.total,
        "write": timeout.total,
    }
    return {"timeout": waits} if before is None else {"timeout": waits, "trace": _trace(before)}


def _trace(before: Callable[[], None]) -> Callable[[str, Mapping[str, object]], None]:
    def on_event(name: str, info: Mapping[str, object]) -> None:
        if name.endswith(".send_request_headers.started"):
            before()
        elif name.endswith(".receive_response_headers.complete"):
            faultpoint("C3")

    return on_event


def _send(prepared: httpx.Request, extensions: _Extensions, max_bytes: int) -> Response:
    try:
        return _exchange(prepared, extensions, max_bytes)
    except _NEVER_ARRIVED as error:
        raise NotSent(type(error).__name__) from error
    except _UNKNOWN as error:
        raise Lost(type(error).__name__) from error


def _exchange(prepared: httpx.Request, extensions: _Extensions, max_bytes: int) -> Response:
    answer = _shared.pool().handle_request(_engine_request(prepared, extensions))
    with closing(answer):
        raw = _read(_chunks(answer), max_bytes)
    headers = join_headers(answer.headers)
    encoding = headers.get("content-encoding", "").strip().lower()
    return Response(answer.status, headers, decode(raw, encoding, max_bytes))


def _engine_request(prepared: httpx.Request, extensions: _Extensions) -> httpcore.Request:
    url = prepared.url
    return httpcore.Request(
        prepared.method.encode("ascii"),
        httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
        headers=prepared.headers.raw,
        content=prepared.content,
        extensions=extensions,
    )


def _chunks(answer: httpcore.Response) -> Iterator[bytes]:
    yield from answer.iter_stream()


def _read(chunks: Iterator[bytes], max_bytes: int) -> bytes:
    """All chunks together. Raises Lost as soon as there is more than `max_bytes`."""
    body = bytearray()
    for chunk in chunks:
        body += chunk
        if len(body) > max_bytes:
            raise Lost(f"the answer is larger than {max_bytes} bytes")
    return bytes(body)
