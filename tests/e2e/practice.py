"""The practice network, seen from its own side: what arrived, and the switches that make it fail."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from html import unescape
from typing import Any
from uuid import uuid4

import httpx
from PIL import Image

from tests.e2e import house

SECONDS = 20.0
WORDS = re.compile(r'<p class="words"[^>]*>(.*?)</p>', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Arrived:
    """One post as the network keeps it. `at` in UTC, whole seconds; `alts` and `pictures` (ids) one for each picture."""

    text: str
    alts: tuple[str, ...]
    pictures: tuple[str, ...]
    url: str
    at: datetime
    times_sent: int


def invented(word: str) -> str:
    """A handle nobody had before."""
    return f"{word}-{uuid4().hex[:6]}"


def arrived(handle: str) -> list[Arrived]:
    """The timeline of an account, asked with a key of its own."""
    key = _post("connect", {"handle": handle}).json()["access_token"]
    answer = httpx.get(_api("posts"), headers={"Authorization": f"Bearer {key}"}, timeout=SECONDS)
    answer.raise_for_status()
    return [_arrived(post) for post in answer.json()["posts"]]


def size_of(picture: str) -> tuple[int, int]:
    """Width and height of a picture as it arrived, in pixels."""
    answer = httpx.get(f"{house.SANDBOX}/sandbox/media/{picture}", timeout=SECONDS)
    answer.raise_for_status()
    return Image.open(io.BytesIO(answer.content)).size


def switch(handle: str, kind: str, *, seconds: int = 1, calls: int = 1) -> None:
    """Make an account fail in a chosen way for its next calls."""
    _post("switches", {"handle": handle, "kind": kind, "seconds": str(seconds), "calls": str(calls)})


def _arrived(post: dict[str, Any]) -> Arrived:
    return Arrived(
        text=post["text"],
        alts=tuple(one["alt"] for one in post["media"]),
        pictures=tuple(one["id"] for one in post["media"]),
        url=post["url"],
        at=datetime.fromtimestamp(post["created_at"], UTC),
        times_sent=post["times_sent"],
    )


def _post(call: str, values: dict[str, str]) -> httpx.Response:
    answer = httpx.post(_api(call), json=values, timeout=SECONDS)
    answer.raise_for_status()
    return answer


def _api(call: str) -> str:
    return f"{house.SANDBOX}/sandbox/api/{call}"


def say(customer: str, text: str, under: str) -> None:
    """Somebody comments on a post there (its id, the last part of its address)."""
    values = {"do": "say", "as": customer, "text": text, "post": under}
    answer = httpx.post(f"{house.SANDBOX}/sandbox/act", data=values, timeout=SECONDS)
    assert answer.status_code == 303, answer.text


def words_under(address: str) -> list[str]:
    """What is said on the public page of a post there, the post first."""
    answer = httpx.get(address, timeout=SECONDS)
    answer.raise_for_status()
    return [unescape(words) for words in WORDS.findall(answer.text)]
