"""The room's tables."""

from __future__ import annotations

from media_library.models.asset import Asset

__all__ = ["Asset"]
