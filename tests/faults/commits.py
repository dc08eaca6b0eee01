"""Where a transaction ends in the bytes that a client sends to Postgres."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_HELLO = {80877103: "ssl", 80877104: "gss", 196608: "startup", 196610: "startup"}
_COMMIT = re.compile(rb"(?:^|;)\s*COMMIT\b", re.IGNORECASE)
_OVER = re.compile(rb"^\s*(?:BEGIN|START|ROLLBACK(?!\s+TO))\b", re.IGNORECASE)
_READY = b"Z\x00\x00\x00\x05"


@dataclass(frozen=True, slots=True)
class Commit:
    """One COMMIT on its way; `seen` holds what was looked for and found in its transaction."""

    seen: frozenset[bytes]

    def contained(self, words: bytes) -> bool:
        """Whether the transaction contained these bytes; all contain none."""
        return not words or words in self.seen


@dataclass(slots=True)
class Watcher:
    """Reads along on one connection from its first byte; deaf to everything that is not Postgres."""

    _buffer: bytearray = field(default_factory=bytearray)
    _is_greeted: bool = False
    _is_deaf: bool = False
    _seen: set[bytes] = field(default_factory=set)

    def feed(self, chunk: bytes, words: bytes) -> list[Commit]:
        """The commits that end in this chunk; `words` are looked for in every message."""
        if self._is_deaf:
            return []
        self._buffer += chunk
        return [commit for kind, body in self._messages() for commit in self._read(kind, body, words)]

    @staticmethod
    def is_ready(answer: bytes | bytearray) -> bool:
        """Whether the server has answered everything and waits for the next query."""
        return _READY in answer

    def _messages(self) -> Iterator[tuple[int, bytes]]:
        while not self._is_deaf and (message := self._next()) is not None:
            yield message

    def _next(self) -> tuple[int, bytes] | None:
        """The kind and body of the next whole message; a greeting is of kind 0."""
        start = 1 if self._is_greeted else 0
        if len(self._buffer) < (5 if self._is_greeted else 8):
            return None
        length = int.from_bytes(self._buffer[start : start + 4], "big")
        kind = self._buffer[0] if start else 0
        if not start:
            self._greet()
        if self._is_deaf or len(self._buffer) < start + length:
            return None
        body = bytes(self._buffer[start + 4 : start + length])
        del self._buffer[: start + length]
        self._is_greeted = self._is_greeted or _code(body) == "startup"
        return kind, body

    def _greet(self) -> None:
        if _code(bytes(self._buffer[4:8])) == "":
            self._is_deaf = True
            self._buffer.clear()

    def _read(self, kind: int, body: bytes, words: bytes) -> Iterator[Commit]:
        text = b"" if kind not in b"QP" else body if kind == ord("Q") else body.partition(b"\0")[2]
        if _OVER.match(text):
            self._seen.clear()
        if words and words in body:
            self._seen.add(words)
        if _COMMIT.search(text):
            yield Commit(frozenset(self._seen))
            self._seen.clear()


def _code(body: bytes) -> str:
    return _HELLO.get(int.from_bytes(body[:4], "big"), "")
