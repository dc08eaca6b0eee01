"""Links by which strangers read a brand's numbers."""

from __future__ import annotations

from analytics.models import ShareLink

MOST = 200


def shares() -> list[ShareLink]:
    """The newest first, those that are closed or over among them."""
    return list(ShareLink.objects.select_related("channel", "made_by").order_by("-created_at", "-pk")[:MOST])
