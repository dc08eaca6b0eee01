"""Listening to Bluesky, oldest first, although it tells the newest first.

`notifications`: we walk from the newest page down to what we know, then hand the pages over from the lowest upwards, one
at a time; the way back up stands in the cursor. What is below the mark by less than an hour is read again, because a
message may be indexed late; what was handed over in that hour is known by its hash and left out. At most forty pages
are walked: older ones are not told at the first time, and lost after so long a silence.

`own`: the account's own answers, wherever they were written, straight from its records, which can be listed by age;
the last thirty days at the first time.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from networks import bluesky_calls as calls
from networks import bluesky_hearing as hearing
from networks import bluesky_keys as keys
from networks import wire
from networks.base import Account
from networks.conversing import Heard, HeardPage
from networks.errors import Busy, Refused

NOTIFICATIONS, OWN = "notifications", "own"
PAGES = 40
OVERLAP = timedelta(hours=1)
KNOWN = 400
OWN_DAYS = 30
_LARGEST = 100
_HASH = 10
_DAWN = datetime(1970, 1, 1, tzinfo=UTC)


def listen(account: Account, stream: str, cursor: str, limit: int) -> HeardPage:
    """One page of a stream. Raises Refused (cursor_unusable), Busy, Reconnect."""
    size = max(1, min(_LARGEST, limit))
    if stream == OWN:
        return _own(account, cursor, size)
    if stream != NOTIFICATIONS:
        raise Refused("cursor_unusable", "there is no such stream")
    return _notifications(account, _Mark.read(cursor), size)


class _Entry(NamedTuple):
    """A message and when the network came to know it."""

    heard: Heard
    at: datetime

    @property
    def known(self) -> str:
        """Its hash and moment, as a mark keeps them."""
        digest = hashlib.sha256(self.heard.spot.remote_id.encode("utf-8", "replace")).hexdigest()
        return f"{digest[:_HASH]}{int(self.at.timestamp())}"


@dataclass(frozen=True, slots=True)
class _Mark:
    """Up to when everything was handed over, what came in the last hour, and which pages lie between there and now."""

    upto: datetime = _DAWN
    known: tuple[str, ...] = ()
    above: tuple[str, ...] = ()

    @classmethod
    def read(cls, cursor: str) -> _Mark:
        """The mark in a cursor. Raises Refused (cursor_unusable)."""
        if not cursor:
            return cls()
        try:
            found = json.loads(cursor)
            return cls(_moment(found["upto"]), _texts(found["known"]), _texts(found["above"]))
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            raise Refused("cursor_unusable", "none of ours") from error

    def written(self) -> str:
        """The cursor."""
        told = {"upto": self.upto.isoformat(), "known": self.known, "above": self.above}
        return json.dumps(told, separators=(",", ":"))

    @property
    def floor(self) -> datetime:
        """What the network knew before it was handed over."""
        if self.upto == _DAWN:
            return _DAWN
        hour = self.upto - OVERLAP
        if len(self.known) < KNOWN:
            return hour
        return max(hour, datetime.fromtimestamp(min(_second(one) for one in self.known), tz=UTC))

    def fresh(self, page: _Page) -> list[_Entry]:
        """What of a page was not handed over, oldest first."""
        return [one for one in reversed(page.entries) if one.at >= self.floor and one.known not in self.known]

    def after(self, page: _Page, above: Sequence[str]) -> _Mark:
        """The mark when a page was handed over and these pages lie above it."""
        latest = datetime.now(UTC) + OVERLAP
        upto = max([self.upto, *(one.at for one in page.entries if one.at < latest)])
        least = (upto - OVERLAP).timestamp() if upto > _DAWN else 0.0
        known = dict.fromkeys([*self.known, *(one.known for one in page.entries)])
        kept = sorted((one for one in known if _second(one) >= least), key=_second)
        return _Mark(upto, tuple(kept[-KNOWN:]), tuple(above))


def _moment(told: object) -> datetime:
    found = hearing.when(told)
    if found is None:
        raise ValueError("no moment")
    return found


def _texts(told: object) -> tuple[str, ...]:
    if not isinstance(told, list) or not all(isinstance(each, str) for each in told):
        raise ValueError("no list of texts")
    return tuple(told)


def _second(known: str) -> int:
    return int(known[_HASH:])


@dataclass(frozen=True, slots=True)
class _Page:
    """One page as Bluesky tells it, newest first; and the cursor of the page below it, "" at the end."""

    entries: Sequence[_Entry]
    below: str


def _notifications(account: Account, mark: _Mark, size: int) -> HeardPage:
    if mark.above:
        *above, cursor = mark.above
        page, is_last = _page(account, cursor, size), False
    else:
        page, above, is_last = _walked(account, mark, size)
    messages = [one.heard for one in mark.fresh(page)]
    return HeardPage(messages, mark.after(page, above).written(), is_last)


def _walked(account: Account, mark: _Mark, size: int) -> tuple[_Page, list[str], bool]:
    """The lowest page with something new; the cursors of those between it and the newest page, lowest last; and whether
    it is the newest itself. That one is asked for anew when the way up is done: it has grown meanwhile.
    """
    way = [("", _page(account, "", size))]
    while (below := way[-1][1].below) and len(way) < PAGES and _may_go_on(way[-1][1], mark):
        way.append((below, _page(account, below, size)))
    while len(way) > 1 and not mark.fresh(way[-1][1]):
        way.pop()
    return way[-1][1], [cursor for cursor, _page in way[1:-1]], len(way) == 1


def _may_go_on(page: _Page, mark: _Mark) -> bool:
    """Whether something new may lie below a page."""
    return not page.entries or max(one.at for one in page.entries) >= mark.floor


def _page(account: Account, cursor: str, size: int) -> _Page:
    call = calls.xrpc("GET", account.origin, "app.bsky.notification.listNotifications")
    asked: dict[str, str | list[str]] = {"limit": str(size), "reasons": list(hearing.REASONS)}
    try:
        found = calls.ask(call, headers=calls.bearer(account), params={**asked, **_at(cursor)})
    except Refused as error:
        if cursor and error.code == "content_refused":
            raise Refused("cursor_unusable", error.detail) from error
        raise
    listed = found.get("notifications")
    if not isinstance(listed, list):
        raise Busy("unreadable_answer", "no notifications in the answer")
    entries = [hearing.values(each) for each in listed]
    pairs = [(hearing.notified(account, each), hearing.when(each.get("indexedAt"))) for each in entries]
    below = wire.text_of(found, "cursor", 500)
    read = [_Entry(heard, at) for heard, at in pairs if heard and at]
    return _Page(read, below if listed and below != cursor else "")


def _at(cursor: str) -> Mapping[str, str]:
    return {"cursor": cursor} if cursor else {}


def _own(account: Account, cursor: str, size: int) -> HeardPage:
    begin = int((time.time() - OWN_DAYS * 86400) * 1_000_000)
    place = cursor or keys.tid(begin, 0)
    call = calls.xrpc("GET", account.origin, "com.atproto.repo.listRecords")
    where = {"repo": account.remote_id, "collection": keys.POSTS}
    asked = {**where, "limit": str(size), "reverse": "true", "cursor": place}
    found = calls.ask(call, headers=calls.bearer(account), params=asked)
    listed = found.get("records")
    if not isinstance(listed, list):
        raise Busy("unreadable_answer", "no records in the answer")
    messages = [heard for each in listed if (heard := hearing.recorded(account, each))]
    names = [keys.place(wire.text_of(hearing.values(each), "uri", 3000)) for each in listed]
    last = max((at.rkey for at in names if at), default=place)
    return HeardPage(messages, max(last, place), len(listed) < size)
