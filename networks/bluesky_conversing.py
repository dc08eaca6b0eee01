"""Answering, liking and hiding on Bluesky. Source: the lexicons app.bsky.feed.post, like and threadgate.

A like lies under a key that follows from what is liked, so that liking twice makes one record. Hiding is an entry in
the thread's own gate, which keeps who may answer as it was.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from networks import bluesky_calls as calls
from networks import bluesky_hearing as hearing
from networks import bluesky_keys as keys
from networks import wire
from networks.base import Account
from networks.conversing import Spot
from networks.errors import Busy, Refused

_LIKE, _GATE = "app.bsky.feed.like", "app.bsky.feed.threadgate"
_MOST_HIDDEN = 300


def reply_of(account: Account, to: Spot, thread: Spot) -> Mapping[str, object]:
    """`reply` of an answering record. A content id that the caller kept stays as it is: the record must not change.

    Raises Refused (gone, replies_closed), Busy, Reconnect.
    """
    found = _posts(account, to, thread)
    answered = found.get(to.remote_id)
    if answered is None:
        raise Refused("gone", "the network shows it no more")
    if hearing.values(answered.get("viewer")).get("replyDisabled") is True:
        raise Refused("replies_closed")
    return {"root": _reference(thread, found), "parent": _reference(to, found)}


def _reference(spot: Spot, found: Mapping[str, Mapping[str, object]]) -> dict[str, str]:
    cid = spot.stamp or wire.text_of(found.get(spot.remote_id, {}), "cid", 200)
    if not cid:
        raise Refused("gone", "the start of the thread is there no more")
    return {"uri": spot.remote_id, "cid": cid}


def _posts(account: Account, *spots: Spot) -> dict[str, Mapping[str, object]]:
    """What the network shows of these posts, by address."""
    uris = list(dict.fromkeys(spot.remote_id for spot in spots))
    if not all(keys.place(uri) for uri in uris):
        raise Refused("gone", "no address of a post")
    call = calls.xrpc("GET", account.origin, "app.bsky.feed.getPosts")
    found = calls.ask(call, headers=calls.bearer(account), params={"uris": uris}).get("posts")
    if not isinstance(found, list):
        raise Busy("unreadable_answer", "no posts in the answer")
    told = [hearing.values(each) for each in found]
    return {wire.text_of(each, "uri", 3000): each for each in told}


def like(account: Account, message: Spot) -> None:
    """Like it, unless it is liked. Raises Refused (gone), Busy, Reconnect, Unsure."""
    shown = _posts(account, message).get(message.remote_id)
    if shown is None:
        raise Refused("gone", "the network shows it no more")
    where = _like_key(account, message)
    if _own_like(account, shown) or _record(account, where) is not None:
        return
    subject = {"uri": message.remote_id, "cid": message.stamp or wire.text_of(shown, "cid", 200)}
    record = {"$type": _LIKE, "subject": subject, "createdAt": keys.shown(datetime.now(UTC))}
    _write(account, "putRecord", {**where, "record": record})


def unlike(account: Account, message: Spot) -> None:
    """Like it no longer, wherever the like was made. Raises Refused, Busy, Reconnect, Unsure."""
    shown = _posts(account, message).get(message.remote_id, {})
    ours = _like_key(account, message)
    others = _own_like(account, shown)
    for rkey in dict.fromkeys([ours["rkey"], *others]):
        _write(account, "deleteRecord", {**ours, "rkey": rkey})


def _like_key(account: Account, message: Spot) -> dict[str, str]:
    at = keys.place(message.remote_id)
    rkey = keys.beside(at.rkey if at else "", f"{account.remote_id} {message.remote_id}")
    return {"repo": account.remote_id, "collection": _LIKE, "rkey": rkey}


def _own_like(account: Account, shown: Mapping[str, object]) -> list[str]:
    """The key of the like that the network shows us as ours."""
    at = keys.place(wire.text_of(hearing.values(shown.get("viewer")), "like", 3000))
    return [at.rkey] if at and at.did == account.remote_id and at.collection == _LIKE else []


def hide(account: Account, message: Spot, thread: Spot, *, on: bool) -> None:
    """Hide or show an answer in a thread of the account's own. Raises Refused, Busy, Reconnect, Unsure."""
    root = keys.place(thread.remote_id)
    if root is None or root.did != account.remote_id or keys.place(message.remote_id) is None:
        raise Refused("cannot_hide", "the thread is another account's")
    where = {"repo": account.remote_id, "collection": _GATE, "rkey": root.rkey}
    found = _record(account, where)
    gate = hearing.values(found.get("value")) if found else {}
    hidden = gate.get("hiddenReplies")
    before = [each for each in hidden if isinstance(each, str)] if isinstance(hidden, list) else []
    after = [uri for uri in before if uri != message.remote_id] + ([message.remote_id] if on else [])
    if set(after) == set(before):
        return
    if len(after) > _MOST_HIDDEN:
        raise Refused("cannot_hide", "the gate is full")
    fresh = {"$type": _GATE, "post": thread.remote_id, "createdAt": keys.shown(datetime.now(UTC))}
    swap = wire.text_of(found, "cid", 200) if found else None
    record = {**fresh, **gate, "hiddenReplies": after}
    _write(account, "putRecord", {**where, "record": record, "swapRecord": swap})


def _record(account: Account, where: Mapping[str, str]) -> Mapping[str, object] | None:
    """A record as its server keeps it, with its cid; None when there is none. Raises Refused, Busy, Reconnect."""
    call = calls.xrpc("GET", account.origin, "com.atproto.repo.getRecord")
    response = wire.send(call, params=where)
    if response.status == 400 and wire.text_of(wire.values(response), "error") == "RecordNotFound":
        return None
    found = calls.told(call, response)
    if not isinstance(found.get("value"), dict):
        raise Busy("unreadable_answer", "no record in the answer")
    return found


def _write(account: Account, name: str, body: Mapping[str, object]) -> None:
    call = calls.xrpc("POST", account.origin, f"com.atproto.repo.{name}", writes=True)
    response = wire.send(call, headers=calls.bearer(account), json=body)
    if response.status != 200:
        raise calls.failure(call, response)
