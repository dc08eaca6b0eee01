"""Short links with how often they were followed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet, Sum

from analytics.models import ShortLink

PAGE = 50


def links(after: str = "", size: int = PAGE) -> list[Any]:
    """The newest first with what was `followed` (None: nobody yet), one more than a page; `after`: the last one's id."""
    found: QuerySet[Any] = ShortLink.objects.annotate(followed=Sum("clicks__number")).select_related(
        "made_by"
    )
    if after:
        found = found.filter(pk__lt=after)
    return list(found.order_by("-pk")[: size + 1])


def addresses(codes: Sequence[str]) -> dict[str, str]:
    """Where these codes lead."""
    return dict(ShortLink.objects.filter(code__in=codes).values_list("code", "address"))
