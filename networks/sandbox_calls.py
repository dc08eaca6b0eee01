"""Calls to the sandbox server: addresses, signatures, and what its refusals mean to us."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Unpack

from core import http
from networks import wire
from networks.base import Account, Identity
from networks.errors import Busy, NetworkError, Reconnect, Refused


def api(origin: str, path: str) -> str:
    """The address of one call."""
    return f"{origin}/sandbox/api/{path}"


def bearer(account: Account) -> dict[str, str]:
    """The header that signs a call. Raises Reconnect without a secret."""
    secret = account.grant.values.get("access", "")
    if not secret:
        raise Reconnect("sign_in_again", "no secret is kept")
    return {"Authorization": f"Bearer {secret}"}


def ask(call: wire.Call, **options: Unpack[http.Options]) -> Mapping[str, object]:
    """Make the call and return its JSON object. Raises the four errors, nothing else."""
    return told(call, wire.send(call, **options))


def told(call: wire.Call, response: http.Response) -> Mapping[str, object]:
    """The JSON object of an answer to the call. Raises the four errors, nothing else."""
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
    return _refusal(name, words)


def _refusal(name: str, words: str) -> Refused:
    if name == "gone":
        return Refused("gone", words)
    if name == "cursor_unusable":
        return Refused("cursor_unusable", words)
    if name == "cannot_hide":
        return Refused("cannot_hide", words)
    return Refused("handle_unusable" if name == "invalid_handle" else "content_refused", words)


def identity(found: Mapping[str, object], call: wire.Call) -> Identity:
    """The account in an answer. Raises Busy or Unsure when there is none."""
    remote_id, handle = wire.text_of(found, "id", 100), wire.text_of(found, "handle", 100)
    if not remote_id or not handle:
        raise wire.stumble(call, "unreadable_answer", "no account in the answer")
    name = wire.text_of(found, "name", 200) or handle
    return Identity(remote_id, handle, name, wire.text_of(found, "url", 2000))


def moment(value: object) -> datetime | None:
    """An aware moment from epoch seconds; None for anything else."""
    try:
        return datetime.fromtimestamp(int(str(value)), tz=UTC)
    except (ValueError, OverflowError, OSError):
        return None


def figures(call: wire.Call, **options: Unpack[http.Options]) -> Mapping[str, object]:
    """As `ask`, for figures: a clean no says nothing that a person could change. Raises Busy, Reconnect."""
    try:
        return ask(call, **options)
    except Refused as error:
        raise Busy("server_trouble", error.detail) from error
