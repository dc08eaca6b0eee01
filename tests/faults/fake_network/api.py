"""The network's API below /sandbox/api/, answered as the practice network answers it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from tests.faults.fake_network.wire import Answer, Json, Request, data
from tests.faults.fake_network.world import Account, Post, Token, World, handle_from, text_hash

PREFIX = "/sandbox/api/"
KINDS = ("image/jpeg", "image/png", "image/webp", "image/gif")
PLACES = {
    ("POST", "connect"): "connect",
    ("POST", "token"): "token",
    ("GET", "me"): "me",
    ("POST", "media"): "media",
    ("POST", "posts"): "posts",
    ("GET", "posts"): "find",
}


class Refusal(Exception):
    """The network says no in its usual way."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(code)
        self.answer = failure(status, code, message)


def failure(status: int, code: str, message: str = "", headers: dict[str, str] | None = None) -> Answer:
    """An error as the network words it."""
    return data({"error": code, "message": message or code}, status, headers)


@dataclass(slots=True)
class Call:
    """One call: who asks for what, and its line in the ledger."""

    request: Request
    on: str
    values: Json
    account: Account | None
    token: Token | None
    entry: Json

    @property
    def who(self) -> Account:
        """The account that signed."""
        if self.account is None:
            raise Refusal(401, "invalid_token", "Nobody knows this token.")
        return self.account

    @property
    def origin(self) -> str:
        """How the caller reached us."""
        return f"http://{self.request.headers.get('host', 'localhost')}"


def place_of(request: Request) -> str:
    """What the call is about; "" for what the network does not know."""
    if request.method == "GET" and request.path.startswith(f"{PREFIX}posts/"):
        return "there" if request.path.endswith("/there") else ""
    return PLACES.get((request.method, request.path.removeprefix(PREFIX)), "")


def signer(world: World, request: Request) -> Token | None:
    """The access token of a request, alive or not."""
    return world.tokens.get(request.headers.get("authorization", "").removeprefix("Bearer "))


def begin(world: World, request: Request) -> Call:
    """Write a whole call into the ledger; nothing else happens yet."""
    on = place_of(request)
    values = {} if on == "media" else request.json()
    token = signer(world, request)
    if on == "token":
        token = world.tokens.get(_text(values.get("refresh_token")))
    account = token.account if token else None
    if on == "connect":
        account = world.accounts.get(handle_from(_text(values.get("handle"))))
    entry = _entry(world, request, on, values, account)
    entry["token_handle"] = token.account.handle if token else None
    return Call(request, on, values, account, token, entry)


def _entry(world: World, request: Request, on: str, values: Json, account: Account | None) -> Json:
    text = _text(values.get("text")) if on == "posts" else None
    media = [one["id"] for one in _media(values)] if on == "posts" else []
    entry: Json = {
        "n": len(world.calls) + 1,
        "at": time.time(),
        "handle": account.handle if account else None,
        "on": on,
        "method": request.method,
        "key": request.headers.get("idempotency-key") or request.query.get("key"),
        "text": text,
        "text_hash": None if text is None else text_hash(text, media),
        "status": None,
        "accepted": None,
        "repeated": None,
        "token_handle": None,
        "rule": None,
        "rule_id": None,
        "not_before": None,
    }
    world.calls.append(entry)
    return entry


def authenticate(world: World, call: Call) -> None:
    """Refuse what the network refuses before it looks at anything else. Raises Refusal."""
    if not call.on:
        raise Refusal(404, "not_found", "There is no such call.")
    if call.on in ("connect", "token"):
        return
    if call.token is None or call.token.kind != "access" or call.token.dead:
        raise Refusal(401, "invalid_token", "Nobody knows this token.")
    if call.token.expires_at <= world.now():
        raise Refusal(401, "expired_token", "The access token has run out.")


def perform(world: World, call: Call) -> Answer:
    """What the call is for. Raises Refusal."""
    return _PERFORM[call.on](world, call)


