"""Files that arrive in pieces: one file in the scratch folder each, written by one at a time."""

from __future__ import annotations

import fcntl
import logging
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from core.errors import Sentence
from media_library import store
from media_library.errors import DiskTrouble

log = logging.getLogger(__name__)

NO_ROOM = _(
    "Our disk is full or does not answer. That is our fault, not your file’s, and what has arrived is kept. "
    "Tell whoever runs this server; then choose the same file again, and it goes on from there."
)
ENDING = ".part"
OLD_SECONDS = 2 * 24 * 3600


class Busy(Exception):
    """Somebody else is writing this file just now."""


def path(upload_id: UUID) -> Path:
    """Where the pieces of an upload lie."""
    return store.scratch() / f"{upload_id.hex}{ENDING}"


@contextmanager
def held(upload_id: UUID) -> Iterator[int]:
    """The file's handle, ours alone until the block ends or the process dies. Raises Busy, DiskTrouble."""
    with on_our_disk():
        handle = os.open(path(upload_id), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Busy from error
        yield handle
    finally:
        os.close(handle)


@contextmanager
def on_our_disk(sentence: Sentence = NO_ROOM) -> Iterator[None]:
    """What fails in this block is our fault, not the line's and not the file's. Raises DiskTrouble; the log knows why."""
    try:
        yield
    except OSError as error:
        log.error("media_disk_failed", extra={"errno": error.errno, "detail": error.strerror})
        raise DiskTrouble(sentence) from error


def write(handle: int, block: bytes) -> None:
    """Write the whole block where the handle stands. Raises DiskTrouble."""
    with on_our_disk():
        while block:
            block = block[os.write(handle, block) :]


def forget(upload_id: UUID) -> None:
    """Delete the pieces."""
    path(upload_id).unlink(missing_ok=True)


def forget_old() -> None:
    """Delete what nobody has touched for two days: uploads end after one, everything else after minutes."""
    before = time.time() - OLD_SECONDS
    for file in store.scratch().iterdir():
        if file.is_file() and file.stat().st_mtime < before:
            file.unlink(missing_ok=True)
