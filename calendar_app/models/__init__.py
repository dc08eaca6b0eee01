"""The room's tables."""

from __future__ import annotations

from calendar_app.models.attempt import Attempt
from calendar_app.models.delivery import Delivery
from calendar_app.models.post import Post
from calendar_app.models.showing import Showing
from calendar_app.models.version import PostVersion

__all__ = ["Attempt", "Delivery", "Post", "PostVersion", "Showing"]
