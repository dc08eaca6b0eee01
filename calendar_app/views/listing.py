"""The calendar as a list: all posts with a time, or the drafts without one."""

from __future__ import annotations

from datetime import UTC, datetime

from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from accounts.access import BrandRequest, needs
from accounts.grants import Can
from calendar_app import wall
from calendar_app.selectors import month, pauses
from calendar_app.views.chips import rows
from core.htmx import page


@require_safe
@needs(Can.VIEW)
def show(request: BrandRequest) -> HttpResponse:
    """Latest first, fifty at a time; `?drafts=1` shows what has no time yet."""
    brand = request.brand
    base = reverse("calendar_app:list", args=[brand.slug])
    drafts = request.GET.get("drafts") == "1"
    after = ""
    if drafts:
        chips = month.unplanned(brand)
    else:
        found, chips = month.listed(brand, after=request.GET.get("after", ""))
        after = found.after
    context = {
        "rows": rows(chips, brand),
        "drafts": drafts,
        "more": f"{base}?{urlencode({'after': after})}" if after else "",
        "is_first": "after" not in request.GET,
        "base": base,
        "zone": wall.label(brand.zone, datetime.now(UTC)),
        "may_write": request.access.may(Can.WRITE),
        "pauses": pauses.of_scope(),
    }
    return page(request, "calendar_app/list.html", context)
