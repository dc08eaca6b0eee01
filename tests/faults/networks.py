"""Two networks that exist for tests only: one that can only be asked, one that says nothing at all.

Both are the practice network without keys; they connect to its configured server.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from unittest.mock import patch

from networks import registry, sandbox, wire
from networks import sandbox_calls as calls
from networks.base import Account, Draft, Go, Prepared, Published, Repeat
from networks.errors import Busy, Refused
from networks.sandbox import Sandbox

RECENT = 50
SLACK_SECONDS = 2
"""How much earlier than our first attempt a post of ours may be dated: whole seconds and clocks side by side."""


class _WithoutKeys(Sandbox):
    """Sends without a key: each accepted call makes a post of its own."""

    def publish(self, account: Account, prepared: Prepared, key: str, go: Go) -> Published:
        """Send the post, in one call, with an empty key: the server then has none."""
        return super().publish(account, prepared, "", go)


class FakeRead(_WithoutKeys):
    """What was posted can be read back, newest first."""

    key = "fakeread"
    name = "Fake Read"
    repeat = Repeat.BY_READING

    def find(self, account: Account, draft: Draft, key: str) -> Published | None:
        """The oldest own post with this text and as many pictures, made since the first attempt."""
        call = wire.Call("GET", calls.api(account.origin, "posts"))
        params = {"recent": str(RECENT)}
        found = calls.ask(call, headers=calls.bearer(account), params=params).get("posts")
        if not isinstance(found, list):
            raise Busy("unreadable_answer", "no list in the answer")
        fitting = [post for post in found if _is_draft(post, draft, call)]
        return sandbox._published(account, fitting[-1], call) if fitting else None


class FakeNever(_WithoutKeys):
    """Nobody can know afterwards."""

    key = "fakenever"
    name = "Fake Never"
    repeat = Repeat.NEVER

    def find(self, account: Account, draft: Draft, key: str) -> Published | None:
        """Raises Refused: there is nothing to ask."""
        raise Refused("nothing_to_ask", "this network does not show its posts")


def _is_draft(post: object, draft: Draft, call: wire.Call) -> bool:
    """Whether a post in an answer is what the draft would have become. Raises Busy for nonsense."""
    if not isinstance(post, Mapping):
        raise wire.stumble(call, "unreadable_answer", "a post that is none")
    media, created = post.get("media"), post.get("created_at")
    if not isinstance(media, list) or not isinstance(created, int):
        raise wire.stumble(call, "unreadable_answer", "a post without pictures or time")
    since = draft.created_at.timestamp() - SLACK_SECONDS if draft.created_at else 0.0
    return post.get("text") == draft.text and len(media) == len(draft.pictures) and created >= since


def register() -> None:
    """Make both known to this process. Harmless when repeated."""
    known = {network.key for network in registry.all_networks()}
    for network in (FakeRead(), FakeNever()):
        if network.key not in known:
            registry.register(network)


@contextmanager
def registered() -> Iterator[None]:
    """Both are known inside the block, and no longer afterwards."""
    with patch.dict(registry._BY_KEY):
        register()
        yield
