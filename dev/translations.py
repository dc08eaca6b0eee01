"""Translations: people write `.po` files; `.mo` files are made from them and not committed."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from dev import console, environment, paths

LOCALE = paths.ROOT / "locale"
IGNORED = (".venv", ".data", "node_modules", "static", "tests")


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
    if not shutil.which("xgettext") or not shutil.which("msgmerge"):
        raise console.CannotGoOnError(
            "Extracting translations needs GNU gettext. Install it: "
            "apt-get install gettext, or brew install gettext"
        )
    ignored = [word for name in IGNORED for word in ("--ignore", f"{name}/*")]
    languages = [word for name in _languages() for word in ("--locale", name)]
    options = (*languages, *ignored, "--add-location", "file", "--no-wrap")
    command = environment.python("manage.py", "makemessages", *options)
    done = subprocess.run(command, cwd=paths.ROOT, env=environment.for_children())
    return done.returncode


def _languages() -> list[str]:
    found = sorted(folder.name for folder in LOCALE.glob("*") if folder.is_dir())
    if not found:
        raise console.CannotGoOnError("Make a folder for each language first, such as locale/tr")
    return found
