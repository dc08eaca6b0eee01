"""{{ moment|dated:"D j M, H:i" }}: as Django's `date`, in the order of the reader's language."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import template

from core import dates

register = template.Library()


@register.filter(expects_localtime=True)
def dated(value: Any, pattern: str) -> str:
    """Nothing for what is no day, as Django's own filter."""
    return dates.dated(value, pattern) if isinstance(value, date) else ""
