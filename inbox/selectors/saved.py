"""A brand's saved replies, those first that fit and are used most."""

from __future__ import annotations

from django.db.models import Case, Q, Value, When

from accounts.models import Brand
from core.ranking import best
from inbox.models import SavedReply


def saved(brand: Brand, *, language: str = "", typed: str = "", limit: int = 200) -> list[SavedReply]:
    """All of them, or those that fit a few typed letters; with `language` those of it (and of none) first. One query."""
    rows = SavedReply.objects.filter(brand_id=brand.pk)
    fits = Case(When(Q(language__in=[language, ""]), then=Value(0)), default=Value(1))
    ordered = rows.alias(fits=fits).order_by("fits", "-used", "title", "pk")[:limit]
    found = list(ordered)
    return best(typed, found, lambda one: f"{one.title} {one.text}", limit=limit) if typed else found
