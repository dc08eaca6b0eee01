"""Signing in to Bluesky with an app password: sessions, the account's own server, token life.

Source: the lexicons com.atproto.server.createSession, refreshSession and getSession.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime

from core import http
from networks import bluesky_calls as calls
from networks import wire
from networks.base import Account, Connected, Grant, Identity
from networks.errors import Busy, Reconnect, Refused

_DID = re.compile(r"did:[a-z]+:[A-Za-z0-9._:%-]{1,2000}")
_HANDLE = re.compile(r"[a-zA-Z0-9.-]{1,253}")
_PDS = "#atproto_pds"


def connect(values: Mapping[str, str]) -> Connected:
    """A new session for `server`, `handle`, `app_password`; ends at the account's own server.

    Raises Refused (wrong_password, code_needed, account_closed, not_a_server, server_forbidden,
    server_unusable, wrong_account) or Busy.
    """
    origin = wire.origin_of(values.get("server", "") or "https://bsky.social")
    handle = values.get("handle", "").strip().removeprefix("@")
    found = _create(origin, handle, values.get("app_password", "").strip())
    account = Account(origin, did_of(found), _grant(found))
    if not account.remote_id or not account.grant.values:
        raise Refused("not_a_server", "no session in the answer")
    home = _home(found) or origin
    if home != origin:
        return _moved(Account(home, account.remote_id, account.grant))
    return Connected(_identity(found, account.remote_id), origin, account.grant)


def _create(origin: str, handle: str, password: str) -> Mapping[str, object]:
    if not handle or not password:
        raise Refused("wrong_password", "empty")
    call = calls.xrpc("POST", origin, "com.atproto.server.createSession")
    response = wire.send(call, json={"identifier": handle, "password": password})
    if response.status == 200:
        return wire.values(response)
    raise _sign_in_failure(call, response)


def _sign_in_failure(call: wire.Call, response: http.Response) -> Refused | Busy:
    name = wire.text_of(wire.values(response), "error", 100)
    if name == "AuthFactorTokenRequired":
        return Refused("code_needed", "the main password was used instead of an app password")
    if response.status in (404, 405) or response.status < 400:
        return Refused("not_a_server", str(response.status))
    error = calls.failure(call, response)
    if isinstance(error, Busy):
        return error
    if error.code == "account_closed":
        return Refused(error.code, error.detail)
    return Refused("wrong_password", error.detail)


def _moved(account: Account) -> Connected:
    """The account lives elsewhere than it signed in; that server must know the session too."""
    try:
        identity = who_am_i(account)
    except Reconnect as error:
        raise Refused("wrong_account", error.detail) from error
    if identity.remote_id != account.remote_id:
        raise Refused("wrong_account", "the account's own server names another account")
    return Connected(identity, account.origin, account.grant)


def who_am_i(account: Account) -> Identity:
    """Whose session this is, as the account's server says. Raises Reconnect or Busy."""
    call = calls.xrpc("GET", account.origin, "com.atproto.server.getSession")
    found = calls.ask(call, headers=calls.bearer(account))
    did = did_of(found)
    if not did:
        raise Busy("unreadable_answer", "no account in the answer")
    return _identity(found, did)


def refresh(account: Account) -> Grant:
    """A new pair of tokens; the old refresh token works for a while, so repeating is harmless.

    Raises Reconnect only when the server says that the session is over.
    """
    call = calls.xrpc("POST", account.origin, "com.atproto.server.refreshSession", writes=True)
    try:
        found = calls.ask(call, headers=calls.bearer(account, "refresh"))
    except Busy as error:
        if error.code == "expired_token":
            raise Reconnect("session_ended", error.detail) from error
        raise
    except Refused as error:
        if error.code == "server_forbidden":
            raise Busy("unreachable", error.detail) from error
        raise Busy("server_trouble", error.detail) from error
    grant = _grant(found)
    if not grant.values or did_of(found) != account.remote_id:
        raise wire.stumble(call, "unreadable_answer", "no session of this account in the answer")
    return grant


def did_of(found: Mapping[str, object]) -> str:
    """The permanent name of an account in an answer; "" when there is none."""
    did = wire.text_of(found, "did", 2048)
    return did if _DID.fullmatch(did) else ""


def _identity(found: Mapping[str, object], did: str) -> Identity:
    handle = wire.text_of(found, "handle", 253)
    shown = handle if _HANDLE.fullmatch(handle) else did
    return Identity(did, shown, shown, f"https://bsky.app/profile/{did}")


def _grant(found: Mapping[str, object]) -> Grant:
    access = wire.token_of(found, "accessJwt")
    refresh_token = wire.token_of(found, "refreshJwt")
    if not access or not refresh_token:
        return Grant({})
    return Grant({"access": access, "refresh": refresh_token}, _expiry(access))


def _expiry(token: str) -> datetime | None:
    """When a token ends by its own word (`exp`); the signature is the server's business."""
    payload = token.split(".")[1] if token.count(".") == 2 else ""
    try:
        claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
        return datetime.fromtimestamp(int(claims["exp"]), tz=UTC)
    except (binascii.Error, ValueError, TypeError, KeyError, OverflowError, OSError):
        return None
    except RecursionError:
        return None


def _home(found: Mapping[str, object]) -> str:
    """The origin of the account's own server in its DID document; "" when it does not say."""
    document = found.get("didDoc")
    services = document.get("service") if isinstance(document, dict) else None
    for service in services if isinstance(services, list) else []:
        if isinstance(service, dict) and wire.text_of(service, "id").endswith(_PDS):
            return _origin_or_nothing(wire.text_of(service, "serviceEndpoint", 500))
    return ""


def _origin_or_nothing(endpoint: str) -> str:
    try:
        return wire.origin_of(endpoint)
    except Refused:
        return ""
