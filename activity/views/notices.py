"""`/me/notices/`: what a person was told, of the organization she is in."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from accounts.access import Access, PersonRequest, framed
from activity import kinds
from activity.selectors import notices as selectors
from activity.selectors.notices import Filter
from activity.services import telling
from activity.views import filtering
from core.htmx import done, page

LONGEST = 19
"""Digits of the largest id."""


@require_safe
@framed
def notices(request: PersonRequest) -> HttpResponse:
    """The newest first; `?unread=1&brand=<slug>&kind=<kind or group:key>&after=<cursor>`."""
    if request.access is None:
        return redirect("home")
    words = {name: request.GET.get(name, "") for name in ("unread", "brand", "kind")}
    after, here = request.GET.get("after", ""), reverse("activity:notices")
    found = selectors.page(request.user, _filter(request.access, words), after=after)
    context = {
        "lines": found.rows,
        "words": words,
        "is_filtered": any(words.values()),
        "groups": kinds.grouped(),
        "brands": request.access.brands,
        "unread": request.access.counts.get("notices", 0),
        "more": filtering.link(here, {**words, "after": found.after}) if found.after else "",
        "first": filtering.link(here, words) if after else "",
        "here": filtering.link(here, words),
        "settings_url": reverse("activity:settings", args=[request.access.organization.slug]),
    }
    return page(request, "activity/notices.html", context)


@require_safe
@framed
def count(request: PersonRequest) -> HttpResponse:
    """{"unread": 3}."""
    unread = request.access.counts.get("notices", 0) if request.access is not None else 0
    return JsonResponse({"unread": unread})


@require_POST
@framed
def mark_read(request: PersonRequest) -> HttpResponse:
    """POST notice (may be repeated; none means all)."""
    if request.access is None:
        return redirect("home")
    chosen = [
        int(number)
        for number in request.POST.getlist("notice")
        if number.isdecimal() and len(number) < LONGEST
    ]
    telling.mark_read(request.user, chosen or None)
    return done(request, reverse("activity:notices"), gettext("Marked as read."))


@require_POST
@framed
def open_notice(request: PersonRequest, notice: int) -> HttpResponse:
    """Mark it read and go where something can be done about it."""
    if request.access is None:
        return redirect("home")
    if len(str(notice)) >= LONGEST:
        return redirect("activity:notices")
    found = get_object_or_404(selectors.mine(request.user).select_related("brand"), pk=notice)
    telling.mark_read(request.user, [found.pk])
    (line,) = selectors.lines([found])
    return redirect(line.url or "activity:notices")


def _filter(access: Access, words: dict[str, str]) -> Filter:
    brand = filtering.brand(access, words["brand"])
    return Filter(words["unread"] == "1", brand.pk if brand else None, words["kind"][:80].replace("\0", ""))
