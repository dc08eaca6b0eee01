"""Everything the sandbox remembers, in one sqlite file that several threads and processes share."""

from __future__ import annotations

import hashlib
import json
import re
import secrets
import sqlite3
import threading
import time
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ACCESS_SECONDS = 7200
REFRESH_SECONDS = 90 * 86400
_SCHEMA = (Path(__file__).parent / "schema.sql").read_text(encoding="utf-8")
_TO_ASCII = str.maketrans({"ı": "i", "ə": "e", "ø": "o", "ł": "l", "ß": "ss"})


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody in the sandbox; `id` never changes."""

    id: str
    handle: str
    name: str


@dataclass(frozen=True, slots=True)
class Tokens:
    """A fresh pair. `expires_at` of the access token in epoch seconds."""

    access: str
    refresh: str
    expires_at: int


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture in a post."""

    id: str
    alt: str


@dataclass(frozen=True, slots=True)
class Post:
    """One post; `times_sent` counts how often its key arrived. `created_at` in epoch seconds."""

    id: str
    key: str
    text: str
    media: Sequence[Shown]
    language: str
    created_at: int
    times_sent: int


def handle_from(typed: str) -> str:
    """A handle of 1 to 30 of `a-z 0-9 -` from what a person invented; "" when nothing is left."""
    plain = unicodedata.normalize("NFKD", typed.lower().translate(_TO_ASCII))
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:30].strip("-")


class Store:
    """The sqlite file; opened at the first use in each thread, so that it survives forks."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._threads = threading.local()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """One writing transaction; waits up to five seconds for another."""
        connection = self._connection()
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield connection
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")

    def rows(self, query: str, *values: object) -> list[sqlite3.Row]:
        """All rows of a reading query."""
        return self._connection().execute(query, values).fetchall()

    def _connection(self) -> sqlite3.Connection:
        known: sqlite3.Connection | None = getattr(self._threads, "connection", None)
        if known is None:
            known = self._threads.connection = self._open()
        return known

    def _open(self) -> sqlite3.Connection:
        self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        connection = sqlite3.connect(self._file, timeout=5.0, isolation_level=None)
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.executescript(_SCHEMA)
        return connection

    # Accounts and tokens

    def join(self, typed: str) -> Account | None:
        """The account with this handle, made when it is new; None for an empty handle."""
        handle = handle_from(typed)
        if not handle:
            return None
        row = (f"sb_{secrets.token_hex(8)}", handle, typed.strip()[:60], int(time.time()))
        with self.transaction() as connection:
            connection.execute("INSERT OR IGNORE INTO account VALUES (?, ?, ?, ?)", row)
        return self.account_by_handle(handle)

    def account_by_handle(self, handle: str) -> Account | None:
        """The account with exactly this handle."""
        rows = self.rows("SELECT * FROM account WHERE handle = ?", handle)
        return account_of(rows[0]) if rows else None

    def accounts(self) -> list[tuple[Account, int]]:
        """All accounts by handle, with the number of their posts."""
        rows = self.rows(
            "SELECT account.*, count(post.id) AS posts FROM account "
            "LEFT JOIN post ON post.account_id = account.id AND NOT EXISTS "
            "(SELECT 1 FROM talk WHERE post_id = post.id AND (parent_id IS NOT NULL OR deleted_at IS NOT NULL)) "
            "GROUP BY account.id ORDER BY handle"
        )
        return [(account_of(row), row["posts"]) for row in rows]

    def issue(self, account_id: str) -> Tokens:
        """A new pair of tokens; only their hashes are kept."""
        with self.transaction() as connection:
            return _issue(connection, account_id)

    def account(self, account_id: str) -> Account | None:
        """The account with this id."""
        rows = self.rows("SELECT * FROM account WHERE id = ?", account_id)
        return account_of(rows[0]) if rows else None

    def holder(self, token: str) -> tuple[Account, bool] | None:
        """Whose access token this is and whether it is still fresh; None when nobody knows it."""
        rows = self.rows(
            "SELECT account.*, token.expires_at FROM token JOIN account "
            "ON account.id = token.account_id WHERE token.hash = ? AND token.kind = 'access'",
            _hash(token),
        )
        return (account_of(rows[0]), rows[0]["expires_at"] > time.time()) if rows else None

    def refresher(self, token: str) -> Account | None:
        """Whose usable refresh token this is."""
        rows = self.rows(
            "SELECT account.* FROM token JOIN account ON account.id = token.account_id "
            "WHERE token.hash = ? AND token.kind = 'refresh' AND token.expires_at > ?",
            _hash(token),
            int(time.time()),
        )
        return account_of(rows[0]) if rows else None

    def rotate(self, token: str) -> Tokens | None:
        """A new pair for a refresh token: it works twice (one lost answer is forgiven), then it is
        dead.
        """
        with self.transaction() as connection:
            row = connection.execute(
                "UPDATE token SET uses_left = uses_left - 1 WHERE hash = ? AND kind = 'refresh' "
                "AND uses_left > 0 AND expires_at > ? RETURNING account_id",
                (_hash(token), int(time.time())),
            ).fetchone()
            return _issue(connection, row["account_id"]) if row else None

    def expire(self, account_id: str) -> None:
        """Let all access tokens of an account run out now."""
        with self.transaction() as connection:
            connection.execute(
                "UPDATE token SET expires_at = 0 WHERE account_id = ? AND kind = 'access'",
                (account_id,),
            )

    def revoke(self, account_id: str) -> None:
        """Forget all tokens of an account."""
        with self.transaction() as connection:
            connection.execute("DELETE FROM token WHERE account_id = ?", (account_id,))

    # Pictures and posts

    def keep_picture(self, account_id: str, mime: str, content: bytes) -> str:
        """The id of a picture, made from its content: keeping it twice is harmless."""
        name = hashlib.sha256(account_id.encode() + mime.encode() + content).hexdigest()[:32]
        with self.transaction() as connection:
            row = (name, account_id, mime, content)
            connection.execute("INSERT OR IGNORE INTO media VALUES (?, ?, ?, ?)", row)
        return name

    def picture(self, name: str) -> tuple[str, bytes] | None:
        """Media type and bytes of a picture."""
        rows = self.rows("SELECT mime, content FROM media WHERE id = ?", name)
        return (rows[0]["mime"], rows[0]["content"]) if rows else None

    def has_pictures(self, account_id: str, names: Sequence[str]) -> bool:
        """Whether all these pictures are this account's."""
        rows = self.rows("SELECT id FROM media WHERE account_id = ?", account_id)
        return {str(name) for name in names} <= {row["id"] for row in rows}

    def add_post(self, account_id: str, key: str, wanted: Mapping[str, str]) -> tuple[Post, bool]:
        """The one post of this key, and whether it is new. `wanted`: text, media, language."""
        with self.transaction() as connection:
            return insert_post(connection, account_id, key, wanted)

    def posts(self, account_id: str, key: str = "") -> list[Post]:
        """The newest 100 posts of an account, without its answers to others; or only the post or answer with this
        key.
        """
        rows = self.rows(
            "SELECT post.* FROM post LEFT JOIN talk ON talk.post_id = post.id WHERE account_id = ?1 "
            "AND talk.deleted_at IS NULL AND iif(?2 = '', talk.parent_id IS NULL, key = ?2) "
            "ORDER BY created_at DESC, post.rowid DESC LIMIT 100",
            account_id,
            key,
        )
        return [_post(row) for row in rows]

    def post(self, account_id: str, name: str) -> Post | None:
        """One post or answer of an account."""
        rows = self.rows(
            "SELECT post.* FROM post LEFT JOIN talk ON talk.post_id = post.id "
            "WHERE account_id = ? AND id = ? AND talk.deleted_at IS NULL",
            account_id,
            name,
        )
        return _post(rows[0]) if rows else None


