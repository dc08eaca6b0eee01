"""Bluesky (AT Protocol): connect with an app password, publish, look for what was published.

A post is written by putRecord under a record key that we choose, with a record that is the same at
every attempt; the server then makes one post however often it is sent. Links to posts always have
the form `https://bsky.app/profile/<did>/post/<key>`, for other servers too: bsky.app shows every
server's posts, and the DID stays when the handle changes. Source: lexicons com.atproto.repo.* and
app.bsky.feed.post.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from core import http
from core.text import graphemes
from networks import bluesky_calls as calls
from networks import bluesky_conversing as conversing
from networks import bluesky_keys as keys
from networks import bluesky_listening as listening
from networks import bluesky_measuring as measuring
from networks import bluesky_session, checks, wire
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
    Problem,
    Published,
    Repeat,
)
from networks.bluesky_text import facets, spans
from networks.conversing import Abilities, HeardPage, Spot
from networks.errors import Busy, Refused
from networks.measuring import AccountFigures, PostFigures

_TEXT_BYTES = 3000
_LANGUAGES = 3
_UPLOAD = http.Timeout(total=60.0)


class Bluesky:
    """One account at a time, whatever server it lives on.

    `Busy("expired_token", retry_after=0)` asks the caller to refresh and to call once more. The
    limit of 2,000 graphemes for an alternative text is the official app's; the protocol itself has
    none.
    """

    key = "bluesky"
    name = "Bluesky"
    repeat = Repeat.BY_KEY
    limits = Limits(text=300, pictures=4, picture_bytes=1_000_000, alt_text=2000)
    fields: Sequence[Field] = (
        Field("server", kind="url", initial="https://bsky.social"),
        Field("handle"),
        Field("app_password", kind="password"),
    )
    streams: Sequence[str] = (listening.NOTIFICATIONS, listening.OWN)
    abilities = Abilities(like=True, hide=True)
    told_of_posts = measuring.OF_POSTS
    told_of_accounts = measuring.OF_ACCOUNTS
    posts_at_once = measuring.AT_ONCE

    def connect(self, values: Mapping[str, str]) -> Connected:
        """Sign in. Raises Refused (see networks.bluesky_session.connect) or Busy."""
        return bluesky_session.connect(values)

    def who_am_i(self, account: Account) -> Identity:
        """Whose secrets these are. Raises Reconnect or Busy."""
        return bluesky_session.who_am_i(account)

    def refresh(self, account: Account) -> Grant:
        """New secrets. Raises Reconnect when the session is over, Busy, Unsure (repeat is
        harmless).
        """
        return bluesky_session.refresh(account)

    def measure(self, text: str) -> int:
        """Graphemes (UAX 29), as the server counts."""
        return len(graphemes(text))

    def check(self, draft: Draft) -> list[Finding]:
        """Everything the server would refuse; a text within 300 graphemes may still exceed 3,000
        bytes.
        """
        found = checks.common(draft, self.limits)
        if any(finding.problem is Problem.TEXT_UNUSABLE for finding in found):
            return found
        size = len(draft.text.encode())
        if size > _TEXT_BYTES and self.measure(draft.text) <= self.limits.text:
            found.append(Finding(Problem.TEXT_TOO_LONG, size, _TEXT_BYTES))
        return found

    def new_key(self, microseconds: int, salt: int) -> str:
        """A TID: 53 bits of microseconds and 10 bits of salt."""
        return keys.tid(microseconds, salt)

    def prepare(self, account: Account, draft: Draft) -> Prepared:
        """Resolve mentions, upload pictures. Raises Refused, Busy or Reconnect; repeat freely."""
        problems = self.check(draft)
        if problems:
            raise Refused(problems[0].problem)
        signed = calls.bearer(account)
        dids = _resolve(account, draft)
        images = [_upload(account, picture, signed) for picture in draft.pictures]
        return Prepared(_record(draft, dids, images))

    def publish(self, account: Account, prepared: Prepared, key: str, go: Go) -> Published:
        """Write the post under `key`, in one call.

        A post with mentions is looked for first and left alone when it is there, without `go`: a
        handle that came or went since the first attempt would otherwise change what was published.
        """
        signed = calls.bearer(account)
        if _mentions(str(prepared.body["text"])):
            already = _look(account, key)
            if already is not None:
                return already
        record = {"createdAt": keys.shown(keys.moment(key)), **prepared.body}
        call = calls.xrpc("POST", account.origin, "com.atproto.repo.putRecord", writes=True)
        body = {**_place(account, key), "record": record}
        response = wire.send(call, headers=signed, json=body, before_first_byte=go)
        published = _published(account, key, calls.told(call, response), call)
        return replace(published, rest=wire.rest_of(response))

    def listen(self, account: Account, stream: str, cursor: str, limit: int = 50) -> HeardPage:
        """What was said after `cursor`, oldest first. Deletions and edits are not told."""
        return listening.listen(account, stream, cursor, limit)

    def prepare_reply(self, account: Account, draft: Draft, to: Spot, thread: Spot) -> Prepared:
        """As `prepare`, for an answer. Raises Refused (gone, replies_closed) too."""
        reply = conversing.reply_of(account, to, thread)
        return Prepared({**self.prepare(account, draft).body, "reply": reply})

    def like(self, account: Account, message: Spot, *, on: bool) -> None:
        """Like it, or no longer. Raises Refused (gone), Busy, Reconnect, Unsure."""
        if on:
            return conversing.like(account, message)
        return conversing.unlike(account, message)

    def hide(self, account: Account, message: Spot, thread: Spot, *, on: bool) -> None:
        """Hide it in a thread of our own, or show it. Raises Refused (cannot_hide), Busy, Reconnect, Unsure."""
        conversing.hide(account, message, thread, on=on)

    def post_figures(self, account: Account, remote_ids: Sequence[str]) -> Mapping[str, PostFigures]:
        """Figures of up to 25 posts. Raises Busy, Reconnect."""
        return measuring.post_figures(account, remote_ids)

    def account_figures(self, account: Account) -> AccountFigures:
        """The account's own figures. Raises Busy, Reconnect."""
        return measuring.account_figures(account)

    def find(self, account: Account, draft: Draft, key: str) -> Published | None:
        """The post under `key`, or None when the server says that there is none. Raises Busy."""
        return _look(account, key)


