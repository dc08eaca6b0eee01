"""Numbers that other rooms reckon: approvals and answers."""

from __future__ import annotations

from accounts.models import Brand
from analytics.selectors.shapes import Reading
from analytics.spans import Span
from connections.models import Channel


def readings(brand: Brand, span: Span, compare: Span | None, channel: Channel | None) -> dict[str, Reading]:
    """By key."""
    return {}
