"""Translations: people write `.po` files; `.mo` files are made from them and not committed."""

from __future__ import annotations

import subprocess
from pathlib import Path

from dev import console, environment, paths

LOCALE = paths.ROOT / "locale"


def ensure() -> None:
    """Leave a `.mo` beside each `.po` that is at least as new."""
    sources = sorted(LOCALE.glob("*/LC_MESSAGES/*.po"))
    stale = [source for source in sources if _is_stale(source)]
    if not stale:
        return
    console.say(f"compiling {len(stale)} translation files")
    script = paths.ROOT / "dev" / "catalogues.py"
    done = subprocess.run(environment.python(script, *stale), env=environment.for_children())
    if done.returncode:
        raise console.CannotGoOnError("A translation file is damaged, see above.")


def _is_stale(source: Path) -> bool:
    compiled = source.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime


def extract() -> int:
    """Bring the texts of the code into the `.po` files of all languages; returns the exit code."""
    command = environment.python("-m", "tests.architecture.messages")
    variables = environment.for_children() | {"DJANGO_SETTINGS_MODULE": "smm.settings"}
    return subprocess.run(command, cwd=paths.ROOT, env=variables).returncode
