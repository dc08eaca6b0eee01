"""What people say to each other: answers under posts, mentions by name, and who hears of them.

Everything said is a post. An answer, and a post that names somebody, has a row in `talk`; `heard` holds one row for
each account that hears of it, with a number that grows again whenever the message changes.
"""

from __future__ import annotations

import json
import re
import sqlite3
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sandbox.exchange import Refusal
from sandbox.store import Account, Post, Store, insert_post

KINDS = ("comment", "reply", "mention")
_NAMED = re.compile(r"(?<![\w@])@([a-z0-9][a-z0-9-]{0,29})")
_SAID = """
SELECT heard.seq, heard.account_id AS hearer, heard.kind, post.*, talk.thread_id, talk.parent_id, talk.edited_at,
  talk.deleted_at, talk.is_hidden, account.handle, account.name
FROM heard JOIN post ON post.id = heard.post_id JOIN talk ON talk.post_id = post.id
JOIN account ON account.id = post.account_id
"""
_UNDER = """
SELECT 0 AS seq, post.account_id AS hearer, 'reply' AS kind, post.*, talk.thread_id, talk.parent_id, talk.edited_at,
  talk.deleted_at, talk.is_hidden, account.handle, account.name
FROM talk JOIN post ON post.id = talk.post_id JOIN account ON account.id = post.account_id
WHERE talk.thread_id = ? AND talk.parent_id IS NOT NULL AND talk.deleted_at IS NULL
ORDER BY post.created_at, post.rowid LIMIT 500
"""


@dataclass(frozen=True, slots=True)
class Message:
    """One message as one account hears it; `seq` grows with every change. Moments in epoch seconds."""

    seq: int
    hearer: str
    kind: str
    id: str
    author: Account
    text: str
    pictures: Sequence[str]
    said_at: int
    edited_at: int | None
    is_deleted: bool
    is_hidden: bool
    thread: str
    parent: str | None


def say(
    store: Store, author: Account, key: str, wanted: Mapping[str, str], to: str = ""
) -> tuple[Post, bool]:
    """The one post of this key, as an answer to the post `to` unless that is ""; and whether it is new.

    Raises Refusal (gone) when a new answer has nothing left to answer.
    """
    with store.transaction() as connection:
        post, is_new = insert_post(connection, author.id, key, wanted)
        if is_new:
            _spread(connection, post, author, to)
    return post, is_new


def _spread(connection: sqlite3.Connection, post: Post, author: Account, to: str) -> None:
    thread = _thread_of(connection, to) if to else post.id
    hearers = _hearers(connection, post, author, thread, to)
    if to or hearers:
        values = (post.id, thread, to or None)
        connection.execute("INSERT INTO talk (post_id, thread_id, parent_id) VALUES (?, ?, ?)", values)
    rows = [(hearer, post.id, kind) for hearer, kind in hearers.items()]
    connection.executemany("INSERT INTO heard (account_id, post_id, kind) VALUES (?, ?, ?)", rows)


def _thread_of(connection: sqlite3.Connection, name: str) -> str:
    """The first post of the thread in which a post stands. Raises Refusal when one of both is gone."""
    row = connection.execute(
        "SELECT root.id FROM post LEFT JOIN talk ON talk.post_id = post.id "
        "JOIN post AS root ON root.id = coalesce(talk.thread_id, post.id) "
        "LEFT JOIN talk AS rooted ON rooted.post_id = root.id "
        "WHERE post.id = ? AND talk.deleted_at IS NULL AND rooted.deleted_at IS NULL",
        (name,),
    ).fetchone()
    if row is None:
        raise Refusal(410, "gone", "What is answered is not there any more.")
    return str(row["id"])


def _hearers(
    connection: sqlite3.Connection, post: Post, author: Account, thread: str, to: str
) -> dict[str, str]:
    """Who hears of a new message, and as what: whose post it stands under, who is answered, who is named."""
    named = [(handle,) for handle in _NAMED.findall(post.text.lower())]
    heard = {
        row["id"]: "mention"
        for one in named
        for row in connection.execute("SELECT id FROM account WHERE handle = ?", one)
        if row["id"] != author.id
    }
    if not to:
        return heard
    kind = "comment" if to == thread else "reply"
    owners = connection.execute("SELECT account_id FROM post WHERE id IN (?, ?)", (thread, to)).fetchall()
    return {**heard, **{row["account_id"]: kind for row in owners}, author.id: kind}


