"""Find a Chromium for the browser tests; none is ever downloaded."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
APPLICATIONS = (
    Path("/Applications/Chromium.app/Contents/MacOS/Chromium"),
    Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
)
MISSING = (
    "the browser tests need Chromium, and there is none. Install it (apt-get install chromium), "
    "or name one: CHROMIUM=/path/to/chromium make e2e"
)


def find() -> str | None:
    """The Chromium that CHROMIUM names, else the first one found; None when there is none."""
    named = os.environ.get("CHROMIUM")
    if named:
        return shutil.which(named)
    on_path = (shutil.which(name) for name in NAMES)
    installed = (str(path) for path in APPLICATIONS if path.exists())
    return next((path for path in (*on_path, *installed) if path), None)
