"""The JSON API below /sandbox/api/: sign in, refresh, pictures, posts and answers, switches."""

from __future__ import annotations

import json
from collections.abc import Mapping

from sandbox import switch_form, switches, talk, talk_api
from sandbox.exchange import Answer, Question, Refusal, data, sound
from sandbox.store import Account, Post, Store, Tokens

TEXT_LIMIT = 500
PICTURES = 4
PICTURE_BYTES = 5_000_000
PICTURE_KINDS = ("image/jpeg", "image/png", "image/webp", "image/gif")


def answer(store: Store, question: Question) -> Answer:
    """Answer one API question. Raises Refusal."""
    path = question.path.removeprefix("/sandbox/api/")
    open_call = _OPEN.get((question.method, path))
    if open_call:
        return open_call(store, question)
    account = _signed_by(store, question)
    signed_call = _SIGNED.get((question.method, path))
    if signed_call:
        return signed_call(store, question, account)
    if path.startswith("posts/"):
        return _one_post(store, question, account)
    raise Refusal(404, "not_found", "There is no such call.")


def _signed_by(store: Store, question: Question) -> Account:
    told = question.headers.get("authorization", "")
    holder = store.holder(told.removeprefix("Bearer ")) if told.startswith("Bearer ") else None
    if holder is None:
        raise Refusal(401, "invalid_token", "Nobody knows this token.")
    account, is_fresh = holder
    switches.before_any_call(store, account.id)
    if not is_fresh:
        raise Refusal(401, "expired_token", "The access token has run out.")
    return account


def _connect(store: Store, question: Question) -> Answer:
    account = store.join(sound(question.json().get("handle")))
    if account is None:
        raise Refusal(422, "invalid_handle", "A handle needs at least one letter or digit.")
    shown = {**_who(account, question), **_tokens(store.issue(account.id))}
    return data(shown, status=201)


def _token(store: Store, question: Question) -> Answer:
    old = sound(question.json().get("refresh_token"))
    account = store.refresher(old)
    if account and switches.take(store, account.id, switches.Kind.REVOKED):
        store.revoke(account.id)
    pair = store.rotate(old)
    if pair is None:
        raise Refusal(400, "invalid_grant", "This refresh token is dead.")
    return data(_tokens(pair))


def _tokens(pair: Tokens) -> dict[str, object]:
    return {
        "access_token": pair.access,
        "refresh_token": pair.refresh,
        "expires_at": pair.expires_at,
    }


def _who(account: Account, question: Question) -> dict[str, object]:
    url = f"{question.origin}/sandbox/@{account.handle}"
    return {"id": account.id, "handle": account.handle, "name": account.name, "url": url}


def _me(store: Store, question: Question, account: Account) -> Answer:
    return data(_who(account, question))


def _keep_picture(store: Store, question: Question, account: Account) -> Answer:
    mime = question.headers["content-type"].partition(";")[0].strip().lower()
    if mime not in PICTURE_KINDS:
        raise Refusal(415, "picture_kind", "Only JPEG, PNG, WebP and GIF.")
    if not 0 < len(question.body) <= PICTURE_BYTES:
        raise Refusal(413, "too_large", f"A picture has 1 to {PICTURE_BYTES} bytes.")
    return data({"id": store.keep_picture(account.id, mime, question.body)}, status=201)


def _send_post(store: Store, question: Question, account: Account) -> Answer:
    switches.before_a_post(store, account.id)
    wanted = _wanted(store, question.json(), account)
    if switches.is_rejected(store, account.id):
        return data({"status": "rejected", "reason": "The sandbox was told to reject this."})
    key = sound(question.headers.get("idempotency-key"))[:200]
    post, is_new = talk.say(store, account, key, wanted, sound(question.json().get("in_reply_to")))
    if is_new:
        talk_api.tell(store, post.id, question.origin)
    switches.after_a_post(store, account.id)
    return data(_shown(post, account, question), status=201 if is_new else 200)


def _wanted(store: Store, values: Mapping[str, object], account: Account) -> dict[str, str]:
    """Text, pictures and language of a post that keeps the rules. Raises Refusal."""
    text, media = sound(values.get("text")), _media(values)
    if len(text) > TEXT_LIMIT * 20:
        raise Refusal(422, "text_too_long", "The text is too long.")
    if not text.strip() and not media:
        raise Refusal(422, "empty", "A post needs words or a picture.")
    if len(media) > PICTURES or not store.has_pictures(account.id, [one["id"] for one in media]):
        raise Refusal(422, "media", f"At most {PICTURES} pictures, sent before.")
    languages = values.get("languages")
    first = languages[0] if isinstance(languages, list) and languages else ""
    language = first if isinstance(first, str) and first.isascii() and first.isalpha() else ""
    return {"text": text, "media": json.dumps(media), "language": language[:8]}


def _media(values: Mapping[str, object]) -> list[dict[str, str]]:
    listed = values.get("media") or []
    if not isinstance(listed, list):
        raise Refusal(422, "media", "media is a list.")
    found = [one for one in listed if isinstance(one, dict)]
    return [{"id": sound(one.get("id")), "alt": sound(one.get("alt"))} for one in found]


def _shown(post: Post, account: Account, question: Question) -> dict[str, object]:
    return {
        "id": post.id,
        "account": account.id,
        "status": "live",
        "url": f"{question.origin}/sandbox/@{account.handle}/{post.id}",
        "key": post.key,
        "text": post.text,
        "media": [{"id": one.id, "alt": one.alt} for one in post.media],
        "created_at": post.created_at,
        "times_sent": post.times_sent,
    }


def _list_posts(store: Store, question: Question, account: Account) -> Answer:
    posts = store.posts(account.id, question.query.get("key", ""))
    return data({"posts": [_shown(post, account, question) for post in posts]})


def _one_post(store: Store, question: Question, account: Account) -> Answer:
    name, _, deed = question.path.removeprefix("/sandbox/api/posts/").partition("/")
    if deed or question.method == "PATCH":
        return talk_api.of_one(store, question, account, name, deed)
    post = store.post(account.id, name)
    if post is None:
        raise Refusal(404, "not_found", "There is no such post.")
    if question.method == "DELETE":
        talk.delete(store, account.id, name)
        talk_api.tell(store, name, question.origin)
        return data({"id": name, "status": "deleted"})
    return data(_shown(post, account, question))


def _set_switch(store: Store, question: Question) -> Answer:
    fields = question.json()
    account = switch_account(store, fields)
    if fields.get("off"):
        switches.turn_off(store, account.id, switch_form.kind_of(fields))
    else:
        switches.turn_on(store, account.id, switch_form.read(fields))
    on = [switch.kind.value for switch in switches.turned_on(store, account.id)]
    return data({"handle": account.handle, "on": on})


def switch_account(store: Store, fields: Mapping[str, object]) -> Account:
    """The account that a switch is meant for. Raises Refusal."""
    account = store.account_by_handle(sound(fields.get("handle")))
    if account is None:
        raise Refusal(404, "not_found", "There is no such account.")
    return account


_OPEN = {
    ("POST", "connect"): _connect,
    ("POST", "token"): _token,
    ("POST", "switches"): _set_switch,
}
_SIGNED = {
    ("GET", "me"): _me,
    ("POST", "media"): _keep_picture,
    ("GET", "posts"): _list_posts,
    ("POST", "posts"): _send_post,
    **talk_api.SIGNED,
}
