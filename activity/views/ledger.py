"""`/o/<organization>/ledger/`: who did what when, for those who may look after others."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts import zones
from accounts.access import AccessRequest, needs
from accounts.grants import Can
from activity.selectors import ledger as selectors
from activity.selectors.ledger import Filter
from activity.services import exporting
from activity.views import filtering
from core import deeds
from core.htmx import page

WORDS = ("person", "brand", "group", "first", "last")


@require_safe
@needs(Can.AUDIT)
def ledger(request: AccessRequest) -> HttpResponse:
    """The newest first; filters and the cursor stand in the address."""
    access, words = request.access, _words(request.GET)
    after, here = request.GET.get("after", ""), reverse("activity:ledger", args=[access.organization.slug])
    found = selectors.page(access, _filter(request, words), after=after)
    context: dict[str, Any] = {
        "rows": found.rows,
        "words": words,
        "is_filtered": any(words.values()),
        "people": selectors.people(),
        "groups": deeds.groups(),
        "brands": access.brands,
        "zone": zones.place(access.organization.zone),
        "organization": access.organization,
        "more": filtering.link(here, {**words, "after": found.after}) if found.after else "",
        "first": filtering.link(here, words) if after else "",
        "here": here,
    }
    return page(request, "activity/ledger.html", context)


@require_POST
@needs(Can.AUDIT)
def export(request: AccessRequest) -> HttpResponseBase:
    """The same as a file; that it was taken out stands in the ledger."""
    access, words = request.access, _words(request.POST)
    lines = exporting.export(access, _filter(request, words), words={k: v for k, v in words.items() if v})
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = (
        f'attachment; filename="{access.organization.slug}-activity.csv"'
    )
    return response


def _words(given: Any) -> dict[str, str]:
    return {name: str(given.get(name, ""))[:80].replace("\0", "") for name in WORDS}


def _filter(request: AccessRequest, words: dict[str, str]) -> Filter:
    brand = filtering.brand(request.access, words["brand"])
    return Filter(
        person=words["person"],
        brand_id=brand.pk if brand else None,
        group=words["group"],
        first=filtering.day(words["first"]),
        last=filtering.day(words["last"]),
    )
