"""Very many conversations of one brand, made inside the database; four messages in each."""

from __future__ import annotations

from accounts.models import Brand
from bench.measuring import database
from connections.models import Channel

EACH = 4
CONVERSATIONS = """
INSERT INTO inbox_conversation
 (id, organization_id, brand_id, channel_id, kind, thread_id, thread_stamp, customer_id, customer_handle, customer_name,
  customer_url, customer_avatar, state, priority, preview, preview_is_ours, message_count, last_message_at,
  last_inbound_at, first_unanswered_at, answer_due_at, revision, answered_revision, folded, changed_at, created_at)
SELECT gen_random_uuid(), %(organization)s, %(brand)s, %(channel)s, 'comment', 'bench-t' || n, '', 'c' || n, 'handle' || n,
       'Customer ' || n, '', '', CASE WHEN n %% 20 = 0 THEN 'open' WHEN n %% 20 = 1 THEN 'waiting' ELSE 'closed' END, 1,
       'when does it open', false, %(each)s, now() - n * interval '1 minute', now() - n * interval '1 minute',
       CASE WHEN n %% 20 = 0 THEN now() - n * interval '1 minute' END,
       CASE WHEN n %% 20 = 0 THEN now() + n * interval '1 minute' END, 1, 0,
       'customer ' || n || ' handle' || n || E'\\nwhen does it open\\n' || CASE WHEN n %% 3 = 0 THEN 'coffee' ELSE 'tea' END
       || E'\\nthanks ' || md5(n::text) || E'\\nrare' || (n / 40) || 'word', now(), now()
FROM generate_series(%(first)s, %(last)s) AS n
"""
MESSAGES = """
INSERT INTO inbox_message
 (organization_id, brand_id, conversation_id, channel_id, direction, remote_id, stamp, parent_id, author_id, author_handle,
  author_name, author_avatar, text, url, pictures, said_at, heard_at, is_liked, is_hidden, is_history)
SELECT organization_id, brand_id, id, channel_id, CASE WHEN m %% 2 = 0 THEN 'out' ELSE 'in' END,
       thread_id || '-' || m, '', '', customer_id, customer_handle, customer_name, '', 'when does it open', '', '{}',
       last_message_at - m * interval '1 second', now(), false, false, false
FROM inbox_conversation, generate_series(1, %(each)s) AS m
WHERE brand_id = %(brand)s AND message_count = %(each)s
  AND substr(thread_id, 8)::int BETWEEN %(first)s AND %(last)s
"""


def fill(brand: Brand, channel: Channel, messages: int, *, already: int = 0) -> None:
    """As many messages in all, of which `already` are there; the planner knows of them afterwards."""
    values = {
        "organization": brand.organization_id,
        "brand": brand.pk,
        "channel": str(channel.pk),
        "each": EACH,
        "first": already // EACH + 1,
        "last": messages // EACH,
    }
    with database.superuser(without_triggers=True) as cursor:
        cursor.execute(CONVERSATIONS, values)
        cursor.execute(MESSAGES, values)
    with database.superuser() as cursor:
        cursor.execute("ANALYZE inbox_conversation")
        cursor.execute("ANALYZE inbox_message")
