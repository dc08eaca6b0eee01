"""Names of records: keys made of time (TID), and at:// addresses. Source: atproto.com/specs/tid and at-uri-scheme."""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, datetime
from typing import NamedTuple

POSTS = "app.bsky.feed.post"
_DIGITS = "234567abcdefghijklmnopqrstuvwxyz"
_TID = re.compile(r"[2-7a-j][2-7a-z]{12}")
_URI = re.compile(
    r"at://(did:[a-z]+:[A-Za-z0-9._:%-]{1,2000})/([A-Za-z0-9.-]{1,300})/([A-Za-z0-9._:~-]{1,512})"
)


class Place(NamedTuple):
    """Where a record lies."""

    did: str
    collection: str
    rkey: str


def tid(microseconds: int, salt: int) -> str:
    """53 bits of microseconds and 10 bits of salt in sortable base 32."""
    number = ((microseconds & (1 << 53) - 1) << 10) | (salt & 1023)
    return "".join(_DIGITS[number >> shift & 31] for shift in range(60, -1, -5))


def moment(key: str) -> datetime:
    """When a TID was made, by itself."""
    return datetime.fromtimestamp(_number(key) / 1_000_000, tz=UTC)


def _number(key: str) -> int:
    number = 0
    for digit in key:
        number = number << 5 | _DIGITS.index(digit)
    return number >> 10


def beside(rkey: str, words: str) -> str:
    """The key that always belongs to `words`: of the time of another record's key where that is a TID."""
    digest = hashlib.sha256(words.encode("utf-8", "replace")).digest()
    time = _number(rkey) if _TID.fullmatch(rkey) else int.from_bytes(digest[:6])
    return tid(time, int.from_bytes(digest[6:8]))


def shown(at: datetime) -> str:
    """A moment as records hold it."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def place(uri: str) -> Place | None:
    """The parts of an address; None when it is none."""
    match = _URI.fullmatch(uri)
    return Place(match[1], match[2], match[3]) if match else None


def url(post: Place) -> str:
    """The address of a post for people: bsky.app shows every server's posts."""
    return f"https://bsky.app/profile/{post.did}/post/{post.rkey}"
