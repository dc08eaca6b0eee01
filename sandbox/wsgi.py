"""The server's entry: `gunicorn --worker-class gthread sandbox.wsgi:application`.

SANDBOX_DATA names the sqlite file; without it the data lies in the system's folder for temporary
files.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from sandbox.app import Application
from sandbox.store import Store


def _data_file() -> Path:
    named = os.environ.get("SANDBOX_DATA", "")
    if named:
        return Path(named)
    return Path(tempfile.gettempdir()) / f"meydan-sandbox-{os.getuid()}" / "sandbox.sqlite3"


application = Application(Store(_data_file()))
