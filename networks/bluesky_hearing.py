"""What Bluesky tells of what was said: messages from notifications and from the account's own records.

Source: the lexicons app.bsky.notification.listNotifications and app.bsky.feed.post.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import NamedTuple

from networks import bluesky_keys as keys
from networks import wire
from networks.base import Account, Identity
from networks.conversing import Heard, Said, Spot

REASONS = ("reply", "mention")
_TEXT = 10_000
_PICTURE = "https://cdn.bsky.app/img/feed_fullsize/plain"
_Found = Mapping[str, object]


class Threaded(NamedTuple):
    """Where an answer stands."""

    root: Spot
    parent: Spot


def notified(account: Account, told: object) -> Heard | None:
    """The message of a notification; None for what is none, or cannot be read."""
    found = values(told)
    at, spot, indexed = _place_of(found), spot_of(found), when(found.get("indexedAt"))
    author = _author(values(found.get("author")))
    reason = wire.text_of(found, "reason", 50)
    if at is None or spot is None or indexed is None or author is None or reason not in REASONS:
        return None
    record = values(found.get("record"))
    said_at = when(record.get("createdAt")) or indexed
    return _heard(account, spot, author, record, min(said_at, indexed), reason)


def recorded(account: Account, told: object) -> Heard | None:
    """An answer by the account itself among its records; None for a post that answers nobody."""
    found = values(told)
    at, spot, record = _place_of(found), spot_of(found), values(found.get("value"))
    said_at = when(record.get("createdAt"))
    if at is None or spot is None or said_at is None or thread_of(record) is None:
        return None
    did = account.remote_id
    own = Identity(did, did, did, f"https://bsky.app/profile/{did}")
    return _heard(account, spot, own, record, said_at, "reply")


def _heard(
    account: Account, spot: Spot, author: Identity, record: _Found, said_at: datetime, reason: str
) -> Heard | None:
    at, threaded = keys.place(spot.remote_id), thread_of(record)
    if at is None:
        return None
    return Heard(
        spot=spot,
        kind=_kind(account, threaded, reason),
        author=author,
        text=wire.words_of(record, "text", _TEXT),
        said_at=said_at,
        url=keys.url(at),
        thread=threaded.root if threaded else spot,
        parent=threaded.parent if threaded else None,
        is_own=author.remote_id == account.remote_id,
        pictures=_pictures(author.remote_id, record),
    )


def _kind(account: Account, threaded: Threaded | None, reason: str) -> Said:
    """Under our posts and after our answers everything is an answer, also what names us: the network gives one reason."""
    if threaded is None:
        return Said.MENTION
    is_first = threaded.parent.remote_id == threaded.root.remote_id
    if _is_by(account, threaded.root):
        return Said.COMMENT if is_first else Said.REPLY
    is_to_us = _is_by(account, threaded.parent)
    return Said.MENTION if reason == "mention" and not is_to_us else Said.REPLY


def _is_by(account: Account, spot: Spot) -> bool:
    at = keys.place(spot.remote_id)
    return at is not None and at.did == account.remote_id


def thread_of(record: _Found) -> Threaded | None:
    """What a record answers; None when it answers nothing."""
    reply = values(record.get("reply"))
    root, parent = spot_of(values(reply.get("root"))), spot_of(values(reply.get("parent")))
    return Threaded(root, parent) if root and parent else None


def spot_of(found: _Found) -> Spot | None:
    """A strong reference: address and content id."""
    uri, cid = wire.text_of(found, "uri", 3000), wire.text_of(found, "cid", 200)
    return Spot(uri, cid) if cid and keys.place(uri) else None


def values(told: object) -> _Found:
    """An object of an answer; empty for anything else."""
    return told if isinstance(told, dict) else {}


def when(told: object) -> datetime | None:
    """An aware moment from ISO text; None for anything else."""
    if not isinstance(told, str) or len(told) > 40:
        return None
    try:
        found = datetime.fromisoformat(told)
        return found.astimezone(UTC) if found.tzinfo else None
    except (ValueError, OverflowError):
        return None


def _place_of(found: _Found) -> keys.Place | None:
    return keys.place(wire.text_of(found, "uri", 3000))


def _author(found: _Found) -> Identity | None:
    did = wire.text_of(found, "did", 2048)
    if not did.startswith("did:"):
        return None
    handle = wire.text_of(found, "handle", 253) or did
    name = wire.text_of(found, "displayName", 640) or handle
    picture = wire.text_of(found, "avatar", 2000)
    return Identity(did, handle, name, f"https://bsky.app/profile/{did}", picture)


def _pictures(did: str, record: _Found) -> list[str]:
    images = values(record.get("embed")).get("images")
    blobs = [values(values(each).get("image")) for each in images] if isinstance(images, list) else []
    names = [wire.text_of(values(blob.get("ref")), "$link", 200) for blob in blobs]
    return [f"{_PICTURE}/{did}/{name}@jpeg" for name in names if name]
