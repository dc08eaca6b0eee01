"""Posts that should have gone out and did not: people are told once and early, operators by an alarm.

A lane that nobody serves, a network that puts a post off, an account that must rest: whoever waits for the post hears why
and when it goes on.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Greatest, Now

from activity.services import telling as notices
from calendar_app import wall
from calendar_app.models import Delivery
from calendar_app.publishing import telling
from core import clock
from core.outbox import lanes
from core.outbox.lanes import Lane
from core.outbox.states import State
from core.tally import Tally
from core.tenancy import scope

log = logging.getLogger(__name__)

KIND = "publishing.late"
WAITS = "not_started"
"""The cause of a post that is due and that nobody has begun to send."""
OVERDUE_SECONDS = 60.0
"""A lane that waits longer is overdue."""
LATE = timedelta(seconds=90)
"""A post that starts later than this after its promise is told as late."""
ALARM_SECONDS = 120.0
"""Lanes that are overdue for so long are an alarm."""
MOST_LANES = 200
MOST_POSTS = 50
SINCE = "due_not_started_since"


def watch() -> int:
    """Tell what is late in lanes that are overdue or must rest, and raise the alarm; returns how many lanes are overdue."""
    overdue = lanes.overdue(["channel"], seconds=OVERDUE_SECONDS)
    resting = Lane.objects.filter(kind="channel", paused_until__gt=Now(), next_at__isnull=False)
    for found in (overdue, resting.order_by("paused_until")):
        for lane in found.exclude(organization_id=None)[:MOST_LANES]:
            with scope.enter(lane.organization_id or 0):
                tell_late(UUID(lane.key))
    count: int = overdue.count()
    _alarm(count)
    return count


def tell_late(channel_id: UUID) -> int:
    """Tell of each late post that waits on a channel of the open organization; returns how many were told anew."""
    rows = _late(Delivery.objects.filter(channel_id=channel_id))
    ids = list(rows.order_by("due_at", "id").values_list("id", flat=True)[:MOST_POSTS])
    return sum(tell_if_late(delivery_id) for delivery_id in ids)


def tell_if_late(delivery_id: UUID) -> bool:
    """Tell that a waiting post is late, or will be at its next try. Once for each promise; False when nobody was told.

    Ask inside its scope, after the row was written; inside a transaction or not.
    """
    with transaction.atomic():
        mine = _late(Delivery.objects.filter(pk=delivery_id))
        row = mine.select_related("post", "channel", "brand").first()
        if row is None:
            return False
        if mine.update(told_late_at=Now()) != 1:
            return False
        _tell(row)
    return True


def _late(rows: QuerySet[Delivery]) -> QuerySet[Delivery]:
    """Those that wait, go out later than promised, and of which nobody was told since they were promised."""
    promised = Greatest("planned_at", "consented_at")
    untold = Q(told_late_at=None) | Q(told_late_at__lt=F("promised"))
    waiting = rows.filter(state=State.WAITING, post__trashed_at=None)
    late = waiting.annotate(promised=promised, starts=Greatest("due_at", Now()))
    return late.filter(untold, starts__gt=F("promised") + LATE)


def _tell(row: Delivery) -> None:
    is_put_off = row.due_at is not None and row.due_at > clock.now()
    code = row.problem if is_put_off and row.problem else WAITS
    facts = {
        "headline": row.post.headline,
        "channel": row.channel.handle,
        "network": row.channel.network,
        "code": code,
    }
    if is_put_off and row.due_at is not None:
        local = row.due_at.astimezone(ZoneInfo(row.brand.zone))
        facts["next"] = f"{local:%H:%M} ({wall.label(row.brand.zone, row.due_at)})"
    notices.tell(
        telling.concerned(row),
        KIND,
        subject=row.post.subject,
        cause=telling.cause(row, "late"),
        brand=row.brand,
        facts=facts,
    )


def _alarm(overdue: int) -> None:
    """An ERROR line at each look while lanes have been overdue for two minutes or longer."""
    if not overdue:
        Tally.objects.filter(name=SINCE, label="", minute=None).delete()
        return
    now = clock.now().timestamp()
    row, _is_new = Tally.objects.get_or_create(name=SINCE, label="", minute=None, defaults={"value": now})
    if now - row.value >= ALARM_SECONDS:
        log.error("due_not_started", extra={"lanes": overdue, "seconds": round(now - row.value)})


def is_alarming() -> bool:
    """Whether lanes have been overdue for two minutes or longer. One query."""
    since = Tally.objects.filter(name=SINCE, label="", minute=None).values_list("value", flat=True).first()
    return since is not None and clock.now().timestamp() - since >= ALARM_SECONDS
