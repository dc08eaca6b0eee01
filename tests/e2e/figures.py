"""Figures that a run measures beside passing or failing; said at its end, whichever process measured them."""

from __future__ import annotations

import json
from collections.abc import Iterator

from tests.e2e import house

FILE = house.SHOTS.parent / "figures.jsonl"


def note(name: str, value: str) -> None:
    """Keep one figure for the end of the run."""
    with FILE.open("a", encoding="utf-8") as lines:
        lines.write(json.dumps([name, value]) + "\n")


def taken() -> Iterator[str]:
    """All of them as lines; they are gone afterwards."""
    if not FILE.exists():
        return
    for line in FILE.read_text(encoding="utf-8").splitlines():
        name, value = json.loads(line)
        yield f"{name}: {value}"
    FILE.unlink()
