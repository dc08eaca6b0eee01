"""The sandbox: a network of our own with a public timeline, to try everything without any account.

People invent a handle and are connected; the server's origin is the operator's (`configure`), never
typed. Everyone who knows a handle may connect it: nothing in the sandbox is private.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from core import http
from core.text import graphemes
from networks import checks, wire
from networks import sandbox_calls as calls
from networks import sandbox_conversing as conversing
from networks import sandbox_measuring as measuring
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
from networks.conversing import Abilities, HeardPage, Spot, Told
from networks.errors import Busy, Refused
from networks.measuring import AccountFigures, PostFigures

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
    streams: Sequence[str] = ("comments", "mentions")
    abilities = Abilities(like=True, hide=True)
    told_of_posts = measuring.OF_POSTS
    told_of_accounts = measuring.OF_ACCOUNTS
    posts_at_once = 20

    def connect(self, values: Mapping[str, str]) -> Connected:
        """Make or join the account with this handle. Raises Refused (handle_unusable,
        not_a_server), Busy.
        """
        origin = _configured["origin"]
        if not origin:
            raise Refused("server_unusable", "no sandbox server is configured")
        call = wire.Call("POST", calls.api(origin, "connect"))
        response = wire.send(call, json={"handle": values.get("handle", "").strip()[:200]})
        found = calls.told(call, response)
        return Connected(calls.identity(found, call), origin, _grant(found, call))

    def who_am_i(self, account: Account) -> Identity:
        """Whose token this is. Raises Reconnect or Busy."""
        call = wire.Call("GET", calls.api(account.origin, "me"))
        return calls.identity(calls.ask(call, headers=calls.bearer(account)), call)

    def refresh(self, account: Account) -> Grant:
        """A new pair; the last refresh token works once more, so one repeat is harmless."""
        call = wire.Call("POST", calls.api(account.origin, "token"), writes=True)
        secret = account.grant.values.get("refresh", "")
        return _grant(calls.ask(call, json={"refresh_token": secret}), call)

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
        signed = calls.bearer(account)
        media = [_upload(account, picture, signed) for picture in draft.pictures]
        return Prepared({"text": draft.text, "media": media, "languages": list(draft.languages)})

    def publish(self, account: Account, prepared: Prepared, key: str, go: Go) -> Published:
        """Send the post, in one call."""
        call = wire.Call("POST", calls.api(account.origin, "posts"), writes=True)
        headers = {**calls.bearer(account), "Idempotency-Key": key}
        response = wire.send(call, headers=headers, json=dict(prepared.body), before_first_byte=go)
        published = _published(account, calls.told(call, response), call)
        return replace(published, rest=wire.rest_of(response))

    def listen(self, account: Account, stream: str, cursor: str, limit: int = 50) -> HeardPage:
        """What was said after `cursor`, oldest first; a message that was changed or deleted comes again."""
        return conversing.listen(account, stream, cursor, limit)

    def prepare_reply(self, account: Account, draft: Draft, to: Spot, thread: Spot) -> Prepared:
        """As `prepare`, for an answer. Raises Refused (gone) too."""
        conversing.see_that_it_is_there(account, to)
        body = self.prepare(account, draft).body
        return Prepared({**body, "in_reply_to": to.remote_id})

    def like(self, account: Account, message: Spot, *, on: bool) -> None:
        """Like it, or no longer. Raises Refused (gone), Busy, Reconnect, Unsure."""
        conversing.do(account, message, "like", on=on)

    def hide(self, account: Account, message: Spot, thread: Spot, *, on: bool) -> None:
        """Hide it under the account's own post, or show it. Raises Refused (gone, cannot_hide), Busy, Reconnect, Unsure."""
        conversing.do(account, message, "hide", on=on)

    def subscribe(self, account: Account, address: str, secret: str) -> None:
        """Order the webhook; the server takes addresses on its own machine only."""
        conversing.subscribe(account, address, secret)

    def is_genuine(self, body: bytes, headers: Mapping[str, str], secret: str) -> bool:
        """HMAC-SHA256 over X-Sandbox-Timestamp, a full stop and the body."""
        return conversing.is_genuine(body, headers, secret)

    def told(self, body: bytes) -> Sequence[Told]:
        """The one event of a body, with the message as it was then. Raises ValueError."""
        return conversing.told(body)

    def post_figures(self, account: Account, remote_ids: Sequence[str]) -> Mapping[str, PostFigures]:
        """Figures of up to twenty posts. Raises Busy, Reconnect."""
        return measuring.post_figures(account, remote_ids)

    def account_figures(self, account: Account) -> AccountFigures:
        """The account's own figures. Raises Busy, Reconnect."""
        return measuring.account_figures(account)

    def find(self, account: Account, draft: Draft, key: str) -> Published | None:
        """The post that was made with `key`; None when the server says that there is none."""
        call = wire.Call("GET", calls.api(account.origin, "posts"))
        found = calls.ask(call, headers=calls.bearer(account), params={"key": key}).get("posts")
        if not isinstance(found, list):
            raise Busy("unreadable_answer", "no list in the answer")
        return _published(account, found[0], call) if found else None


def _grant(found: Mapping[str, object], call: wire.Call) -> Grant:
    access, refresh = wire.token_of(found, "access_token"), wire.token_of(found, "refresh_token")
    if not access or not refresh:
        raise wire.stumble(call, "unreadable_answer", "no tokens in the answer")
    return Grant({"access": access, "refresh": refresh}, calls.moment(found.get("expires_at")))


def _upload(account: Account, picture: Picture, signed: Mapping[str, str]) -> dict[str, str]:
    call = wire.Call("POST", calls.api(account.origin, "media"))
    headers = {**signed, "Content-Type": picture.mime}
    found = calls.ask(call, headers=headers, content=picture.content, timeout=_UPLOAD)
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
