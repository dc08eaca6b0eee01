"""The tasks of measuring."""

from __future__ import annotations

from uuid import UUID

from celery import shared_task
from django.db import connection

from analytics.services import collecting, cursors
from core import bell
from core.doors import Door
from core.tenancy import scope

EXPIRES = 55.0


@shared_task(name="analytics.measure")
def measure() -> None:
    """In each organization: begin to measure what is new, and ring for each account with something due."""
    connection.close_if_unusable_or_obsolete()
    doors = Door.objects.filter(kind=Door.Kind.ORGANIZATION, revoked_at=None)
    for organization_id in sorted(set(doors.values_list("organization_id", flat=True))):
        with scope.enter(organization_id):
            cursors.notice()
            for channel in cursors.due():
                bell.call(
                    "analytics.measure_channel", organization_id, channel, queue="metrics", expires=EXPIRES
                )


@shared_task(name="analytics.measure_channel")
def measure_channel(organization_id: int, channel: str) -> None:
    """Ask one account for all that is due."""
    connection.close_if_unusable_or_obsolete()
    with scope.enter(organization_id):
        collecting.measure(UUID(channel))