def edit(store: Store, author: Account, name: str, text: str) -> bool:
    """Change the words of one's own post or answer; whether there was one."""
    with store.transaction() as connection:
        done = connection.execute(
            "UPDATE post SET text = ? WHERE id = ? AND account_id = ?", (text, name, author.id)
        )
        now = (int(time.time()), name)
        connection.execute("UPDATE talk SET edited_at = ? WHERE post_id = ? AND deleted_at IS NULL", now)
        _again(connection, name)
        return done.rowcount > 0


def delete(store: Store, author_id: str, name: str) -> bool:
    """Delete one's own post for good; its key may then make a new one. Whether there was one.

    What others have heard of loses its words and stays as a deletion that they hear of.
    """
    with store.transaction() as connection:
        own = "FROM post WHERE account_id = ? AND id = ? AND id NOT IN (SELECT post_id FROM heard)"
        if connection.execute(f"DELETE {own}", (author_id, name)).rowcount:
            return True
        emptied = connection.execute(
            "UPDATE post SET text = '', media = '[]', key = 'deleted ' || id WHERE account_id = ? AND id = ? "
            "AND id IN (SELECT post_id FROM talk WHERE deleted_at IS NULL)",
            (author_id, name),
        )
        if emptied.rowcount:
            now = (int(time.time()), name)
            connection.execute("UPDATE talk SET deleted_at = ? WHERE post_id = ?", now)
            _again(connection, name)
        return emptied.rowcount > 0


def hide(store: Store, account: Account, name: str, *, on: bool) -> bool:
    """Hide an answer under one's own post from others, or show it again. Whether one may: it must stand there."""
    with store.transaction() as connection:
        values = (int(on), name, account.id)
        done = connection.execute(
            "UPDATE talk SET is_hidden = ? WHERE post_id = ? AND deleted_at IS NULL AND parent_id IS NOT NULL "
            "AND thread_id IN (SELECT id FROM post WHERE account_id = ?)",
            values,
        )
        return done.rowcount > 0


def _again(connection: sqlite3.Connection, name: str) -> None:
    """Let everybody who heard of a message hear of it once more, behind everything else."""
    connection.execute(
        "INSERT OR REPLACE INTO heard (account_id, post_id, kind) "
        "SELECT account_id, post_id, kind FROM heard WHERE post_id = ?",
        (name,),
    )


def is_there(store: Store, name: str) -> bool:
    """Whether a post or answer with this id stands on the network."""
    rows = store.rows(
        "SELECT 1 FROM post LEFT JOIN talk ON talk.post_id = id WHERE id = ? AND deleted_at IS NULL", name
    )
    return bool(rows)


def heard(store: Store, account_id: str, kinds: Sequence[str], after: int, limit: int) -> list[Message]:
    """What an account heard of after a number, in the order in which it was said or changed."""
    marks = ", ".join("?" * len(kinds))
    asked = f"{_SAID} WHERE heard.account_id = ? AND heard.seq > ? AND heard.kind IN ({marks}) ORDER BY seq LIMIT ?"
    return [_message(row) for row in store.rows(asked, account_id, after, *kinds, limit)]


def hearings(store: Store, name: str) -> list[Message]:
    """One message as each of those who hear of it does."""
    return [_message(row) for row in store.rows(f"{_SAID} WHERE post.id = ? ORDER BY seq", name)]


def under(store: Store, name: str) -> list[Message]:
    """The first 500 answers in the thread of a post, oldest first; `seq` means nothing here."""
    return [_message(row) for row in store.rows(_UNDER, name)]


def _message(row: sqlite3.Row) -> Message:
    return Message(
        seq=row["seq"],
        hearer=row["hearer"],
        kind=row["kind"],
        id=row["id"],
        author=Account(row["account_id"], row["handle"], row["name"]),
        text=row["text"],
        pictures=[each["id"] for each in json.loads(row["media"])],
        said_at=row["created_at"],
        edited_at=row["edited_at"],
        is_deleted=row["deleted_at"] is not None,
        is_hidden=bool(row["is_hidden"]),
        thread=row["thread_id"],
        parent=row["parent_id"],
    )
