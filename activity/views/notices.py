"""`/me/notices/`: what a person was told, of the organization she is in."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from accounts.access import PersonRequest, framed
from activity.selectors import notices as selectors
from activity.services import telling
from core.htmx import done, page

LONGEST = 19
"""Digits of the largest id."""


@require_safe
@framed
def notices(request: PersonRequest) -> HttpResponse:
    """The newest first."""
    if request.access is None:
        return redirect("home")
    lines = selectors.latest(request.user)
    unread = sum(1 for line in lines if not line.is_read)
    return page(request, "activity/notices.html", {"lines": lines, "unread": unread})


@require_safe
@framed
def count(request: PersonRequest) -> HttpResponse:
    """{"unread": 3}, for the frame's badge."""
    unread = selectors.unread(request.user) if request.access is not None else 0
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