def insert_post(
    connection: sqlite3.Connection, account_id: str, key: str, wanted: Mapping[str, str]
) -> tuple[Post, bool]:
    """The one post of this key, inside somebody's transaction, and whether it is new."""
    row = (
        secrets.token_hex(6),
        account_id,
        key or f"-{secrets.token_hex(8)}",
        wanted["text"],
        wanted["media"],
        wanted["language"],
        int(time.time()),
    )
    made = connection.execute(
        "INSERT INTO post (id, account_id, key, text, media, language, created_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (account_id, key) "
        "DO UPDATE SET times_sent = times_sent + 1 RETURNING *",
        row,
    ).fetchone()
    return _post(made), made["id"] == row[0]


def account_of(row: sqlite3.Row) -> Account:
    """The account in a row with its columns."""
    return Account(row["id"], row["handle"], row["name"])


def _post(row: sqlite3.Row) -> Post:
    media = [Shown(each["id"], each["alt"]) for each in json.loads(row["media"])]
    return Post(
        row["id"],
        row["key"],
        row["text"],
        media,
        row["language"],
        row["created_at"],
        row["times_sent"],
    )


def _issue(connection: sqlite3.Connection, account_id: str) -> Tokens:
    now = int(time.time())
    pair = Tokens(secrets.token_urlsafe(32), secrets.token_urlsafe(32), now + ACCESS_SECONDS)
    rows = [
        (_hash(pair.access), account_id, "access", pair.expires_at, 1),
        (_hash(pair.refresh), account_id, "refresh", now + REFRESH_SECONDS, 2),
    ]
    connection.executemany("INSERT INTO token VALUES (?, ?, ?, ?, ?)", rows)
    return pair


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