def _connect(world: World, call: Call) -> Answer:
    typed = _text(call.values.get("handle"))
    handle = handle_from(typed)
    if not handle:
        raise Refusal(422, "invalid_handle", "A handle needs at least one letter or digit.")
    account = world.join(handle, typed.strip()[:60])
    call.entry["handle"] = handle
    return data({**who(account, call.origin), **world.issue(account)}, 201)


def who(account: Account, origin: str) -> Json:
    """An account as the network shows it."""
    url = f"{origin}/sandbox/@{account.handle}"
    return {"id": account.id, "handle": account.handle, "name": account.name, "url": url}


def _token(world: World, call: Call) -> Answer:
    token = call.token
    if token is None or token.kind != "refresh" or token.dead or token.uses_left <= 0:
        raise Refusal(400, "invalid_grant", "This refresh token is dead.")
    token.uses_left -= 1
    return data(world.issue(token.account))


def _me(world: World, call: Call) -> Answer:
    return data(who(call.who, call.origin))


def _keep_picture(world: World, call: Call) -> Answer:
    mime = call.request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if mime not in KINDS:
        raise Refusal(415, "picture_kind", "Only JPEG, PNG, WebP and GIF.")
    if not 0 < len(call.request.body) <= 5_000_000:
        raise Refusal(413, "too_large", "A picture has 1 to 5000000 bytes.")
    return data({"id": world.keep_picture(call.who, mime, call.request.body)}, 201)


def _send_post(world: World, call: Call) -> Answer:
    wanted = check(call)
    key = call.request.headers.get("idempotency-key", "")[:200]
    is_known = call.who.knows_keys and key in call.who.by_key
    if wanted["in_reply_to"] and not is_known and not world.is_there(wanted["in_reply_to"]):
        raise Refusal(410, "gone", "What is answered is not there any more.")
    post, is_new = world.add_post(call.who, key, wanted, call.origin)
    call.entry["accepted" if is_new else "repeated"] = post.id
    return data(shown(post), 201 if is_new else 200)


def check(call: Call) -> Json:
    """Text and pictures of a post that keeps the rules. Raises Refusal."""
    text, media = _text(call.values.get("text")), _media(call.values)
    if len(text) > 10_000:
        raise Refusal(422, "text_too_long", "The text is too long.")
    if not text.strip() and not media:
        raise Refusal(422, "empty", "A post needs words or a picture.")
    if len(media) > 4 or not {one["id"] for one in media} <= call.who.media:
        raise Refusal(422, "media", "At most 4 pictures, sent before.")
    return {"text": text, "media": media, "in_reply_to": _text(call.values.get("in_reply_to"))}


def shown(post: Post) -> Json:
    """A post as the network shows it."""
    return {
        "id": post.id,
        "status": "live",
        "url": post.url,
        "key": post.key,
        "text": post.text,
        "media": post.media,
        "created_at": post.created_at,
        "times_sent": post.times_sent,
        "account": post.account.id,
    }


def _find(world: World, call: Call) -> Answer:
    account, key = call.who, call.request.query.get("key", "")
    if not account.shows_posts:
        raise Refusal(404, "not_found", "There is no such call.")
    if account.knows_keys and key:
        found = [account.by_key[key]] if key in account.by_key else []
    else:
        found = account.posts[: -1 - min(100, _number(call.request.query.get("recent", ""), 100)) : -1]
    return data({"posts": [shown(post) for post in found]})


def _there(world: World, call: Call) -> Answer:
    name = call.request.path.removeprefix(f"{PREFIX}posts/").removesuffix("/there")
    if not world.is_there(name):
        raise Refusal(410, "gone", "It is not there any more.")
    return data({"id": name})


def _number(told: str, default: int) -> int:
    return int(told) if told.isdecimal() and len(told) < 9 else default


def _text(value: object) -> str:
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else ""


def _media(values: Json) -> list[dict[str, str]]:
    listed = values.get("media")
    found = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    return [{"id": _text(one.get("id")), "alt": _text(one.get("alt"))} for one in found]


_PERFORM: dict[str, Callable[[World, Call], Answer]] = {
    "connect": _connect,
    "token": _token,
    "me": _me,
    "media": _keep_picture,
    "posts": _send_post,
    "find": _find,
    "there": _there,
}
