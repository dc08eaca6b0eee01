"""Clicks on short links, as totals of the posts that carry them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from django.db.models import Sum

from analytics.models import MeasureCursor, ShortClick
from networks.measuring import PostFigures


def totals(cursors: Iterable[MeasureCursor]) -> Mapping[int, int]:
    """Clicks so far by cursor, of those whose text carries links. In two queries, none when nothing carries any.

    A link that stands in several posts (or in one on several channels) is left out: nobody knows which brought whom.
    """
    carrying = [row for row in cursors if row.codes]
    if not carrying:
        return {}
    codes = {code for row in carrying for code in row.codes}
    own = _carried_once(codes)
    rows: Any = ShortClick.objects.filter(link__code__in=own).values_list("link__code")
    counted = dict(rows.annotate(all=Sum("number")))
    return {
        row.pk: sum(counted.get(code, 0) for code in row.codes)
        for row in carrying
        if own.issuperset(row.codes)
    }


def completed(figures: PostFigures, links: int | None) -> PostFigures:
    """With the clicks on our links where the network told none."""
    return figures if figures.clicks is not None else replace(figures, clicks=links)


def _carried_once(codes: set[str]) -> set[str]:
    rows = MeasureCursor.objects.filter(codes__overlap=list(codes)).values_list("codes", flat=True)
    counted = Counter(code for row in rows for code in row)
    return {code for code in codes if counted[code] == 1}
