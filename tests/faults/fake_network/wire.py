"""HTTP/1.1 on an asyncio protocol: reads requests, writes answers, and can break the line in every way."""

from __future__ import annotations

import asyncio
import json
import socket
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.utils import formatdate
from http import HTTPStatus
from typing import Any, Protocol, cast
from urllib.parse import parse_qsl, urlsplit

Json = dict[str, Any]  # what json.loads gives for an object
_HEAD_END = b"\r\n\r\n"
_RESET = struct.pack("ii", 1, 0)
_REASONS = {status.value: status.phrase for status in HTTPStatus}


@dataclass(slots=True)
class Request:
    """One request. Header names are lower case; `body` is what was read of it."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    length: int
    body: bytes = b""

    def json(self) -> Json:
        """The JSON object of the body; empty for anything else."""
        try:
            found = json.loads(self.body)
        except (ValueError, RecursionError):
            return {}
        return found if isinstance(found, dict) else {}


@dataclass(frozen=True, slots=True)
class Answer:
    """A response."""

    status: int
    body: bytes
    kind: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)


def data(values: object, status: int = 200, headers: Mapping[str, str] | None = None) -> Answer:
    """A JSON answer."""
    body = json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    return Answer(status, body, headers=headers or {})


class Handler(Protocol):
    """Who answers requests."""

    def early(self, line: Line, request: Request) -> bool:
        """Asked while a body is still being read (again with each piece). True when the line was ended."""

    def handle(self, line: Line, request: Request) -> None:
        """A whole request; ends in `line.answer`, `close` or `reset`, at once or later."""


class Line(asyncio.Protocol):
    """One connection. It stays open until the peer or a fault ends it; Nagle is off, as asyncio sets it."""

    def __init__(self, handler: Handler, clock: Callable[[], float]) -> None:
        self._handler = handler
        self._clock = clock
        self._buffer = bytearray()
        self._request: Request | None = None
        self._busy = False
        self._writable = asyncio.Event()
        self._writable.set()
        self.gone = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The peer is here."""
        self._transport = cast("asyncio.Transport", transport)

    def connection_lost(self, exc: Exception | None) -> None:
        """The peer is gone."""
        self.gone = True
        self._writable.set()

    def pause_writing(self) -> None:
        """The peer reads slower than we write."""
        self._writable.clear()

    def resume_writing(self) -> None:
        """The peer has caught up."""
        self._writable.set()

    def data_received(self, data: bytes) -> None:
        """More bytes of a request."""
        self._buffer += data
        if not self._busy:
            self._proceed()

    def _proceed(self) -> None:
        while not self._busy and not self.gone and self._next():
            pass

    def _next(self) -> bool:
        """Handle one request if there is a whole one."""
        request = self._request or self._read_head()
        if request is None:
            return False
        self._request = request
        request.body = bytes(self._buffer[: request.length])
        if self._handler.early(self, request) or len(self._buffer) < request.length:
            return False
        del self._buffer[: request.length]
        self._request, self._busy = None, True
        self._handler.handle(self, request)
        return True

    def _read_head(self) -> Request | None:
        end = self._buffer.find(_HEAD_END)
        if end < 0:
            return None
        first, *rest = self._buffer[:end].decode("latin-1").split("\r\n")
        del self._buffer[: end + 4]
        method, target, _version = first.split(" ", 2)
        pairs = (one.partition(":") for one in rest)
        headers = {name.lower(): value.strip() for name, _, value in pairs}
        parts = urlsplit(target)
        query = dict(parse_qsl(parts.query, keep_blank_values=True)) if parts.query else {}
        return Request(method, parts.path, query, headers, int(headers.get("content-length", "0")))

    def head(self, answer: Answer) -> bytes:
        """The head of an answer, by the network's own clock."""
        fields = {
            "Content-Type": answer.kind,
            "Content-Length": str(len(answer.body)),
            "Date": formatdate(self._clock(), usegmt=True),
            **answer.headers,
        }
        lines = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
        reason = _REASONS.get(answer.status, "Unknown")
        return f"HTTP/1.1 {answer.status} {reason}\r\n{lines}\r\n".encode("latin-1")

    def answer(self, answer: Answer) -> bool:
        """Answer and go on with the next request. False when the peer is gone."""
        if self.gone:
            return False
        self._transport.write(self.head(answer) + answer.body)
        self.done()
        return True

    def done(self) -> None:
        """The request is answered; the next one may come."""
        self._busy = False
        if self._buffer:
            asyncio.get_running_loop().call_soon(self._proceed)

    async def trickle(self, content: bytes, size: int, pause: float) -> bool:
        """Write piece by piece with pauses. False when the peer left before the end."""
        for start in range(0, len(content), size):
            if self.gone:
                return False
            self._transport.write(content[start : start + size])
            await self._writable.wait()
            if pause:
                await asyncio.sleep(pause)
        return not self.gone

    def close(self) -> None:
        """End the line as a server does that has nothing more to say."""
        self._transport.close()
        self.gone = True

    def reset(self) -> None:
        """End the line with a TCP reset."""
        self._transport.pause_reading()
        plain = self._transport.get_extra_info("socket")
        if plain is not None and not self.gone:
            plain.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
        self._transport.abort()
        self.gone = True
