"""The room's tables."""

from __future__ import annotations

from strategy.models.goal import Goal

__all__ = ["Goal"]
