"""Figures that a run measures beside passing or failing; said at its end."""

from __future__ import annotations

FIGURES: dict[str, str] = {}


def note(name: str, value: str) -> None:
    """Keep one figure for the end of the run."""
    FIGURES[name] = value
