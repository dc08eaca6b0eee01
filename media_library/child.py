"""The process in which untrusted files are opened: few rights, little memory, little time, no secrets.

`python -m media_library.child <file> <folder>` writes `clean` (and `poster`) into the folder and says in one JSON line what
they are, or why the file is refused.
"""

from __future__ import annotations

import json
import resource
import sys
from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from typing import Any

from media_library import encoding, reading, signature
from media_library.refusals import Refusal, Why
from media_library.signature import Family

CLEAN, POSTER = "clean", "poster"
MAX_MEMORY = 400_000_000
MAX_FILE = 600_000_000
MAX_SECONDS = 60
MAX_OPEN = 64


def answer(path: Path, folder: Path) -> dict[str, Any]:
    """What the file became, or why not."""
    try:
        found = signature.family_of(path)
        return _video(path, folder, found) if found.is_video else _picture(path, folder, found)
    except Refusal as refusal:
        return {"why": refusal.why, "limit": refusal.limit}


def bind() -> None:
    """Bound what this process may take of the machine."""
    for what, most in (
        (resource.RLIMIT_DATA, MAX_MEMORY),
        (resource.RLIMIT_FSIZE, MAX_FILE),
        (resource.RLIMIT_CPU, MAX_SECONDS),
        (resource.RLIMIT_NOFILE, MAX_OPEN),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def _picture(path: Path, folder: Path, found: Family) -> dict[str, Any]:
    if found is Family.OTHER:
        raise Refusal(Why.UNKNOWN)
    made = encoding.encode(_heic(path) if found is Family.HEIC else reading.picture(path))
    (folder / CLEAN).write_bytes(made.content)
    return {
        "kind": "picture",
        "mime": made.mime,
        "width": made.width,
        "height": made.height,
        "duration_ms": None,
    }


def _heic(path: Path) -> reading.Pixels:
    heic = import_module("media_library.heic")  # a reader of its own, which other pictures need not wait for
    pixels: reading.Pixels = heic.picture(path)
    return pixels


def _video(path: Path, folder: Path, found: Family) -> dict[str, Any]:
    video = import_module("media_library.video")  # its libraries take longer to load than a picture to read
    return {"kind": "video", **asdict(video.take(path, found, folder / CLEAN, folder / POSTER))}


def main(words: list[str]) -> None:
    """See the module."""
    bind()
    print(json.dumps(answer(Path(words[0]), Path(words[1]))))  # noqa: T201 - the answer to whoever started us


if __name__ == "__main__":
    main(sys.argv[1:])
