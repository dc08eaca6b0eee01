"""Times as the pages say them."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import formats
from django.utils.translation import gettext as _

from calendar_app import wall
from calendar_app.models import Post


def day_words(at: datetime) -> str:
    """`Wed 25 Nov`; `at` is already in the zone that is meant."""
    return formats.date_format(at, "D j M", use_l10n=False)


def planned_words(post: Post) -> str:
    """`Wed 25 Nov, 19:00 (Baku, GMT+4)`; "" for a post without a time."""
    if post.planned_at is None:
        return ""
    at = post.planned_at.astimezone(ZoneInfo(post.zone))
    names = {"day": day_words(at), "time": f"{at:%H:%M}", "zone": wall.label(post.zone, at)}
    return _("%(day)s, %(time)s (%(zone)s)") % names
