"""Calls to an AT Protocol server (XRPC): addresses, and what its refusals mean to us.

Sources: the XRPC specification and the com.atproto.* lexicons; the table of names was checked on a
PDS.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Unpack

from core import http
from networks import wire
from networks.base import Account
from networks.errors import Busy, NetworkError, Reconnect, Refused

_DEAD_SECRETS = frozenset(
    {"InvalidToken", "AuthenticationRequired", "AuthMissing", "invalid_grant", "invalid_token"}
)
_ACCOUNT_CLOSED = frozenset(
    {"AccountTakedown", "AccountSuspended", "AccountDeactivated", "RepoDeactivated"}
    | {"RepoTakendown", "RepoSuspended", "AccountNotFound", "RepoNotFound"}
)
_PICTURE_REFUSED = frozenset({"InvalidMimeType", "BlobTooLarge", "PayloadTooLarge"})


def xrpc(method: str, origin: str, name: str, *, writes: bool = False) -> wire.Call:
    """The call of one lexicon method at a server."""
    return wire.Call(method, f"{origin}/xrpc/{name}", writes)


def bearer(account: Account, name: str = "access") -> dict[str, str]:
    """The header that signs a call with a secret of the account. Raises Reconnect without it."""
    secret = account.grant.values.get(name, "")
    if not secret:
        raise Reconnect("sign_in_again", "no secret is kept")
    return {"Authorization": f"Bearer {secret}"}


def ask(call: wire.Call, **options: Unpack[http.Options]) -> Mapping[str, object]:
    """Make the call and return its JSON object. Raises the four errors, nothing else."""
    return told(call, wire.send(call, **options))


def told(call: wire.Call, response: http.Response) -> Mapping[str, object]:
    """The JSON object of an answer to the call. Raises the four errors, nothing else."""
    if response.status != 200:
        raise failure(call, response)
    found = wire.values(response)
    if not found:
        raise wire.stumble(call, "unreadable_answer", f"{len(response.body)} bytes")
    return found


def failure(call: wire.Call, response: http.Response) -> NetworkError:
    """The error that a status other than 200 stands for."""
    name, detail = wire.text_of(wire.values(response), "error", 100), wire.said(response)
    if response.status == 429:
        return Busy("rate_limited", detail, retry_after=wire.wait_of(response))
    if response.status == 503 and "retry-after" in response.headers and not call.writes:
        return Busy("server_trouble", detail, retry_after=wire.wait_of(response))
    if response.status >= 500 or response.status < 400 or response.status == 408:
        return wire.stumble(call, "server_trouble", detail)
    return _refusal(response.status, name, detail)


def _refusal(status: int, name: str, words: str) -> NetworkError:
    """The meaning of a clean 4xx: nothing was written."""
    if name == "ExpiredToken":
        return Busy("expired_token", words, retry_after=0)
    if name in _ACCOUNT_CLOSED:
        return Reconnect("account_closed", words)
    if name in _DEAD_SECRETS or status == 401:
        return Reconnect("sign_in_again", words)
    if name == "ScopeMissingError" or status == 403:
        return Reconnect("permission_missing", words)
    return _of_content(status, name, words)


def _of_content(status: int, name: str, words: str) -> NetworkError:
    if name == "BlobNotFound":
        return Busy("picture_lost", words, retry_after=1)
    if name == "InvalidSwap":
        return Busy("written_at_once", words, retry_after=1)
    if name in _PICTURE_REFUSED or status == 413:
        return Refused("picture_refused", words)
    return Refused("content_refused" if name == "InvalidRequest" else "refused", words)
