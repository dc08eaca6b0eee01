"""Times as the pages say them."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from calendar_app import wall
from calendar_app.models import Post
from core.dates import dated


def day_words(at: datetime) -> str:
    """`Wed 25 Nov`, `25 Kas Çar`; `at` is already in the zone that is meant."""
    return dated(at, "D j M")


def planned_words(post: Post) -> str:
    """`Wed 25 Nov, 19:00 (Baku, GMT+4)`; "" for a post without a time."""
    if post.planned_at is None:
        return ""
    at = post.planned_at.astimezone(ZoneInfo(post.zone))
    names = {"day": day_words(at), "time": f"{at:%H:%M}", "zone": wall.label(post.zone, at)}
    return _("%(day)s, %(time)s (%(zone)s)") % names


def late_words(minutes: int) -> str:
    """How late: minutes below two hours, then hours, from two days on days."""
    if minutes < 1:
        return _("less than a minute late")
    if minutes < 120:
        return ngettext("%(number)d minute late", "%(number)d minutes late", minutes) % {"number": minutes}
    hours = minutes // 60
    if hours < 48:
        return ngettext("%(number)d hour late", "%(number)d hours late", hours) % {"number": hours}
    days = hours // 24
    return ngettext("%(number)d day late", "%(number)d days late", days) % {"number": days}
