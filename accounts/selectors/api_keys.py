"""Keys of programs as their page lists them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from accounts.models import ApiKey

MOST = 200


@dataclass(frozen=True, slots=True)
class Line:
    """One key. `state` is works, over or revoked; `hint` the end of its secret."""

    key: ApiKey
    maker: str
    words: tuple[str, ...]
    state: str


def lines(now: datetime) -> list[Line]:
    """The organization's keys, newest first."""
    rows = ApiKey.objects.select_related("membership__user").order_by("-created_at", "-pk")[:MOST]
    return [Line(key, str(key.membership.user), tuple(key.words), _state(key, now)) for key in rows]


def _state(key: ApiKey, now: datetime) -> str:
    if key.revoked_at is not None or key.membership.deactivated_at is not None:
        return "revoked"
    return "over" if key.expires_at is not None and key.expires_at <= now else "works"
