"""Posts by a few words of theirs."""

from __future__ import annotations

from accounts.models import Brand
from calendar_app.models import Post
from calendar_app.selectors.shown import Chip, chip, with_deliveries
from core.ranking import best

RECENT = 500
"""Looked through in Python: folding makes İ, ı and i one letter, which a plain index of the headline cannot."""


def found(brand: Brand, typed: str, limit: int = 8) -> list[Chip]:
    """Among the brand's newest posts those whose first words fit, best first and then the newest: three queries."""
    recent = Post.objects.order_by("-created_at", "-id").values_list("pk", "headline")[:RECENT]
    fitting = best(typed, recent, lambda row: str(row[1]), limit=limit, loose=False)
    order = {pk: number for number, (pk, _headline) in enumerate(fitting)}
    if not order:
        return []
    posts = sorted(with_deliveries(Post.objects.filter(pk__in=order)), key=lambda post: order[post.pk])
    return [chip(post, brand.zone) for post in posts]
