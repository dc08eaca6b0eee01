"""Large files in pieces (tus): begun, written on where they stopped, taken in at the end."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol
from uuid import UUID

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accounts import access
from accounts.models import Brand, User
from core import bell, clock, ledger
from core.tenancy import scope
from media_library import parts, signature, workshop
from media_library.errors import DiskTrouble, Unusable
from media_library.limits import MAX_VIDEO_BYTES
from media_library.models import Folder, Upload
from media_library.refusals import Why
from media_library.services import intake, room
from media_library.states import UPLOAD

LIFE = timedelta(hours=24)
PATIENCE = timedelta(minutes=5)
"""A file that is still being prepared after this long has lost its worker and is given to another."""
MOST_OPEN = 100
BLOCK = 262_144
SAVE_EVERY = 8_000_000
TASK, QUEUE = "media_library.take", "media"


class Body(Protocol):
    """The rest of a request."""

    def read(self, size: int, /) -> bytes:
        """At most so many bytes; none when it is over. Raises OSError when the line broke."""


class Elsewhere(Exception):
    """The upload stands at another offset."""


@dataclass(frozen=True, slots=True)
class Coming:
    """A file that is announced."""

    name: str
    size: int
    folder: Folder | None = None


def begin(brand: Brand, coming: Coming, *, person: User) -> Upload:
    """Make room for a file. Raises Unusable with a sentence when it is too large or there is no room left."""
    if coming.size <= 0:
        raise Unusable(workshop.sentence(Why.EMPTY))
    if coming.size > MAX_VIDEO_BYTES:
        raise Unusable(workshop.sentence(Why.VIDEO_BYTES))
    with transaction.atomic():
        room.lock()
        room.refuse_full(coming.size)
        if Upload.objects.filter(state=Upload.State.RECEIVING).count() >= MOST_OPEN:
            raise Unusable(_("Too many files are being uploaded. Wait until some of them have arrived."))
        upload: Upload = Upload.objects.create(
            organization_id=brand.organization_id,
            brand=brand,
            name=intake.plain_name(coming.name)[:200] or _("File"),
            size=coming.size,
            folder=coming.folder,
            language=translation.get_language() or "",
            uploaded_by=person,
            expires_at=clock.now() + LIFE,
        )
    return upload


def write(upload: Upload, offset: int, length: int, body: Body) -> Upload:
    """Write on at `offset`; what arrives before the line breaks is kept. A whole file is taken in, or its turn is rung for.

    Raises Elsewhere (it stands at another offset), parts.Busy (somebody else is writing), Unusable (it is no file of ours),
    DiskTrouble (our disk did not take it; what it took before is kept).
    """
    with parts.held(upload.pk) as handle:
        fresh = Upload.objects.filter(pk=upload.pk, state=Upload.State.RECEIVING).first()
        if fresh is None or fresh.received != offset:
            raise Elsewhere
        with parts.on_our_disk():
            os.ftruncate(handle, offset)
        _copy(fresh, handle, min(length, fresh.size - offset), body)
        _judge_early(fresh)
        if fresh.received == fresh.size:
            _finish(fresh)
    return fresh


def cancel(upload: Upload) -> None:
    """Forget an upload and its pieces; what became an asset stays one. Raises parts.Busy while it is written."""
    with parts.held(upload.pk):
        parts.forget(upload.pk)
        Upload.objects.filter(pk=upload.pk).delete()


def take(organization_id: int, upload_id: UUID) -> None:
    """Make the asset of a file that has arrived, or write down why not. Twice is harmless."""
    with scope.enter(organization_id):
        upload = Upload.objects.select_related("brand", "folder", "uploaded_by").filter(pk=upload_id).first()
        if upload is None or upload.state != Upload.State.TAKING:
            return
        try:
            with parts.held(upload.pk), translation.override(upload.language or None):
                _take(upload)
        except parts.Busy:
            return  # another worker has it in its hands


def sweep() -> None:
    """Of the open organization: forget what is over, ring again for what lost its worker."""
    now = clock.now()
    for upload in Upload.objects.filter(expires_at__lt=now)[:MOST_OPEN]:
        parts.forget(upload.pk)
        Upload.objects.filter(pk=upload.pk).delete()
    lost = Upload.objects.filter(state=Upload.State.TAKING, taken_at__lt=now - PATIENCE)
    for upload in lost:
        bell.ring(TASK, upload.organization_id, str(upload.pk), queue=QUEUE)


def _copy(upload: Upload, handle: int, length: int, body: Body) -> None:
    """From the line to the file; the row learns of it every few megabytes and at the end."""
    os.lseek(handle, upload.received, os.SEEK_SET)
    begin = saved = upload.received
    end = begin + length
    try:
        while upload.received < end:
            block = _read(body, min(BLOCK, end - upload.received))
            if not block:
                break
            parts.write(handle, block)
            upload.received += len(block)
            if upload.received - saved >= SAVE_EVERY:
                saved = _save(upload)
    finally:
        _keep(upload, handle, begin)


def _read(body: Body, size: int) -> bytes:
    """The next block; none when the line broke, too: what arrived is kept."""
    try:
        return body.read(size)
    except OSError:
        return b""


def _keep(upload: Upload, handle: int, begin: int) -> None:
    """What arrived is on the disk before the row says so; what the disk did not take is sent again."""
    try:
        with parts.on_our_disk():
            os.fsync(handle)
    except DiskTrouble:
        upload.received = begin
        raise
    finally:
        _save(upload)


def _save(upload: Upload) -> int:
    upload.expires_at = clock.now() + LIFE
    Upload.objects.filter(pk=upload.pk, state=Upload.State.RECEIVING).update(
        received=upload.received, expires_at=upload.expires_at
    )
    return upload.received


def _judge_early(upload: Upload) -> None:
    """Nobody sends half a gigabyte to hear that it is no video. Raises Unusable; then nothing of it is kept."""
    if upload.received < min(signature.HEAD, upload.size):
        return
    try:
        workshop.refuse_announced(signature.family_of(parts.path(upload.pk)), upload.size)
    except Unusable as no:
        _refuse(upload, str(no.sentence))
        raise


def _finish(upload: Upload) -> None:
    """A picture is taken in at once, a video by a worker."""
    UPLOAD.advance(upload, "take", taken_at=clock.now())
    if signature.family_of(parts.path(upload.pk)).is_video:
        bell.ring(TASK, upload.organization_id, str(upload.pk), queue=QUEUE)
        return
    _take(upload)


def _take(upload: Upload) -> None:
    person = upload.uploaded_by
    by = ledger.SYSTEM if person is None else access.by(person)
    label = intake.Label(upload.name, folder=upload.folder)
    try:
        asset = intake.take_in_file(upload.brand, parts.path(upload.pk), by, label)
    except Unusable as no:
        _refuse(upload, str(no.sentence))
        return
    except FileNotFoundError:
        _refuse(upload, _("The file was lost while it was being prepared. Upload it again."))
        return
    UPLOAD.advance(upload, "finish", asset=asset)
    parts.forget(upload.pk)


def _refuse(upload: Upload, sentence: str) -> None:
    UPLOAD.advance(upload, "refuse", problem=sentence)
    parts.forget(upload.pk)
