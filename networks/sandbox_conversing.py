"""What people say to a sandbox account: by polling with a cursor, and by signed webhook."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from networks import sandbox_calls as calls
from networks import wire
from networks.base import Account, Identity
from networks.conversing import Heard, HeardPage, Said, Spot, Told
from networks.errors import Busy, Refused


def listen(account: Account, stream: str, cursor: str, limit: int) -> HeardPage:
    """One page of a stream. A message that cannot be read is left out. Raises Refused, Busy, Reconnect."""
    call = wire.Call("GET", calls.api(account.origin, "heard"))
    asked = {"stream": stream, "cursor": cursor, "limit": str(limit)}
    found = calls.ask(call, headers=calls.bearer(account), params=asked)
    listed, following, is_last = (
        found.get("messages"),
        wire.text_of(found, "cursor", 500),
        found.get("is_last"),
    )
    if not isinstance(listed, list) or not following or not isinstance(is_last, bool):
        raise Busy("unreadable_answer", "no list in the answer")
    messages = [heard for each in listed if (heard := _heard(each))]
    return HeardPage(messages, following, is_last)


def see_that_it_is_there(account: Account, message: Spot) -> None:
    """Raises Refused (gone) when a message is not there any more, Busy, Reconnect."""
    name = _name(message)
    call = wire.Call("GET", calls.api(account.origin, f"posts/{name}/there"))
    if calls.ask(call, headers=calls.bearer(account)).get("id") != name:
        raise Busy("unreadable_answer", "another message in the answer")


def do(account: Account, message: Spot, deed: str, *, on: bool) -> None:
    """Let a like or a hiding be, or no longer be. Raises Refused, Busy, Reconnect, Unsure."""
    path = f"posts/{_name(message)}/{deed}"
    call = wire.Call("POST", calls.api(account.origin, path), writes=True)
    calls.ask(call, headers=calls.bearer(account), json={"on": on})


def _name(message: Spot) -> str:
    """An id that cannot lead anywhere else when it stands in an address. Raises Refused (gone)."""
    name = message.remote_id
    if not name.isascii() or not name.isalnum():
        raise Refused("gone", "no id of this network")
    return name


def subscribe(account: Account, address: str, secret: str) -> None:
    """Order the webhook, or end it with "". Raises Refused, Busy, Reconnect, Unsure."""
    call = wire.Call("POST", calls.api(account.origin, "hooks"), writes=True)
    calls.ask(call, headers=calls.bearer(account), json={"address": address, "secret": secret})


def is_genuine(body: bytes, headers: Mapping[str, str], secret: str) -> bool:
    """Whether the signature is the one that only the holder of the secret can make."""
    if not secret:
        return False
    signed = headers.get("x-sandbox-timestamp", "").encode() + b"." + body
    wanted = f"sha256={hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()}"
    return hmac.compare_digest(wanted.encode(), headers.get("x-sandbox-signature", "").encode())


def told(body: bytes) -> Sequence[Told]:
    """The event of a body; none for a kind that we do not know. Raises ValueError."""
    found = _object(body)
    event, account = wire.text_of(found, "id", 100), wire.text_of(found, "account", 100)
    sent_at = _precisely(found.get("sent_at"))
    if not event or not account or sent_at is None:
        raise ValueError("an event has an id, an account and a moment")
    if found.get("type") != "message":
        return []
    heard = _heard(found.get("message"))
    if heard is None:
        raise ValueError("the message of the event cannot be read")
    return [Told(event, account, sent_at, heard)]


def _object(body: bytes) -> Mapping[str, object]:
    try:
        found = json.loads(body)
    except RecursionError as error:
        raise ValueError("too deep") from error
    if not isinstance(found, dict):
        raise ValueError("no object")
    return found


def _precisely(value: object) -> datetime | None:
    if not isinstance(value, int | float):
        return None
    try:
        return datetime.fromtimestamp(value, tz=UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _heard(told: object) -> Heard | None:
    """One message; None when it cannot be read."""
    found = told if isinstance(told, dict) else {}
    said_at, author = calls.moment(found.get("said_at")), _author(found.get("author"))
    name, thread = wire.text_of(found, "id", 100), wire.text_of(found, "thread", 100)
    kind = wire.text_of(found, "kind", 20)
    if said_at is None or author is None or not name or not thread or kind not in set(Said):
        return None
    parent, pictures = wire.text_of(found, "parent", 100), found.get("pictures")
    return Heard(
        spot=Spot(name),
        kind=Said(kind),
        author=author,
        text=wire.words_of(found, "text"),
        said_at=said_at,
        url=wire.text_of(found, "url", 2000),
        thread=Spot(thread),
        parent=Spot(parent) if parent else None,
        is_own=found.get("is_own") is True,
        edited_at=calls.moment(found.get("edited_at")),
        is_deleted=found.get("is_deleted") is True,
        pictures=[each for each in pictures if isinstance(each, str)] if isinstance(pictures, list) else (),
    )


def _author(told: object) -> Identity | None:
    call = wire.Call("GET", "")
    try:
        return calls.identity(told if isinstance(told, dict) else {}, call)
    except Busy:
        return None
