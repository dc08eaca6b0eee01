"""The forms with which a visitor acts as somebody: comment, mention, change, delete, like, follow."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sandbox import figures, talk, talk_api
from sandbox.exchange import Answer, Question, Refusal, see_other, sound
from sandbox.store import Account, Store

TEXT = 500
Fields = Mapping[str, str]


def act(store: Store, question: Question) -> Answer:
    """Do what a form asks for, as the account with the typed name (made when it is new). Raises Refusal."""
    fields = question.form()
    done = _DEEDS.get(fields.get("do", ""))
    if done is None:
        raise Refusal(422, "unknown_deed", "There is no such form.")
    somebody = store.join(sound(fields.get("as")))
    if somebody is None:
        raise Refusal(422, "invalid_handle", "Type a name with at least one letter or digit.")
    touched = done(store, somebody, fields)
    if touched:
        talk_api.tell(store, touched, question.origin)
    return see_other(_back(fields))


def _back(fields: Fields) -> str:
    """The page the form stood on; pages of ours only."""
    page = fields.get("back", "")
    is_ours = page.startswith("/sandbox/@") and page.isascii() and page.isprintable()
    return page if is_ours else "/sandbox/"


def _say(store: Store, somebody: Account, fields: Fields) -> str:
    wanted = {"text": _text(fields), "media": "[]", "language": ""}
    post, _ = talk.say(store, somebody, "", wanted, sound(fields.get("post")))
    return post.id


def _text(fields: Fields) -> str:
    text = sound(fields.get("text"))
    if not text.strip() or len(text) > TEXT:
        raise Refusal(422, "empty", f"Write 1 to {TEXT} characters.")
    return text


def _edit(store: Store, somebody: Account, fields: Fields) -> str:
    name = sound(fields.get("post"))
    return name if talk.edit(store, somebody, name, _text(fields)) else ""


def _delete(store: Store, somebody: Account, fields: Fields) -> str:
    name = sound(fields.get("post"))
    return name if talk.delete(store, somebody.id, name) else ""


def _like(store: Store, somebody: Account, fields: Fields) -> str:
    name = sound(fields.get("post"))
    if talk.is_there(store, name):
        figures.like(store, somebody.id, name, on=not figures.likes(store, somebody.id, name))
    return ""


def _follow(store: Store, somebody: Account, fields: Fields) -> str:
    other = store.account_by_handle(sound(fields.get("handle")))
    if other:
        figures.follow(store, somebody.id, other.id, on=True)
    return ""


_DEEDS: dict[str, Callable[[Store, Account, Fields], str]] = {
    "say": _say,
    "edit": _edit,
    "delete": _delete,
    "like": _like,
    "follow": _follow,
}