def _look(account: Account, key: str) -> Published | None:
    call = calls.xrpc("GET", account.origin, "com.atproto.repo.getRecord")
    response = wire.send(call, params=_place(account, key))
    found = wire.values(response)
    if response.status == 400 and wire.text_of(found, "error") == "RecordNotFound":
        return None
    if response.status != 200:
        raise calls.failure(call, response)
    return _published(account, key, found, call)


def _place(account: Account, key: str) -> dict[str, str]:
    return {"repo": account.remote_id, "collection": keys.POSTS, "rkey": key}


def _mentions(text: str) -> list[str]:
    return sorted({span.value for span in spans(text) if span.kind == "mention"})


def _resolve(account: Account, draft: Draft) -> dict[str, str]:
    """DIDs of the handles that exist. Any doubt is Busy: nobody may lose a mention to a hiccup.

    A handle that appears between two attempts would change the record; `publish` therefore looks
    for the post before it resolves anything.
    """
    found = {handle: _resolve_one(account, handle) for handle in _mentions(draft.text)}
    return {handle: did for handle, did in found.items() if did}


def _resolve_one(account: Account, handle: str) -> str:
    call = calls.xrpc("GET", account.origin, "com.atproto.identity.resolveHandle")
    try:
        found = calls.ask(call, params={"handle": handle})
    except Refused as error:
        if error.code == "server_forbidden":
            raise
        return ""
    did = bluesky_session.did_of(found)
    if not did:
        raise Busy("unreadable_answer", "no account in the answer")
    return did


def _upload(account: Account, picture: Picture, signed: Mapping[str, str]) -> dict[str, object]:
    """Store one picture; blobs are named by their content and vanish when no post uses them."""
    call = calls.xrpc("POST", account.origin, "com.atproto.repo.uploadBlob")
    headers = {**signed, "Content-Type": picture.mime}
    found = calls.ask(call, headers=headers, content=picture.content, timeout=_UPLOAD)
    blob = found.get("blob")
    if not isinstance(blob, dict) or not isinstance(blob.get("ref"), dict):
        raise Busy("unreadable_answer", "no blob in the answer")
    ratio = {"width": picture.width, "height": picture.height}
    return {"image": blob, "alt": picture.alt, "aspectRatio": ratio}


def _record(draft: Draft, dids: Mapping[str, str], images: list[dict[str, object]]) -> dict[str, object]:
    """The post; the same draft always makes the same bytes. `publish` adds a missing moment."""
    record: dict[str, object] = {"$type": keys.POSTS, "text": draft.text}
    if draft.created_at:
        record["createdAt"] = keys.shown(draft.created_at)
    if draft.languages:
        record["langs"] = list(draft.languages)[:_LANGUAGES]
    marked = facets(draft.text, dids)
    if marked:
        record["facets"] = marked
    if images:
        record["embed"] = {"$type": "app.bsky.embed.images", "images": images}
    return record


def _published(account: Account, key: str, found: Mapping[str, object], call: wire.Call) -> Published:
    """What the answer says about the post; it must name exactly the post that was meant."""
    uri = f"at://{account.remote_id}/{keys.POSTS}/{key}"
    if found.get("uri") != uri:
        raise wire.stumble(call, "unreadable_answer", "the answer names no or another post")
    return Published(uri, keys.url(keys.Place(account.remote_id, keys.POSTS, key)))
