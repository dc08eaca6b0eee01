"""What the network remembers: accounts, tokens, posts, and a ledger of every call."""

from __future__ import annotations

import hashlib
import itertools
import json
import re
import secrets
import time
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tests.faults.fake_network.wire import Json

ACCESS_SECONDS = 7200
_TO_ASCII = str.maketrans({"ı": "i", "ə": "e", "ø": "o", "ł": "l", "ß": "ss"})


@dataclass(slots=True)
class Post:
    """One live post; `created_at` by the network's clock, `at` by this machine's."""

    id: str
    account: Account
    key: str
    text: str
    media: Sequence[Mapping[str, str]]
    url: str
    created_at: int
    at: float
    times_sent: int = 1
    in_reply_to: str = ""


@dataclass(slots=True)
class Account:
    """Somebody in the network. The prefix of the handle says how it treats repeated posts."""

    id: str
    handle: str
    name: str
    posts: list[Post] = field(default_factory=list)
    by_key: dict[str, Post] = field(default_factory=dict)
    media: set[str] = field(default_factory=set)

    @property
    def knows_keys(self) -> bool:
        """The same key makes the same post."""
        return not self.handle.startswith(("read-", "never-"))

    @property
    def shows_posts(self) -> bool:
        """Own posts can be listed."""
        return not self.handle.startswith("never-")


@dataclass(slots=True)
class Token:
    """A secret, kept for ever so that the ledger can name its account. `serial` orders tokens and rules."""

    account: Account
    kind: str
    serial: int
    expires_at: float
    uses_left: int = 1
    dead: bool = False


def handle_from(typed: str) -> str:
    """A handle of 1 to 60 of `a-z 0-9 -` from what was typed; "" when nothing is left."""
    plain = unicodedata.normalize("NFKD", typed.lower().translate(_TO_ASCII))
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:60].strip("-")


def text_hash(text: str, media_ids: Sequence[str] = ()) -> str:
    """sha256 in hex of a text and the ids of its pictures."""
    return hashlib.sha256(json.dumps([text, list(media_ids)]).encode()).hexdigest()


class World:
    """Everything, in memory. Nothing here waits or fails."""

    def __init__(self) -> None:
        self.serials = itertools.count(1)
        self.skew = 0.0
        self.latency = 0.0
        self.accounts: dict[str, Account] = {}
        self.tokens: dict[str, Token] = {}
        self.calls: list[Json] = []
        self.posts: list[Post] = []

    def now(self) -> float:
        """The network's own clock."""
        return time.time() + self.skew

    def reset(self, *, accounts: bool) -> None:
        """Forget posts and calls, and accounts too if told so."""
        self.calls, self.posts, self.latency, self.skew = [], [], 0.0, 0.0
        for account in self.accounts.values():
            account.posts, account.by_key = [], {}
        if accounts:
            self.accounts, self.tokens = {}, {}

    def join(self, handle: str, name: str = "") -> Account:
        """The account with exactly this handle, made when it is new. Its id depends on the handle alone."""
        known = self.accounts.get(handle)
        if known is None:
            remote_id = f"sb_{hashlib.sha256(handle.encode()).hexdigest()[:16]}"
            known = self.accounts[handle] = Account(remote_id, handle, name or handle)
        return known

    def issue(self, account: Account, seconds: float = ACCESS_SECONDS) -> Json:
        """A new pair of tokens, as the network answers it."""
        serial, access, refresh = next(self.serials), secrets.token_urlsafe(24), secrets.token_urlsafe(24)
        until = self.now() + seconds
        self.tokens[access] = Token(account, "access", serial, until)
        self.tokens[refresh] = Token(account, "refresh", serial, float("inf"), uses_left=2)
        return {"access_token": access, "refresh_token": refresh, "expires_at": int(until)}

    def expire(self, account: Account, before: int | None = None) -> None:
        """Let the access tokens of an account run out, those issued before a serial or all."""
        for token in self._tokens_of(account, before):
            if token.kind == "access":
                token.expires_at = 0.0

    def revoke(self, account: Account, before: int | None = None) -> None:
        """Kill the tokens of an account."""
        for token in self._tokens_of(account, before):
            token.dead = True

    def _tokens_of(self, account: Account, before: int | None) -> list[Token]:
        mine = [token for token in self.tokens.values() if token.account is account]
        return mine if before is None else [token for token in mine if token.serial < before]

    def keep_picture(self, account: Account, mime: str, content: bytes) -> str:
        """The id of a picture, made from its content; the content itself is not kept."""
        name = hashlib.sha256(account.id.encode() + mime.encode() + content).hexdigest()[:32]
        account.media.add(name)
        return name

    def is_there(self, name: str) -> bool:
        """Whether a post with this id stands there."""
        return any(post.id == name for post in self.posts)

    def add_post(self, account: Account, key: str, wanted: Json, origin: str) -> tuple[Post, bool]:
        """The post, and whether this call made it."""
        known = account.by_key.get(key) if key and account.knows_keys else None
        if known is not None:
            known.times_sent += 1
            return known, False
        name = secrets.token_hex(6)
        url = f"{origin}/sandbox/@{account.handle}/{name}"
        made = Post(name, account, key, wanted["text"], wanted["media"], url, int(self.now()), time.time())
        made.in_reply_to = wanted.get("in_reply_to", "")
        self.posts.append(made)
        account.posts.append(made)
        if key and account.knows_keys:
            account.by_key[key] = made
        return made, True
