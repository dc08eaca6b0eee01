"""Failures that anyone may switch on for an account, for the next calls or until switched off."""

from __future__ import annotations

import time
from dataclasses import dataclass
from email.utils import formatdate
from enum import StrEnum

from sandbox.exchange import Refusal
from sandbox.store import Store

MAX_SECONDS = 600


class Kind(StrEnum):
    """What goes wrong. The first three concern every signed call, the next six sending a post or an answer, then
    figures, and the last four what is sent to an account's webhook.
    """

    SLOW = "slow"
    EXPIRED = "expired"
    REVOKED = "revoked"
    RATE_LIMITED = "rate_limited"
    ERROR_BEFORE = "error_before"
    REFUSED = "refused"
    REJECTED = "rejected"
    TIMEOUT_AFTER = "timeout_after"
    ERROR_AFTER = "error_after"
    FIGURES_MISSING = "figures_missing"
    HOOK_DROPPED = "hook_dropped"
    HOOK_REPLAYED = "hook_replayed"
    HOOK_REORDERED = "hook_reordered"
    HOOK_DELAYED = "hook_delayed"


LABELS = {
    Kind.SLOW: "Slow: wait, then answer normally",
    Kind.EXPIRED: "Access token expired (401)",
    Kind.REVOKED: "Access revoked (401, refresh dead too)",
    Kind.RATE_LIMITED: "Too many requests (429 with Retry-After)",
    Kind.ERROR_BEFORE: "Server error, post not accepted (503)",
    Kind.REFUSED: "Post refused (422)",
    Kind.REJECTED: "Answers 200, but the post is rejected",
    Kind.TIMEOUT_AFTER: "Post accepted, answer never comes",
    Kind.ERROR_AFTER: "Post accepted, then server error (500)",
    Kind.FIGURES_MISSING: "Figures are not told",
    Kind.HOOK_DROPPED: "Webhook: one event of five is never sent",
    Kind.HOOK_REPLAYED: "Webhook: every event is sent twice",
    Kind.HOOK_REORDERED: "Webhook: events come out of order",
    Kind.HOOK_DELAYED: "Webhook: events come late",
}


@dataclass(frozen=True, slots=True)
class Switch:
    """One failure that is on. `calls_left` is None until somebody switches it off."""

    kind: Kind
    seconds: int
    as_date: bool
    calls_left: int | None


def turn_on(store: Store, account_id: str, switch: Switch) -> None:
    """Switch a failure on, in place of the same kind."""
    row = (account_id, switch.kind, switch.seconds, int(switch.as_date), switch.calls_left)
    with store.transaction() as connection:
        connection.execute("INSERT OR REPLACE INTO switch VALUES (?, ?, ?, ?, ?)", row)
    if switch.kind is Kind.EXPIRED:
        store.expire(account_id)


def turn_off(store: Store, account_id: str, kind: Kind) -> None:
    """Switch a failure off; harmless when it is off."""
    with store.transaction() as connection:
        connection.execute("DELETE FROM switch WHERE account_id = ? AND kind = ?", (account_id, kind))


def turned_on(store: Store, account_id: str) -> list[Switch]:
    """The failures of an account that are on."""
    rows = store.rows("SELECT * FROM switch WHERE account_id = ? ORDER BY kind", account_id)
    return [
        Switch(Kind(row["kind"]), row["seconds"], bool(row["as_date"]), row["calls_left"]) for row in rows
    ]


def take(store: Store, account_id: str, kind: Kind) -> Switch | None:
    """Use up one call of a failure; None when it is off."""
    if not store.rows("SELECT 1 FROM switch WHERE account_id = ? AND kind = ?", account_id, kind):
        return None
    with store.transaction() as connection:
        row = connection.execute(
            "UPDATE switch SET calls_left = calls_left - 1 WHERE account_id = ? AND kind = ? "
            "RETURNING seconds, as_date, calls_left",
            (account_id, kind),
        ).fetchone()
        connection.execute("DELETE FROM switch WHERE calls_left <= 0")
    return Switch(kind, row["seconds"], bool(row["as_date"]), row["calls_left"]) if row else None


def before_any_call(store: Store, account_id: str) -> None:
    """Failures of every signed call. Raises Refusal."""
    slow = take(store, account_id, Kind.SLOW)
    if slow:
        time.sleep(slow.seconds)
    if take(store, account_id, Kind.REVOKED):
        store.revoke(account_id)
        raise Refusal(401, "invalid_token", "This app's access was taken away.")
    if take(store, account_id, Kind.EXPIRED):
        store.expire(account_id)
        raise Refusal(401, "expired_token", "The access token has run out.")


def before_a_post(store: Store, account_id: str) -> None:
    """Failures that keep a post from being accepted. Raises Refusal."""
    limited = take(store, account_id, Kind.RATE_LIMITED)
    if limited:
        raise Refusal(429, "rate_limited", "Too many posts.", retry_after=_retry_after(limited))
    if take(store, account_id, Kind.ERROR_BEFORE):
        raise Refusal(503, "server_error", "The server stumbled before it read the post.")
    if take(store, account_id, Kind.REFUSED):
        raise Refusal(422, "refused", "This post breaks a rule of the sandbox.")


def is_rejected(store: Store, account_id: str) -> bool:
    """Whether this post is to be rejected with a friendly status."""
    return take(store, account_id, Kind.REJECTED) is not None


def after_a_post(store: Store, account_id: str) -> None:
    """Failures after a post was accepted. Raises Refusal."""
    silent = take(store, account_id, Kind.TIMEOUT_AFTER)
    if silent:
        time.sleep(silent.seconds)
        raise Refusal(504, "timeout", "The answer took too long.")
    if take(store, account_id, Kind.ERROR_AFTER):
        raise Refusal(500, "server_error", "The server stumbled after it kept the post.")


def _retry_after(limited: Switch) -> str:
    if limited.as_date:
        return formatdate(time.time() + limited.seconds, usegmt=True)
    return str(limited.seconds)
