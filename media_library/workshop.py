"""Files of people are opened in a process of their own (media_library.child); here it is started, bounded and understood."""

from __future__ import annotations

import hashlib
import json
import logging
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy

from media_library import child, reading, signature, store
from media_library.errors import Unusable
from media_library.limits import MAX_VIDEO_BYTES
from media_library.refusals import Why

log = logging.getLogger(__name__)

PICTURE_SECONDS, VIDEO_SECONDS = 20, 120
AT_ONCE = 2
"""Children of one process of ours; each may take about 250 MB."""
BLOCK = 1_000_000
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}

_hands = threading.BoundedSemaphore(AT_ONCE)


@dataclass(frozen=True, slots=True)
class Made:
    """A clean file in a folder that will be gone soon. `poster` is None for a picture, `duration_ms` too."""

    path: Path
    poster: Path | None
    kind: str
    mime: str
    width: int
    height: int
    duration_ms: int | None
    sha256: str
    byte_size: int


@contextmanager
def made_of(path: Path) -> Iterator[Made]:
    """The clean file made of what a person sent, until the block ends. Raises Unusable with a sentence."""
    refuse_size(path)
    with tempfile.TemporaryDirectory(dir=store.scratch(), prefix="work-") as name:
        folder = Path(name)
        facts = _asked(path, folder)
        clean, poster = folder / child.CLEAN, folder / child.POSTER
        yield Made(
            path=clean,
            poster=poster if poster.exists() else None,
            sha256=_sha256(clean),
            byte_size=clean.stat().st_size,
            **facts,
        )


def refuse_size(path: Path) -> None:
    """Raises Unusable when the file is empty, or larger than a file of its family may be."""
    size = path.stat().st_size
    if not size:
        raise Unusable(sentence(Why.EMPTY))
    family = signature.family_of(path)
    if family.is_video and size > MAX_VIDEO_BYTES:
        raise Unusable(sentence(Why.VIDEO_BYTES))
    if not family.is_video and size > reading.MAX_BYTES:
        raise Unusable(sentence(Why.PICTURE_BYTES))


def refuse_announced(family: signature.Family, size: int) -> None:
    """Raises Unusable for a file that begins like this one and says that it is so large, before the rest of it is here."""
    if family is signature.Family.OTHER:
        raise Unusable(sentence(Why.UNKNOWN))
    if not family.is_video and size > reading.MAX_BYTES:
        raise Unusable(sentence(Why.PICTURE_BYTES))


def sentence(why: str, limit: int = 0) -> str:
    """What is wrong with a file and what to do."""
    return str(SENTENCES[Why(why)]) % {"limit": limit}


def command(path: Path, folder: Path) -> list[str]:
    """How the child is started, in BASE_DIR and with ENVIRONMENT alone."""
    return [sys.executable, "-m", "media_library.child", str(path), str(folder)]


def _asked(path: Path, folder: Path) -> dict[str, Any]:
    """What the child says. One that was ended, or died, says that the file is broken."""
    is_video = signature.family_of(path).is_video
    try:
        with _hands:
            done = subprocess.run(
                command(path, folder),
                cwd=settings.BASE_DIR,
                env=ENVIRONMENT,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=VIDEO_SECONDS if is_video else PICTURE_SECONDS,
                check=False,
            )
        facts: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    except (subprocess.TimeoutExpired, ValueError, IndexError) as error:
        log.warning("file_broke_its_reader", extra={"error": type(error).__name__, "is_video": is_video})
        raise Unusable(sentence(Why.BROKEN_VIDEO if is_video else Why.BROKEN_PICTURE)) from error
    if "why" in facts:
        raise Unusable(sentence(str(facts["why"]), int(facts["limit"])))
    return facts


def _sha256(path: Path) -> str:
    found = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            found.update(block)
    return found.hexdigest()


NO_FILE_OF_OURS = gettext_lazy(
    "This file is no picture or video that we can read. "
    "Use a JPEG, HEIC, PNG, WebP, AVIF or GIF picture, or an MP4, MOV or WebM video."
)
SENTENCES = {
    Why.EMPTY: gettext_lazy("This file is empty. Choose it again."),
    Why.UNKNOWN: NO_FILE_OF_OURS,
    Why.BROKEN_PICTURE: gettext_lazy(
        "This picture is damaged and cannot be read. Save it anew and try again."
    ),
    Why.PICTURE_BYTES: gettext_lazy("This file is larger than 20 MB. Make it smaller and try again."),
    Why.PIXELS: gettext_lazy(
        "This picture has more than %(limit)d million pixels. Make it smaller and try again."
    ),
    Why.MOVING: gettext_lazy("Moving pictures cannot be posted yet. Use a still picture or an MP4 video."),
    Why.BROKEN_VIDEO: gettext_lazy(
        "This video is damaged and cannot be read. Export it anew as MP4 and try again."
    ),
    Why.CUT_VIDEO: gettext_lazy("The end of this video is missing. Export it anew and try again."),
    Why.NO_VIDEO: gettext_lazy("There is no picture in this video file. Choose another one."),
    Why.VIDEO_BYTES: gettext_lazy("This video is larger than 512 MB. Make it smaller and try again."),
    Why.CODEC: gettext_lazy(
        "The pictures of this video are coded in a way that networks do not take. Export it as MP4 with H.264."
    ),
    Why.SOUND: gettext_lazy(
        "The sound of this video is coded in a way that networks do not take. Export it as MP4 with AAC sound."
    ),
    Why.DURATION: gettext_lazy("This video is longer than %(limit)d minutes. Cut it and try again."),
    Why.FRAME: gettext_lazy(
        "This video is too small or larger than %(limit)d pixels a side. Export it in another size."
    ),
    Why.RATE: gettext_lazy("This video has more than %(limit)d pictures a second. Export it with fewer."),
}
