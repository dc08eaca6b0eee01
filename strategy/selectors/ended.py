"""Goals that are over."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from strategy.models import Goal

MOST = 50


def ended(on: date) -> list[Goal]:
    """Those that were ended, or whose last day is before `on`; the latest first."""
    over = Goal.objects.filter(Q(last__lt=on) | Q(ended_at__isnull=False))
    return list(over.select_related("channel", "owner").order_by("-last", "-created_at")[:MOST])
