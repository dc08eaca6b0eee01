"""What the fake AT Protocol server shows of the whole network: other people's posts, notifications, counts."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs

BOB = "did:plc:bobbobbobbobbobbobbobbob"
BEGIN = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
Json = dict[str, Any]


class FakeAppView:
    """Posts of one other person, and what the account is told of them, newest first."""

    def __init__(self, did: str) -> None:
        self._did = did
        self.told: list[Json] = []
        self.shown: dict[str, Json] = {}
        self.counted: dict[str, Json] = {}
        self.profile: Json = {"did": did, "followersCount": 12, "followsCount": 3, "postsCount": 5}

    def say(self, text: str, to: Json | None = None, *, root: Json | None = None) -> Json:
        """Bob says something: an answer to `to` in the thread of `root`, or a mention; his post's uri and cid."""
        number = len(self.told)
        post = {"uri": f"at://{BOB}/app.bsky.feed.post/r{number}", "cid": cid_of(text)}
        at = (BEGIN + timedelta(minutes=5 * number)).isoformat().replace("+00:00", "Z")
        record: Json = {"$type": "app.bsky.feed.post", "text": text, "createdAt": at}
        if to:
            record["reply"] = {"root": root or to, "parent": to}
        author = {
            "did": BOB,
            "handle": "bob.test",
            "displayName": "Bob",
            "avatar": "https://cdn.test/bob.jpg",
        }
        reason = "reply" if to else "mention"
        told = {
            **post,
            "author": author,
            "reason": reason,
            "record": record,
            "indexedAt": at,
            "isRead": False,
        }
        self.told.insert(0, told)
        self.shown[post["uri"]] = {**post, "viewer": {}, "author": author, "record": record}
        return post

    def vanish(self, post: Json) -> None:
        """Its author deletes a post."""
        del self.shown[post["uri"]]
        self.told = [one for one in self.told if one["uri"] != post["uri"]]

    def notifications(self, environ: Json) -> Json:
        """One page; the cursor is the moment below which the next one begins."""
        asked = parse_qs(environ["QUERY_STRING"])
        below, size = asked.get("cursor", ["9"])[0], int(asked["limit"][0])
        found = [one for one in self.told if one["indexedAt"] < below and one["reason"] in asked["reasons"]]
        page = found[:size]
        cursor = {"cursor": page[-1]["indexedAt"]} if len(found) > size else {}
        return {"notifications": page, **cursor}

    def posts(self, environ: Json, own: dict[str, Json], likes: dict[str, str]) -> Json:
        """What is there of the posts that are asked for."""
        uris = parse_qs(environ["QUERY_STRING"]).get("uris", [])
        found = []
        for uri in uris[:25]:
            post = self.shown.get(uri) or own.get(uri)
            viewer = {"like": likes[uri]} if uri in likes else {}
            found += [{**post, "viewer": viewer, **self.counted.get(uri, {})}] if post else []
        return {"posts": found}


def cid_of(text: str) -> str:
    """A content id that follows from the words."""
    return "bafy" + hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:20]
