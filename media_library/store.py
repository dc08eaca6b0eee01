"""Where bytes lie: `<organization>/<sha256[:2]>/<sha256>` for originals, `….<rendition>` beside them. Written once."""

from __future__ import annotations

import os
import re
import tempfile
from pathlib import Path

from django.conf import settings

_SHA256 = re.compile(r"[0-9a-f]{64}")
_RENDITION = re.compile(r"[a-z0-9]{0,20}")


def path(organization_id: int, sha256: str, rendition: str = "") -> Path:
    """The file's place. Raises ValueError for anything that is no sha256 or no rendition's name."""
    if not _SHA256.fullmatch(sha256) or not _RENDITION.fullmatch(rendition):
        raise ValueError("no such place")
    name = f"{sha256}.{rendition}" if rendition else sha256
    return Path(settings.MEDIA_ROOT) / str(int(organization_id)) / sha256[:2] / name


def read(organization_id: int, sha256: str, rendition: str = "") -> bytes:
    """The bytes. Raises FileNotFoundError, or another OSError when the disk cannot be read."""
    return path(organization_id, sha256, rendition).read_bytes()


def write(content: bytes, organization_id: int, sha256: str, rendition: str = "") -> bytes:
    """Keep `content`, unless something is there already: that stays. Returns what is there now.

    The file appears whole or not at all, and is on the disk when this returns.
    """
    place = path(organization_id, sha256, rendition)
    if not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        _appear(place, content)
    return content if not rendition else place.read_bytes()


def is_there() -> bool:
    """Whether the store itself can be reached."""
    return Path(settings.MEDIA_ROOT).is_dir()


def _appear(place: Path, content: bytes) -> None:
    handle, written = tempfile.mkstemp(dir=place.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.link(written, place)
    except FileExistsError:
        return
    finally:
        os.unlink(written)
