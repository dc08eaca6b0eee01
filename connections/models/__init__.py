"""The room's tables."""

from __future__ import annotations

from connections.models.channel import Channel
from connections.models.credential import Credential

__all__ = ["Channel", "Credential"]
