"""{{ value|exact:unit }}, {{ value|brief:unit }}: numbers as the reader writes them; "no data" for None."""

from __future__ import annotations

from typing import Any

from django import template

from analytics import figures

register = template.Library()


@register.filter
def exact(value: Any, unit: str = "") -> str:
    """In full."""
    return figures.exact(value, unit)


@register.filter
def brief(value: Any, unit: str = "") -> str:
    """Short."""
    return figures.brief(value, unit)
