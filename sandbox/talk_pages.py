"""What people say to each other as HTML: the thread under a post, and the forms to act as somebody."""

from __future__ import annotations

from datetime import UTC, datetime
from html import escape

from sandbox import figures, markup, talk
from sandbox.store import Account, Post, Store
from sandbox.talk import Message

SOMEBODY = "Ayla Demir"
"""The name that stands in the forms until somebody types another."""


def numbers(store: Store, account: Account, post: Post) -> str:
    """What came of a post, in one line, with the way to its thread."""
    told = figures.of_post(store, post)
    path = f"/sandbox/@{escape(account.handle)}/{escape(post.id)}"
    parts = [f"{told['views']:,} views", _many(told["likes"], "like"), _many(told["shares"], "share")]
    comments = f'<a href="{path}">{_many(told["comments"], "comment")}</a>'
    return f'<p class="numbers">{" · ".join(parts)} · {comments}</p>'


def _many(count: int, word: str) -> str:
    return f"{count:,} {word}" if count == 1 else f"{count:,} {word}s"


def thread(store: Store, account: Account, post: Post) -> str:
    """The answers under a post, and the form to write one."""
    path = f"/sandbox/@{account.handle}/{post.id}"
    said = "".join(_message(message, path) for message in talk.under(store, post.id))
    listed = f'<ul class="talk">{said}</ul>' if said else '<p class="empty">Nobody has said anything yet.</p>'
    return f"""<h2>Comments</h2>
{listed}
{_write(path, post.id, "Comment", "Write a comment as")}
{_like(path, post.id)}"""


def _message(message: Message, path: str) -> str:
    moment = datetime.fromtimestamp(message.said_at, tz=UTC)
    changed = " · edited" if message.edited_at else ""
    hidden = " · hidden by the account" if message.is_hidden else ""
    author, name = message.author, escape(message.id)
    answer = f"Answer {escape(author.name)} as"
    return f"""<li id="m-{name}"{' class="inner"' if message.parent != message.thread else ""}>
<header>{markup.face(author)}<span><b>{escape(author.name)}</b> <small>@{escape(author.handle)} ·
<time datetime="{moment.isoformat()}">{moment:%-d %b, %H:%M}</time>{changed}{hidden}</small></span></header>
<p class="words" dir="auto">{markup.words(message.text)}</p>
<details><summary>Answer or change</summary>
{_write(path, message.id, "Answer", answer)}
{_change(message, path)}
</details></li>"""


def _change(message: Message, path: str) -> str:
    """The forms of the author: other words, or none."""
    return f"""<form method="post" action="/sandbox/act" class="board">
{_hidden(path, message.id)}<input type="hidden" name="as" value="{escape(message.author.handle)}">
<label>Other words <textarea name="text" rows="2" maxlength="500">{escape(message.text)}</textarea></label>
<div class="row"><button name="do" value="edit">Change</button>
<button name="do" value="delete" class="quiet">Delete</button></div>
</form>"""


def _write(path: str, name: str, verb: str, label: str) -> str:
    return f"""<form method="post" action="/sandbox/act" class="board">
{_hidden(path, name)}<label>{label} <input name="as" value="{SOMEBODY}" maxlength="60" required></label>
<label>Words <textarea name="text" rows="2" maxlength="500" required></textarea></label>
<div class="row"><button name="do" value="say">{verb}</button></div>
</form>"""


def _like(path: str, name: str) -> str:
    return f"""<form method="post" action="/sandbox/act" class="board">
{_hidden(path, name)}<label>Like the post, or no longer, as
<input name="as" value="{SOMEBODY}" maxlength="60" required></label>
<div class="row"><button name="do" value="like" class="quiet">Like</button></div>
</form>"""


def _hidden(path: str, name: str) -> str:
    back = f'<input type="hidden" name="back" value="{escape(path)}">'
    return back + (f'<input type="hidden" name="post" value="{escape(name)}">' if name else "")


def visitors(account: Account) -> str:
    """The form to follow an account, or to mention it somewhere else."""
    path = f"/sandbox/@{escape(account.handle)}"
    return f"""<details class="visit"><summary>Act as somebody</summary>
<form method="post" action="/sandbox/act" class="board">
{_hidden(path, "")}<input type="hidden" name="handle" value="{escape(account.handle)}">
<label>As <input name="as" value="{SOMEBODY}" maxlength="60" required></label>
<label>Mention it in a post of one’s own
<textarea name="text" rows="2" maxlength="500">@{escape(account.handle)} </textarea></label>
<div class="row"><button name="do" value="say">Post</button>
<button name="do" value="follow" class="quiet">Follow</button></div>
</form></details>"""
