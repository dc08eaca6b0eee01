"""The JSON API of conversations and figures: answers, what an account hears, likes, hiding, webhooks, figures."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Mapping

from sandbox import figures, hooks, switches, talk
from sandbox.exchange import Answer, Question, Refusal, data, sound
from sandbox.hooks import Hook
from sandbox.store import Account, Store
from sandbox.talk import Message

PAGE = 100
POSTS_AT_ONCE = 20
STREAMS = {"comments": ("comment", "reply"), "mentions": ("mention",)}
TEXT = 10_000


def tell(store: Store, name: str, origin: str) -> None:
    """Let everybody who hears of a message hear of it as it is now, by webhook."""
    for message in talk.hearings(store, name):
        hooks.tell(store, message.hearer, {"type": "message", "message": shown(message, origin)})


def shown(message: Message, origin: str) -> dict[str, object]:
    """A message as the API and the webhooks show it."""
    author = message.author
    return {
        "id": message.id,
        "kind": message.kind,
        "author": {
            "id": author.id,
            "handle": author.handle,
            "name": author.name,
            "url": f"{origin}/sandbox/@{author.handle}",
        },
        "text": message.text,
        "pictures": [f"{origin}/sandbox/media/{name}" for name in message.pictures],
        "said_at": message.said_at,
        "edited_at": message.edited_at,
        "is_deleted": message.is_deleted,
        "is_hidden": message.is_hidden,
        "is_own": author.id == message.hearer,
        "url": f"{origin}/sandbox/@{author.handle}/{message.id}",
        "thread": message.thread,
        "parent": message.parent,
    }


def _heard(store: Store, question: Question, account: Account) -> Answer:
    kinds = STREAMS.get(question.query.get("stream", ""))
    if kinds is None:
        raise Refusal(422, "unknown_stream", "There is no such stream.")
    after, limit = _place(question.query.get("cursor", "")), _limit(question.query.get("limit", ""))
    found = talk.heard(store, account.id, kinds, after, limit + 1)
    page = found[:limit]
    answer = {
        "messages": [shown(message, question.origin) for message in page],
        "cursor": _cursor(page[-1].seq if page else after),
        "is_last": len(found) <= limit,
    }
    return data(answer)


def _limit(told: str) -> int:
    return max(1, min(PAGE, int(told))) if told.isdecimal() and told.isascii() and len(told) < 5 else 50


def _cursor(seq: int) -> str:
    return base64.urlsafe_b64encode(f"seq:{seq}".encode()).decode().rstrip("=")


def _place(cursor: str) -> int:
    """The number in a cursor. Raises Refusal."""
    if not cursor:
        return 0
    try:
        words = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("ascii")
    except (binascii.Error, ValueError):
        words = ""
    number = words.removeprefix("seq:")
    if not words.startswith("seq:") or not number.isdecimal() or len(number) > 18:
        raise Refusal(422, "cursor_unusable", "This cursor is none of ours.")
    return int(number)


def of_one(store: Store, question: Question, account: Account, name: str, deed: str) -> Answer:
    """like, hide or edit one post or answer of anybody, or see whether it is there. Raises Refusal."""
    done = _DEEDS.get((question.method, deed))
    if done is None:
        raise Refusal(404, "not_found", "There is no such call.")
    if not talk.is_there(store, name):
        raise Refusal(410, "gone", "It is not there any more.")
    done(store, account, name, question.json())
    if deed in ("", "hide"):
        tell(store, name, question.origin)
    return data({"id": name, "done": deed or "edit"})


def _see(store: Store, account: Account, name: str, told: Mapping[str, object]) -> None:
    """That it is there is all there is to see."""


def _like(store: Store, account: Account, name: str, told: Mapping[str, object]) -> None:
    figures.like(store, account.id, name, on=bool(told.get("on", True)))


def _hide(store: Store, account: Account, name: str, told: Mapping[str, object]) -> None:
    if not talk.hide(store, account, name, on=bool(told.get("on", True))):
        raise Refusal(422, "cannot_hide", "Only what stands under one's own post can be hidden.")


def _edit(store: Store, account: Account, name: str, told: Mapping[str, object]) -> None:
    text = sound(told.get("text"))
    if not text.strip() or len(text) > TEXT:
        raise Refusal(422, "empty", "An answer needs words, and not too many.")
    if not talk.edit(store, account, name, text):
        raise Refusal(403, "not_yours", "Only its author may change it.")


def _order_hook(store: Store, question: Question, account: Account) -> Answer:
    told = question.json()
    hooks.order(store, account.id, Hook(sound(told.get("address")).strip(), sound(told.get("secret"))))
    return data({"ordered": bool(sound(told.get("address")).strip())})


def _follow(store: Store, question: Question, account: Account) -> Answer:
    told = question.json()
    other = store.account_by_handle(sound(told.get("handle")))
    if other is None:
        raise Refusal(404, "not_found", "There is no such account.")
    figures.follow(store, account.id, other.id, on=bool(told.get("on", True)))
    return data({"handle": other.handle})


def _audience(store: Store, question: Question, account: Account) -> Answer:
    told = question.json().get("followers")
    if not isinstance(told, int) or not 0 <= told <= 10**9:
        raise Refusal(422, "followers", "A number of followers.")
    figures.invent_followers(store, account.id, told)
    return data({"followers": told})


def _figures(store: Store, question: Question, account: Account) -> Answer:
    names = [name for name in question.query.get("ids", "").split(",") if name]
    if len(names) > POSTS_AT_ONCE:
        raise Refusal(422, "too_many", f"At most {POSTS_AT_ONCE} posts at once.")
    posts = [post for name in names if (post := store.post(account.id, name))]
    hidden = switches.take(store, account.id, switches.Kind.FIGURES_MISSING)
    return data({"posts": {post.id: {} if hidden else figures.of_post(store, post) for post in posts}})


def _own_figures(store: Store, question: Question, account: Account) -> Answer:
    hidden = switches.take(store, account.id, switches.Kind.FIGURES_MISSING)
    return data({"id": account.id, "figures": {} if hidden else figures.of_account(store, account)})


_DEEDS: dict[tuple[str, str], Callable[[Store, Account, str, Mapping[str, object]], None]] = {
    ("GET", "there"): _see,
    ("POST", "like"): _like,
    ("POST", "hide"): _hide,
    ("PATCH", ""): _edit,
}
SIGNED = {
    ("GET", "heard"): _heard,
    ("POST", "hooks"): _order_hook,
    ("POST", "follow"): _follow,
    ("POST", "audience"): _audience,
    ("GET", "figures"): _figures,
    ("GET", "figures/me"): _own_figures,
}
