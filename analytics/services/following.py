"""Following a short link: where it leads, and one more click. Nothing of the person is kept."""

from __future__ import annotations

import logging
import re
from typing import Any

from django.db import Error, connection, transaction

from analytics.models import ShortLink
from analytics.spans import today
from core import doors
from core.doors import Door
from core.tenancy import scope

log = logging.getLogger(__name__)

MACHINES = re.compile(
    r"bot|crawl|spider|slurp|preview|facebookexternalhit|embed|fetch|monitor|curl|wget|python|httpx|java/|go-http"
    r"|headless|whatsapp|mastodon|cardyb|scan|validator",
    re.IGNORECASE,
)
"""Programs that look at links by themselves; they name themselves so."""

COUNT = """
SET LOCAL lock_timeout = '300ms';
INSERT INTO analytics_shortclick (organization_id, brand_id, link_id, day, number)
VALUES (%s, %s, %s, %s, 1)
ON CONFLICT (organization_id, link_id, day) DO UPDATE SET number = analytics_shortclick.number + 1
"""


def follow(code: str, *, is_person: bool) -> str | None:
    """Where a code leads; None for one that nobody made. A person's click is counted, if that can be done at once."""
    way = doors.find(Door.Kind.SHORT, code)
    if way is None:
        return None
    with scope.enter(way.organization_id):
        link = ShortLink.objects.select_related("brand").filter(pk=way.target).first()
        if link is None:
            return None
        if is_person:
            _count(link)
        return str(link.address)


def looks_like_a_person(agent: str, purpose: str) -> bool:
    """By what a browser says of itself; pages that are only fetched beforehand are not looked at by anybody."""
    return bool(agent) and not MACHINES.search(agent) and "prefetch" not in purpose.lower()


def _count(link: ShortLink) -> None:
    """One statement; whoever follows the link never waits longer than a moment, and never sees it fail."""
    values: list[Any] = [link.organization_id, link.brand_id, str(link.pk), today(link.brand.zone)]
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(COUNT, values)
    except Error:
        log.warning("click_not_counted", extra={"link": str(link.pk)})
