"""When a report goes out, in words."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.zones import minutes_ahead, offset, place
from analytics.models import Report
from core.dates import dated

MONDAY = date(2024, 1, 1)


def weekday(number: int) -> str:
    """The day's name; Monday is 0."""
    return dated(MONDAY + timedelta(days=number), "l")


def words(report: Report) -> str:
    """Every Monday at 08:00 (Baku, GMT+4)."""
    names = {
        "day": weekday(report.weekday),
        "time": f"{report.hour:02}:{report.minute:02}",
        "zone": f"{place(report.zone)}, {offset(minutes_ahead(report.zone, timezone.now()))}",
    }
    return _("Every %(day)s at %(time)s (%(zone)s)") % names
