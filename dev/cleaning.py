"""The job `clean`: back to a fresh checkout."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from dev import console, leftovers, paths, state

CACHES = (".mypy_cache", ".ruff_cache", ".pytest_cache", ".import_linter_cache", ".hypothesis")
KEPT_AS_THEY_ARE = {".git", ".venv", "node_modules", ".data"}


def clean(_words: list[str]) -> int:
    """Remove everything that jobs made, and say what; refused while one of them runs."""
    places = _places()
    for place in places:
        if not place.claim():
            raise console.CannotGoOnError(f"“{place.name}” is running here; end it first (Ctrl-C).")
        leftovers.end(place)
    for path in _made_by_jobs():
        if path.exists():
            console.say(f"removing {paths.shown(path)}")
            _remove(path)
    for compiled in _compiled():
        _remove(compiled)
    return 0


def _places() -> list[state.Place]:
    """Every folder that a job ever claimed."""
    locks = [paths.DATA / "lock", *paths.DATA.glob("*/lock")]
    folders = [lock.parent for lock in locks if lock.exists()]
    return [state.development() if folder == paths.DATA else state.named(folder.name) for folder in folders]


def _made_by_jobs() -> list[Path]:
    caches = [paths.ROOT / name for name in CACHES]
    outside = [paths.OUTSIDE] if _is_ours(paths.OUTSIDE) else []
    figures = paths.ROOT / "bench" / "results"
    return [paths.DATA, *outside, paths.DIST, figures, *caches, paths.NODE_MODULES, paths.VENV]


def _is_ours(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink() and path.stat().st_uid == os.geteuid()


def _compiled() -> list[Path]:
    """Byte code and compiled translations of our own folders."""
    rooms = [path for path in paths.ROOT.iterdir() if path.is_dir() and path.name not in KEPT_AS_THEY_ARE]
    patterns = ("**/__pycache__", "**/*.mo")
    return [found for room in rooms for pattern in patterns for found in room.glob(pattern)]


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
