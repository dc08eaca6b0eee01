"""Files that arrive in pieces: one file in the scratch folder each, written by one at a time."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

from media_library import store

ENDING = ".part"
OLD_SECONDS = 2 * 24 * 3600


class Busy(Exception):
    """Somebody else is writing this file just now."""


def path(upload_id: UUID) -> Path:
    """Where the pieces of an upload lie."""
    return store.scratch() / f"{upload_id.hex}{ENDING}"


@contextmanager
def held(upload_id: UUID) -> Iterator[int]:
    """The file's handle, ours alone until the block ends or the process dies. Raises Busy."""
    handle = os.open(path(upload_id), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Busy from error
        yield handle
    finally:
        os.close(handle)


def forget(upload_id: UUID) -> None:
    """Delete the pieces."""
    path(upload_id).unlink(missing_ok=True)


def forget_old() -> None:
    """Delete what nobody has touched for two days: uploads end after one, everything else after minutes."""
    before = time.time() - OLD_SECONDS
    for file in store.scratch().iterdir():
        if file.is_file() and file.stat().st_mtime < before:
            file.unlink(missing_ok=True)
