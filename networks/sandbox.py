"""The sandbox: a network of our own with a public timeline, to try everything without any account.

People invent a handle and are connected; the server's origin is the operator's (`configure`), never
typed. Everyone who knows a handle may connect it: nothing in the sandbox is private.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Unpack

from core import http
from core.text import graphemes
from networks import checks, wire
from networks.base import (
    Account,
    Connected,
    Draft,
    Field,
    Finding,
    Go,
    Grant,
    Identity,
    Limits,
    Picture,
    Prepared,
    Published,
    Repeat,
)
from networks.errors import Busy, NetworkError, Reconnect, Refused

_DIGITS = "0123456789abcdefghijklmnopqrstuv"
_UPLOAD = http.Timeout(total=60.0)
_configured = {"origin": ""}


def configure(origin: str) -> None:
    """Where the sandbox server runs, for example `http://127.0.0.1:8090`; "" means nowhere.

    The same origin must stand in core.http's allow-list unless it is public.
    """
    _configured["origin"] = wire.origin_of(origin) if origin else ""


class Sandbox:
    """Sandbox accounts; the server keeps one post per `Idempotency-Key`."""

    key = "sandbox"
    name = "Sandbox"
    repeat = Repeat.BY_KEY
    limits = Limits(text=500, pictures=4, picture_bytes=5_000_000, alt_text=1000)
    fields: Sequence[Field] = (Field("handle"),)

    def connect(self, values: Mapping[str, str]) -> Connected:
        """Make or join the account with this handle. Raises Refused (handle_unusable,
        not_a_server), Busy.
        """
        origin = _configured["origin"]
        if not origin:
            raise Refused("server_unusable", "no sandbox server is configured")
        call = wire.Call("POST", _api(origin, "connect"))
        response = wire.send(call, json={"handle": values.get("handle", "").strip()[:200]})
        found = _object(call, response)
        return Connected(_identity(found, call), origin, _grant(found, call))

    def who_am_i(self, account: Account) -> Identity:
        """Whose token this is. Raises Reconnect or Busy."""
        call = wire.Call("GET", _api(account.origin, "me"))
        return _identity(_ask(call, headers=_bearer(account)), call)

    def refresh(self, account: Account) -> Grant:
        """A new pair; the last refresh token works once more, so one repeat is harmless."""
        call = wire.Call("POST", _api(account.origin, "token"), writes=True)
        secret = account.grant.values.get("refresh", "")
        return _grant(_ask(call, json={"refresh_token": secret}), call)

    def measure(self, text: str) -> int:
        """Graphemes (UAX 29)."""
        return len(graphemes(text))

    def check(self, draft: Draft) -> list[Finding]:
        """Everything the server would refuse."""
        return checks.common(draft, self.limits)

    def new_key(self, microseconds: int, salt: int) -> str:
        """Sixteen sortable characters: 64 bits of time and 16 bits of salt."""
        number = ((microseconds & (1 << 64) - 1) << 16) | (salt & 0xFFFF)
        return "".join(_DIGITS[number >> shift & 31] for shift in range(75, -1, -5))

    def prepare(self, account: Account, draft: Draft) -> Prepared:
        """Store the pictures. Raises Refused, Busy or Reconnect; repeat freely."""
        problems = self.check(draft)
        if problems:
            raise Refused(problems[0].problem)
        signed = _bearer(account)
        media = [_upload(account, picture, signed) for picture in draft.pictures]
        return Prepared({"text": draft.text, "media": media, "languages": list(draft.languages)})

    def publish(self, account: Account, prepared: Prepared, key: str, go: Go) -> Published:
        """Send the post, in one call."""
        call = wire.Call("POST", _api(account.origin, "posts"), writes=True)
        headers = {**_bearer(account), "Idempotency-Key": key}
        response = wire.send(call, headers=headers, json=dict(prepared.body), before_first_byte=go)
        published = _published(account, _object(call, response), call)
        return replace(published, rest=wire.rest_of(response))

    def find(self, account: Account, draft: Draft, key: str) -> Published | None:
        """The post that was made with `key`; None when the server says that there is none."""
        call = wire.Call("GET", _api(account.origin, "posts"))
        found = _ask(call, headers=_bearer(account), params={"key": key}).get("posts")
        if not isinstance(found, list):
            raise Busy("unreadable_answer", "no list in the answer")
        return _published(account, found[0], call) if found else None


def _api(origin: str, path: str) -> str:
    return f"{origin}/sandbox/api/{path}"


def _bearer(account: Account) -> dict[str, str]:
    secret = account.grant.values.get("access", "")
    if not secret:
        raise Reconnect("sign_in_again", "no secret is kept")
    return {"Authorization": f"Bearer {secret}"}


def _ask(call: wire.Call, **options: Unpack[http.Options]) -> Mapping[str, object]:
    return _object(call, wire.send(call, **options))


def _object(call: wire.Call, response: http.Response) -> Mapping[str, object]:
    if response.status not in (200, 201):
        raise _failure(call, response)
    found = wire.values(response)
    if not found:
        raise wire.stumble(call, "unreadable_answer", f"{len(response.body)} bytes")
    return found


def _failure(call: wire.Call, response: http.Response) -> NetworkError:
    name, words = wire.text_of(wire.values(response), "error", 100), wire.said(response)
    if response.status == 429:
        wide = response.headers.get("ratelimit-scope", "") == "app"
        return Busy("rate_limited", words, retry_after=wire.wait_of(response), wide=wide)
    if response.status >= 500 or response.status < 400 or response.status == 408:
        return wire.stumble(call, "server_trouble", words)
    if name == "expired_token":
        return Busy("expired_token", words, retry_after=0)
    if name == "invalid_grant":
        return Reconnect("session_ended", words)
    if response.status in (401, 403):
        return Reconnect("sign_in_again", words)
    return Refused("handle_unusable" if name == "invalid_handle" else "content_refused", words)


def _identity(found: Mapping[str, object], call: wire.Call) -> Identity:
    remote_id, handle = wire.text_of(found, "id", 100), wire.text_of(found, "handle", 100)
    if not remote_id or not handle:
        raise wire.stumble(call, "unreadable_answer", "no account in the answer")
    name = wire.text_of(found, "name", 200) or handle
    return Identity(remote_id, handle, name, wire.text_of(found, "url", 2000))


def _grant(found: Mapping[str, object], call: wire.Call) -> Grant:
    access, refresh = wire.token_of(found, "access_token"), wire.token_of(found, "refresh_token")
    if not access or not refresh:
        raise wire.stumble(call, "unreadable_answer", "no tokens in the answer")
    return Grant({"access": access, "refresh": refresh}, _moment(found.get("expires_at")))


def _moment(value: object) -> datetime | None:
    try:
        return datetime.fromtimestamp(int(str(value)), tz=UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _upload(account: Account, picture: Picture, signed: Mapping[str, str]) -> dict[str, str]:
    call = wire.Call("POST", _api(account.origin, "media"))
    headers = {**signed, "Content-Type": picture.mime}
    found = _ask(call, headers=headers, content=picture.content, timeout=_UPLOAD)
    name = wire.text_of(found, "id", 100)
    if not name:
        raise Busy("unreadable_answer", "no picture in the answer")
    return {"id": name, "alt": picture.alt}


def _published(account: Account, found: object, call: wire.Call) -> Published:
    """The post in an answer, which must be this account's; the server may also say with 200 that it
    rejected it.
    """
    post = found if isinstance(found, dict) else {}
    if post.get("account", account.remote_id) != account.remote_id:
        raise wire.stumble(call, "unreadable_answer", "the post in the answer is another account's")
    if post.get("status") == "rejected":
        raise Refused("rejected", wire.text_of(post, "reason", 500))
    name, url = wire.text_of(post, "id", 100), wire.text_of(post, "url", 2000)
    if not name or not url:
        raise wire.stumble(call, "unreadable_answer", "no post in the answer")
    return Published(name, url)
