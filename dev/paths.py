"""Where things lie in a checkout."""

from __future__ import annotations

import hashlib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / ".data"
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
NODE_MODULES = ROOT / "node_modules"
DIST = ROOT / "static" / "dist"

OUTSIDE = Path("/var/tmp") / f"meydan-{hashlib.sha256(str(ROOT).encode()).hexdigest()[:10]}"
"""Home of the database when the account that runs it cannot reach this checkout."""


def shown(path: Path) -> str:
    """A path as a person types it inside the checkout."""
    return str(path.relative_to(ROOT) if path.is_relative_to(ROOT) else path)


def digest_of(*paths: Path) -> str:
    """SHA-256 over names and contents of files and all files below folders; some may be missing."""
    digest = hashlib.sha256()
    for file in sorted(file for path in paths for file in _files_below(path)):
        digest.update(str(file.relative_to(ROOT)).encode() + b"\0")
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def _files_below(path: Path) -> list[Path]:
    if path.is_dir():
        return [file for file in path.rglob("*") if file.is_file()]
    return [path] if path.is_file() else []
