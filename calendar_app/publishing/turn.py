"""The next due delivery of a lane, by one statement that is written out and planned once.

The engine asks it for every post. Made by the ORM it took 1.4 ms longer, nearly all of it spent on composing the same
SQL again (measured by bench/publish.py).
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, models

from calendar_app.models import Delivery, PostVersion
from connections.models import Channel, Credential
from core import prepared
from core.outbox.states import DUE, State
from core.prepared import Prepared
from core.tenancy import scope

PARTS: tuple[tuple[str, type[models.Model]], ...] = (
    ("delivery", Delivery),
    ("version", PostVersion),
    ("channel", Channel),
    ("credential", Credential),
)


def _columns() -> str:
    return ", ".join(f"{alias}.{field.column}" for alias, model in PARTS for field in prepared.columns(model))


NEXT = Prepared(
    "next_due",
    f"""
SELECT {_columns()}, statement_timestamp(),
  EXISTS (SELECT FROM calendar_app_delivery AS dead
          WHERE dead.organization_id = %(organization)s AND dead.channel_id = %(channel)s
            AND dead.state = '{State.SENDING}'
            AND dead.fenced_at < statement_timestamp() - make_interval(secs => %(deadline)s))
FROM calendar_app_delivery AS delivery
JOIN calendar_app_postversion AS version ON version.id = delivery.version_id
JOIN connections_channel AS channel ON channel.id = delivery.channel_id
LEFT JOIN connections_credential AS credential ON credential.channel_id = delivery.channel_id
WHERE delivery.organization_id = %(organization)s AND delivery.channel_id = %(channel)s
  AND delivery.state IN ({", ".join(f"'{state}'" for state in DUE)})
  AND delivery.due_at <= statement_timestamp()
ORDER BY delivery.due_at, delivery.id LIMIT 1
""",  # noqa: S608 — names of our own columns and states
    organization="bigint",
    channel="uuid",
    deadline="float8",
)


def next_due(channel_id: UUID) -> Any:
    """The first due delivery with its version, channel and sealed secrets; None when none is due. Ask inside its scope.

    `now` is the database's clock; `somebody_died` tells that a sender of this channel is silent for too long.
    """
    values: dict[str, Any] = {
        "organization": scope.required().organization_id,
        "channel": str(channel_id),
        "deadline": settings.SEND_DEADLINE_SECONDS,
    }
    with connection.cursor() as cursor:
        cursor.execute(NEXT.on(cursor), values)
        row = cursor.fetchone()
    return None if row is None else _delivery(list(row))


def _delivery(row: list[Any]) -> Any:
    *values, now, somebody_died = row
    made: dict[str, Any] = {}
    for alias, model in PARTS:
        wide = len(prepared.columns(model))
        made[alias] = prepared.row(model, values[:wide])
        values = values[wide:]
    found, channel, credential = made["delivery"], made["channel"], made["credential"]
    found.version, found.channel = made["version"], channel
    if credential.pk is not None:
        channel.credential = credential
    found.now, found.somebody_died = now, somebody_died
    return found
