"""The tasks of files: preparing what arrived, and sweeping."""

from __future__ import annotations

from uuid import UUID

from celery import shared_task
from django.db import connection

from core.doors import Door
from core.tenancy import scope
from media_library import parts
from media_library.services import trashing, uploads


@shared_task(name="media_library.take")
def take(organization_id: int, upload_id: str) -> None:
    """Make the asset of a file that has arrived in pieces."""
    connection.close_if_unusable_or_obsolete()
    uploads.take(organization_id, UUID(upload_id))


@shared_task(name="media_library.sweep")
def sweep() -> None:
    """Forget uploads that stopped for a day, empty trashes after thirty days; each organization for itself."""
    connection.close_if_unusable_or_obsolete()
    parts.forget_old()
    doors = Door.objects.filter(kind=Door.Kind.ORGANIZATION, revoked_at=None)
    for organization_id in doors.order_by().values_list("organization_id", flat=True).distinct():
        with scope.enter(organization_id):
            uploads.sweep()
            trashing.purge()
