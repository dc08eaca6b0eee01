"""Posts by a few words of theirs."""

from __future__ import annotations

from django.db.models import prefetch_related_objects

from accounts.models import Brand
from calendar_app.models import Post
from calendar_app.selectors.shown import ON_A_CHIP, Chip, chips, shown_deliveries
from core.ranking import best

RECENT = 500
"""Looked through in Python: folding makes İ, ı and i one letter, which a plain index of the headline cannot."""


def found(brand: Brand, typed: str, limit: int = 8) -> list[Chip]:
    """Among the brand's newest posts those whose first words fit, best first and then the newest: three queries."""
    recent = Post.objects.select_related("cover").only(*ON_A_CHIP).order_by("-created_at", "-id")[:RECENT]
    fitting = best(typed, recent, lambda post: post.headline, limit=limit, loose=False)
    prefetch_related_objects(fitting, shown_deliveries())
    return chips(fitting, brand.zone)
