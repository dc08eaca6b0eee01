"""Where bytes lie: `<organization>/<sha256[:2]>/<sha256>` for originals, `….<rendition>` beside them. Written once.

The folder MEDIA_ROOT, or a private bucket where STORAGE names one. What arrives in pieces waits in `scratch()`, a folder of
this machine in both cases.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from django.conf import settings

from media_library.store import bucket, disk

_SHA256 = re.compile(r"[0-9a-f]{64}")
_RENDITION = re.compile(r"[a-z0-9]{0,60}")
SCRATCH = ".scratch"


class Backend(Protocol):
    """A place for bytes by name. Missing ones raise FileNotFoundError, a place that is away another OSError."""

    def read(self, name: str) -> bytes:
        """All of them."""

    def size(self, name: str) -> int:
        """How many there are."""

    def stream(self, name: str, start: int, length: int) -> Iterator[bytes]:
        """A part, in blocks; the first block is read at once, so that what is missing raises before anything is sent."""

    def write(self, name: str, content: bytes) -> None:
        """Keep them unless something has this name. Whole or not at all, and safe when this returns."""

    def write_file(self, name: str, path: Path) -> None:
        """The same from a file on this machine, which stays."""

    def delete(self, name: str) -> None:
        """Forget everything whose name begins so."""

    def is_there(self, folder: str) -> bool:
        """Whether the place can be reached; in a file system, whether it has this folder."""


def name_of(organization_id: int, sha256: str, rendition: str = "") -> str:
    """The name of a file. Raises ValueError for anything that is no sha256 or no rendition's name."""
    if not _SHA256.fullmatch(sha256) or not _RENDITION.fullmatch(rendition):
        raise ValueError("no such place")
    name = f"{sha256}.{rendition}" if rendition else sha256
    return f"{int(organization_id)}/{sha256[:2]}/{name}"


def path(organization_id: int, sha256: str, rendition: str = "") -> Path:
    """The file's place where files lie in a folder. Raises ValueError as `name_of` does."""
    return Path(settings.MEDIA_ROOT) / name_of(organization_id, sha256, rendition)


def read(organization_id: int, sha256: str, rendition: str = "") -> bytes:
    """The bytes. Raises FileNotFoundError, or another OSError when the store cannot be read."""
    return _backend().read(name_of(organization_id, sha256, rendition))


def size(organization_id: int, sha256: str, rendition: str = "") -> int:
    """How many bytes there are. Raises as `read` does."""
    return _backend().size(name_of(organization_id, sha256, rendition))


def has(organization_id: int, sha256: str, rendition: str = "") -> bool:
    """Whether the file is there. Raises OSError when the store cannot be read."""
    try:
        size(organization_id, sha256, rendition)
    except FileNotFoundError:
        return False
    return True


def stream(organization_id: int, sha256: str, rendition: str, *, start: int, length: int) -> Iterator[bytes]:
    """A part of the file in blocks of at most 64 KB. Raises as `read` does, before the first block is asked for."""
    return _backend().stream(name_of(organization_id, sha256, rendition), start, length)


def write(content: bytes, organization_id: int, sha256: str, rendition: str = "") -> bytes:
    """Keep `content`, unless something is there already: that stays. Returns what is there now.

    The file appears whole or not at all, and is safe when this returns.
    """
    name = name_of(organization_id, sha256, rendition)
    _backend().write(name, content)
    return content if not rendition else _backend().read(name)


def write_file(file: Path, organization_id: int, sha256: str, rendition: str = "") -> None:
    """The same from a file on this machine, without holding it in memory."""
    _backend().write_file(name_of(organization_id, sha256, rendition), file)


def delete(organization_id: int, sha256: str) -> None:
    """Forget an original and all its renditions. What is gone already stays gone."""
    _backend().delete(name_of(organization_id, sha256))


def is_there(organization_id: int) -> bool:
    """Whether the store can be reached, asked of an organization that keeps files in it.

    A disk that is not mounted leaves an empty folder behind, which others may have begun to fill.
    """
    return _backend().is_there(str(int(organization_id)))


def scratch() -> Path:
    """A folder for what is not finished. It lies beside the files, so that a finished one can be linked to its place."""
    folder = Path(settings.MEDIA_ROOT) / SCRATCH
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _backend() -> Backend:
    if settings.STORAGE:
        return bucket.bucket(**settings.STORAGE)
    return disk.Disk(Path(settings.MEDIA_ROOT))
