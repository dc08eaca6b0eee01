"""Webhooks: what an account hears is sent to the address that it named, signed, again and again until it is taken.

The signature is HMAC-SHA256 over the moment, a full stop and the body. A repeat has the same event id, but a moment
and a signature of its own.
"""

from __future__ import annotations

import hashlib
import hmac
import http.client
import json
import os
import secrets
import sqlite3
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from sandbox import switches
from sandbox.exchange import Refusal
from sandbox.store import Store
from sandbox.switches import Kind

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
WAITS = (1.0, 3.0, 9.0, 27.0)
PATIENCE = 10.0
REORDERED = 2.0
"""Seconds for which every other event is kept back while order is switched off."""
_CLAIM = """
UPDATE event SET tries = tries + 1, next_at = ?1 + 30 WHERE rowid =
  (SELECT rowid FROM event WHERE next_at <= ?1 ORDER BY next_at, rowid LIMIT 1)
RETURNING rowid, id, account_id, body, tries
"""


@dataclass(frozen=True, slots=True)
class Hook:
    """Where an account's events go."""

    address: str
    secret: str


def order(store: Store, account_id: str, hook: Hook) -> None:
    """Send the account's events there from now on; an empty address ends it. Raises Refusal."""
    if hook.address and (not _is_near(hook.address) or not 8 <= len(hook.secret) <= 200):
        raise Refusal(422, "hook_unusable", "A hook is an address on this machine and a secret of 8 letters.")
    with store.transaction() as connection:
        connection.execute("DELETE FROM hook WHERE account_id = ?", (account_id,))
        if hook.address:
            row = (account_id, hook.address, hook.secret)
            connection.execute("INSERT INTO hook VALUES (?, ?, ?)", row)


def _is_near(address: str) -> bool:
    """Whether an address is on this machine, or on a host that its operator named (SANDBOX_HOOK_HOSTS): the sandbox
    speaks to nobody else.
    """
    named = os.environ.get("SANDBOX_HOOK_HOSTS", "").split(",")
    try:
        parts = urlsplit(address)
        return (
            parts.scheme == "http" and parts.hostname in {*LOOPBACK, *filter(None, named)} and parts.port != 0
        )
    except ValueError:
        return False


def tell(store: Store, account_id: str, told: Mapping[str, object]) -> None:
    """Let an event go out to the account's hook, if it has one, with the failures that are switched on."""
    if not _hook(store, account_id) or _is_dropped(store, account_id):
        return
    body = {"id": f"ev_{secrets.token_hex(8)}", "account": account_id, "sent_at": time.time(), **told}
    first = time.time() + _delay(store, account_id)
    copies = [first, first + 0.2] if switches.take(store, account_id, Kind.HOOK_REPLAYED) else [first]
    words = json.dumps(body)
    rows = [(body["id"], number, account_id, words, at) for number, at in enumerate(copies)]
    with store.transaction() as connection:
        connection.executemany(
            "INSERT INTO event (id, copy, account_id, body, next_at) VALUES (?, ?, ?, ?, ?)", rows
        )


def _is_dropped(store: Store, account_id: str) -> bool:
    """One event of five, evenly."""
    return bool(switches.take(store, account_id, Kind.HOOK_DROPPED)) and secrets.randbelow(5) == 0


def _delay(store: Store, account_id: str) -> float:
    late = switches.take(store, account_id, Kind.HOOK_DELAYED)
    waiting = store.rows("SELECT count(*) AS n FROM event WHERE account_id = ?", account_id)[0]["n"]
    mixed = switches.take(store, account_id, Kind.HOOK_REORDERED)
    return (late.seconds if late else 0.0) + (REORDERED if mixed and waiting % 2 == 0 else 0.0)


def _hook(store: Store, account_id: str) -> Hook | None:
    rows = store.rows("SELECT address, secret FROM hook WHERE account_id = ?", account_id)
    return Hook(rows[0]["address"], rows[0]["secret"]) if rows else None


def signature(secret: str, moment: str, body: bytes) -> str:
    """What stands in X-Sandbox-Signature."""
    signed = hmac.new(secret.encode(), moment.encode() + b"." + body, hashlib.sha256)
    return f"sha256={signed.hexdigest()}"


class Messenger:
    """The thread that sends events; it runs while there are some, one in each process of the server."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._wakened = threading.Event()
        self._runs = False

    def wake(self) -> None:
        """Look for events now; returns at once."""
        with self._lock:
            self._wakened.set()
            if not self._runs:
                self._runs = True
                threading.Thread(target=self._run, daemon=True).start()

    def _run(self) -> None:
        while (wait := self._calmly()) is not None:
            self._wakened.wait(wait)

    def _calmly(self) -> float | None:
        """As `_work`; a file that is busy for a moment is looked at again."""
        try:
            return self._work()
        except sqlite3.OperationalError:
            return 1.0

    def _work(self) -> float | None:
        """Send what is due; for how long there is nothing to do then, None when nothing is left."""
        self._wakened.clear()
        while self._send_one():
            pass
        with self._lock:
            found = self._store.rows("SELECT min(next_at) AS at FROM event")[0]["at"]
            if found is None and not self._wakened.is_set():
                self._runs = False
                return None
        return min(1.0, max(0.01, (found or 0.0) - time.time()))

    def _send_one(self) -> bool:
        """Send one event that is due; whether there was one."""
        with self._store.transaction() as connection:
            row = connection.execute(_CLAIM, (time.time(),)).fetchone()
        if row is None:
            return False
        hook = _hook(self._store, row["account_id"])
        is_over = hook is None or row["tries"] > len(WAITS) or _send(hook, row["id"], row["body"].encode())
        with self._store.transaction() as connection:
            if is_over:
                connection.execute("DELETE FROM event WHERE rowid = ?", (row["rowid"],))
            else:
                values = (time.time() + WAITS[row["tries"] - 1], row["rowid"])
                connection.execute("UPDATE event SET next_at = ? WHERE rowid = ?", values)
        return True


def _send(hook: Hook, event_id: str, body: bytes) -> bool:
    """Whether the other side took it (2xx)."""
    parts, moment = urlsplit(hook.address), str(int(time.time()))
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    headers = {
        "Content-Type": "application/json",
        "X-Sandbox-Event": event_id,
        "X-Sandbox-Timestamp": moment,
        "X-Sandbox-Signature": signature(hook.secret, moment, body),
    }
    line = http.client.HTTPConnection(parts.hostname or "", parts.port or 80, timeout=PATIENCE)
    try:
        line.request("POST", path or "/", body, headers)
        return 200 <= line.getresponse().status < 300
    except (OSError, http.client.HTTPException):
        return False
    finally:
        line.close()
