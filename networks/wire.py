"""What an HTTP answer means for whoever asked: shared by the adapters, knows no network by name."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Unpack
from urllib.parse import urlsplit

from core import http
from networks.errors import Busy, NetworkError, Refused, Unsure

_SECONDS = re.compile(r"\s*(\d{1,10}(?:\.\d{1,9})?)\s*")
_DEFAULT_WAIT = 60.0
_MOST = 1 << 62
_LAYOUT = "\n\t\u200d\u200c\u200e\u200f\u00ad\u00a0\u202f\ufe0f"
"""Letters that Python calls unprintable and people write: line ends, joiners, marks of direction, special spaces."""


@dataclass(frozen=True, slots=True)
class Call:
    """One call: where to, and whether it has an effect that must not be lost track of."""

    method: str
    url: str
    writes: bool = False


def send(call: Call, **options: Unpack[http.Options]) -> http.Response:
    """Make the call. Raises Refused (guard), Busy (nothing was written) or Unsure (it writes)."""
    try:
        return http.request(call.method, call.url, **options)
    except http.Forbidden as error:
        raise Refused("server_forbidden", str(error)) from error
    except http.NotSent as error:
        raise Busy("unreachable", str(error)) from error
    except http.Lost as error:
        raise stumble(call, "no_answer", str(error)) from error


def stumble(call: Call, code: str, detail: str = "") -> NetworkError:
    """The error for an answer that says nothing: Unsure where the call writes, else Busy."""
    return Unsure(code, detail) if call.writes else Busy(code, detail)


def values(response: http.Response) -> Mapping[str, object]:
    """The JSON object of an answer; empty for everything else that may come back."""
    try:
        found = response.json()
    except http.NotJson:
        return {}
    return found if isinstance(found, dict) else {}


def text_of(found: Mapping[str, object], name: str, limit: int = 10_000) -> str:
    """A printable text of at most `limit` characters from an untrusted answer; "" when there is
    none.
    """
    value = found.get(name)
    if not isinstance(value, str) or len(value) > limit:
        return ""
    return value if value.isprintable() else ""


def words_of(found: Mapping[str, object], name: str, limit: int = 10_000) -> str:
    """What a person wrote, with its lines: at most `limit` letters of an untrusted answer, the unprintable replaced."""
    value = found.get(name)
    whole = value[:limit] if isinstance(value, str) else ""
    lines = whole.replace("\r\n", "\n").encode("utf-8", "replace").decode()
    return "".join(letter if letter.isprintable() or letter in _LAYOUT else "\ufffd" for letter in lines)


def counts(found: object, names: Mapping[str, str]) -> dict[str, int]:
    """Whole numbers of an untrusted object under our own names (`names`: ours by theirs); what is not told, or no
    number from 0, is left out.
    """
    told = found if isinstance(found, dict) else {}
    pairs = [(ours, told.get(theirs)) for theirs, ours in names.items()]
    return {ours: count for ours, count in pairs if type(count) is int and 0 <= count < _MOST}


def said(response: http.Response) -> str:
    """Status and the server's own words as one clean line for the log, 500 characters at most."""
    found = values(response)
    told = [str(found.get(name, "")) for name in ("error", "message")]
    line = " ".join([str(response.status), *told])
    return "".join(letter if letter.isprintable() else " " for letter in line[:500]).strip()


def token_of(found: Mapping[str, object], name: str) -> str:
    """A secret fit for an Authorization header (visible ASCII); "" when there is none."""
    value = text_of(found, name)
    return value if value.isascii() and " " not in value else ""


def wait_of(response: http.Response) -> float:
    """Seconds to wait as told by `Retry-After` (seconds or HTTP date) or `RateLimit-Reset` (epoch).

    The server's own `Date` is the clock for moments, so that a wrong clock here changes nothing;
    ours stands in where it is missing. 60 when nothing usable was told. Source: RFC 9110 section
    10.2.3.
    """
    now = _moment(response.headers.get("date", "")) or time.time()
    told = response.headers.get("retry-after", "")
    if match := _SECONDS.fullmatch(told):
        return float(match[1])
    moment = _moment(told)
    if moment is None and (match := _SECONDS.fullmatch(response.headers.get("ratelimit-reset", ""))):
        moment = float(match[1])
    return _DEFAULT_WAIT if moment is None else max(0.0, moment - now)


def rest_of(response: http.Response) -> float:
    """Seconds until the network takes more, where an answer says that this call was the last one
    (`RateLimit-Remaining: 0`); else 0.
    """
    return wait_of(response) if response.headers.get("ratelimit-remaining", "").strip() == "0" else 0.0


def _moment(text: str) -> float | None:
    try:
        found: datetime = parsedate_to_datetime(text)
        return found.timestamp()
    except (ValueError, OverflowError, TypeError, IndexError):
        return None


def origin_of(typed: str) -> str:
    """`scheme://host[:port]` of what a person typed as a server; https when no scheme was typed.

    Raises Refused("server_unusable").
    """
    text = typed.strip()
    parts = _split(text if "://" in text else f"https://{text}")
    if parts is None:
        raise Refused("server_unusable")
    return parts


def _split(text: str) -> str | None:
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return None
    host = (parts.hostname or "").rstrip(".")
    unusable = parts.username is not None or not re.fullmatch(r"[^\s/?#@\\%]+", host)
    if parts.scheme not in ("http", "https") or unusable:
        return None
    shown = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{shown}" + (f":{port}" if port else "")
