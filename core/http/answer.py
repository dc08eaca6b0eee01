"""What came back: status, headers and body, read completely and decoded within the size cap."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

from core.http.errors import Lost

_GZIP_OR_ZLIB = 32 + zlib.MAX_WBITS


class NotJson(ValueError):
    """The body is not JSON (or is JSON that nobody means: NaN, thousands of levels)."""


@dataclass(frozen=True, slots=True)
class Response:
    """An answer of any status. Header names are lower case, repeated ones are joined by `, `."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def __repr__(self) -> str:
        return f"Response({self.status}, {len(self.body)} bytes)"

    def json(self) -> object:
        """The body as JSON values. Raises NotJson."""
        try:
            return json.loads(self.body, parse_constant=_refuse_constant)
        except (ValueError, RecursionError) as error:
            raise NotJson(f"{len(self.body)} bytes are not JSON") from error


def _refuse_constant(name: str) -> object:
    raise ValueError(name)


def join_headers(raw: list[tuple[bytes, bytes]]) -> dict[str, str]:
    """Header pairs as one mapping with lower-case names."""
    joined: dict[str, str] = {}
    for name_bytes, value_bytes in raw:
        name, value = name_bytes.decode("latin-1").lower(), value_bytes.decode("latin-1")
        joined[name] = f"{joined[name]}, {value}" if name in joined else value
    return joined


def decode(raw: bytes, encoding: str, max_bytes: int) -> bytes:
    """Undo `Content-Encoding` (identity, gzip, deflate) without ever growing past `max_bytes`.
    Raises Lost.
    """
    if encoding in ("", "identity") or not raw:
        return raw
    if encoding not in ("gzip", "x-gzip", "deflate"):
        raise Lost("the answer has an encoding that was not asked for")
    try:
        body = zlib.decompressobj(_GZIP_OR_ZLIB).decompress(raw, max_bytes + 1)
    except zlib.error as error:
        raise Lost("the answer cannot be unpacked") from error
    if len(body) > max_bytes:
        raise Lost(f"the unpacked answer is larger than {max_bytes} bytes")
    return body
