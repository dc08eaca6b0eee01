"""How often a key or a person may ask: 600 times a minute, counted by key; every answer says how much is left."""

from __future__ import annotations

from typing import Any

from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle

from accounts.api.keys import Program

RATE = "600/min"


class Pace(SimpleRateThrottle):
    """Counted in the cache: without one nobody is slowed down."""

    rate = RATE

    def get_cache_key(self, request: Request, view: Any) -> str | None:
        """The bucket of who asks; None for nobody."""
        if isinstance(request.auth, Program):
            return f"api:{request.auth.organization_id}:{request.auth.key.pk}"
        return f"api:person:{request.user.pk}" if request.user.is_authenticated else None
