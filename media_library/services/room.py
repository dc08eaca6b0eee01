"""How much an organization keeps: each content counts once. The row of its space is the lock of whoever adds or removes."""

from __future__ import annotations

from django.conf import settings
from django.db.models import F, Sum
from django.utils.translation import gettext as _

from core.tenancy import scope
from media_library import store
from media_library.errors import Full
from media_library.models import Asset, Content, Space, Upload


def refuse_full(size: int) -> None:
    """Raises Full when so many more bytes surely do not fit, counting uploads that are under way. Locks nothing."""
    coming = Upload.objects.filter(state=Upload.State.RECEIVING).aggregate(sum=Sum("size"))["sum"] or 0
    used = Space.objects.values_list("media_bytes", flat=True).first() or 0
    if used + coming + size > settings.MEDIA_QUOTA_BYTES:
        raise Full(_full())


def lock() -> Space:
    """The open organization's space, ours until the transaction ends. Inside a transaction only."""
    organization_id = scope.required().organization_id
    Space.objects.bulk_create([Space(organization_id=organization_id)], ignore_conflicts=True)
    space: Space = Space.objects.select_for_update().get()
    return space


def add(sha256: str, byte_size: int) -> None:
    """Count a content, unless it is counted already. Raises Full. Inside a transaction only."""
    space = lock()
    if Content.objects.filter(sha256=sha256).exists():
        return
    if space.media_bytes + byte_size > settings.MEDIA_QUOTA_BYTES:
        raise Full(_full())
    Content.objects.create(organization_id=space.organization_id, sha256=sha256, byte_size=byte_size)
    Space.objects.filter(pk=space.pk).update(media_bytes=F("media_bytes") + byte_size)


def forget(sha256: str) -> None:
    """Delete a content that no asset shows, and its bytes. Inside a transaction only."""
    space = lock()
    if Asset._base_manager.filter(organization_id=space.organization_id, sha256=sha256).exists():
        return
    store.delete(space.organization_id, sha256)
    content = Content.objects.filter(sha256=sha256).first()
    if content is not None:
        Space.objects.filter(pk=space.pk).update(media_bytes=F("media_bytes") - content.byte_size)
        content.delete()


def _full() -> str:
    return _(
        "There is no room left for this file. Delete what you do not need, also from the trash, and try again."
    )
