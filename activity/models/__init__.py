"""The room's tables."""

from __future__ import annotations

from activity.models.mail import Mail
from activity.models.notice import Notice

__all__ = ["Mail", "Notice"]
