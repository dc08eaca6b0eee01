"""Collecting evidence: from the database as its administrator, from the network's own ledger, from the logs."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from tests.faults.database import Database
from tests.faults.evidence import Call, Row, Shown, Told
from tests.faults.fake_network.client import FakeNetwork, Json
from tests.faults.oracle import CHANNEL_TELLS

ROWS = """
SELECT d.id::text, d.state, d.problem, d.remote_id, d.tries, c.remote_id,
  extract(epoch FROM d.due_at)::float, extract(epoch FROM l.next_at)::float,
  extract(epoch FROM l.lease_until)::float, extract(epoch FROM d.fenced_at)::float,
  extract(epoch FROM d.settled_at)::float,
  (SELECT count(*) FROM calendar_app_attempt a WHERE a.delivery_id = d.id),
  (SELECT array_agg(DISTINCT a.target) FROM calendar_app_attempt a WHERE a.delivery_id = d.id)
FROM calendar_app_delivery d
JOIN connections_channel c ON c.id = d.channel_id
LEFT JOIN core_lane l ON l.kind = 'channel' AND l.key = d.channel_id::text
  AND l.organization_id = d.organization_id
WHERE d.id = ANY(%s::uuid[])
"""
TOLD = """
SELECT d.id::text, n.person_id, n.kind, coalesce(n.facts->>'code', ''), n.count,
  extract(epoch FROM n.created_at)::float
FROM activity_notice n JOIN calendar_app_delivery d
  ON n.subject = 'post:' || d.post_id::text OR (n.kind = %s AND n.subject = 'channel:' || d.channel_id::text)
WHERE d.id = ANY(%s::uuid[])
"""
ROWS_OF_REPLIES = """
SELECT r.id::text, r.state, r.problem, r.remote_id, r.tries, c.remote_id,
  extract(epoch FROM r.due_at)::float, extract(epoch FROM l.next_at)::float,
  extract(epoch FROM l.lease_until)::float, extract(epoch FROM r.fenced_at)::float,
  extract(epoch FROM r.settled_at)::float,
  (SELECT count(*) FROM inbox_replyattempt a WHERE a.reply_id = r.id),
  (SELECT array_agg(DISTINCT a.target) FROM inbox_replyattempt a WHERE a.reply_id = r.id)
FROM inbox_reply r
JOIN connections_channel c ON c.id = r.channel_id
LEFT JOIN core_lane l ON l.kind = 'channel' AND l.key = r.channel_id::text
  AND l.organization_id = r.organization_id
WHERE r.id = ANY(%s::uuid[])
"""
TOLD_OF_REPLIES = """
SELECT r.id::text, n.person_id, replace(n.kind, 'inbox.reply_', 'publishing.'), coalesce(n.facts->>'code', ''), n.count,
  extract(epoch FROM n.created_at)::float
FROM activity_notice n JOIN inbox_reply r
  ON (n.kind LIKE 'inbox.reply_%%' AND n.subject = 'conversation:' || r.conversation_id::text)
  OR (n.kind = %s AND n.subject = 'channel:' || r.channel_id::text)
WHERE r.id = ANY(%s::uuid[])
"""
STATES = """
SELECT id::text, state FROM calendar_app_delivery WHERE id = ANY(%s::uuid[])
UNION ALL SELECT id::text, state FROM inbox_reply WHERE id = ANY(%s::uuid[])
"""
HELD = "SELECT count(*) FROM core_lane WHERE kind = 'channel' AND key = ANY(%s) AND lease_until IS NOT NULL"


def states(database: Database, deliveries: Collection[str]) -> dict[str, str]:
    """The state of each delivery."""
    return {
        str(delivery): state for delivery, state in database.ask(STATES, list(deliveries), list(deliveries))
    }


def held_lanes(database: Database, channels: Collection[str]) -> int:
    """How many of these channels' lanes are leased."""
    return int(database.ask(HELD, list(channels))[0][0])


def rows(database: Database, deliveries: Collection[str]) -> dict[str, Row]:
    """The deliveries and replies with their lanes and attempts."""
    both = [*database.ask(ROWS, list(deliveries)), *database.ask(ROWS_OF_REPLIES, list(deliveries))]
    found = [_row(*values) for values in both]
    return {row.delivery: row for row in found}


def _row(*values: Any) -> Row:
    delivery, state, problem, remote_id, tries, account, *rest = values
    due_at, next_at, lease_until, fenced_at, settled_at, attempts, targets = rest
    return Row(
        delivery=delivery,
        state=state,
        problem=problem,
        remote_id=remote_id,
        tries=tries,
        attempts=attempts,
        targets=frozenset(targets or ()),
        account=account,
        due_at=due_at,
        next_at=next_at,
        lease_until=lease_until,
        fenced_at=fenced_at,
        settled_at=settled_at,
    )


def told(database: Database, deliveries: Collection[str]) -> list[Told]:
    """Who was told of these deliveries and replies, or of their channels."""
    asked = (CHANNEL_TELLS, list(deliveries))
    return [Told(*values) for values in [*database.ask(TOLD, *asked), *database.ask(TOLD_OF_REPLIES, *asked)]]


def calls(network: FakeNetwork, since: int = 0) -> list[Call]:
    """The network's ledger, without the first `since` lines."""
    wide = {rule["id"] for rule in network.rules() if rule.get("wide")}
    return [_call(entry, entry["rule_id"] in wide) for entry in network.calls(since)]


def _call(entry: Json, wide: bool) -> Call:
    return Call(
        n=entry["n"],
        at=entry["at"],
        handle=entry["handle"] or "",
        on=entry["on"],
        method=entry["method"],
        text=entry["text"] or "",
        key=entry["key"] or "",
        status=entry["status"] or 0,
        accepted=bool(entry["accepted"]),
        token_handle=entry["token_handle"] or "",
        not_before=entry["not_before"] or 0.0,
        wide=wide,
    )


def shown(network: FakeNetwork) -> list[Shown]:
    """What stands on the network."""
    return [
        Shown(post["id"], post["handle"], post["text"], len(post["media"]), post["in_reply_to"])
        for post in network.posts()
    ]
