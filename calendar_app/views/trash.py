"""`/b/<brand>/trash/`: posts in the trash; back with them, or away for good."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import BrandRequest, needs
from accounts.grants import Can
from calendar_app import wall
from calendar_app.models import Post
from calendar_app.selectors import trash as selectors
from calendar_app.selectors.trash import DAYS, Trashed
from calendar_app.services import trashing
from calendar_app.views.saying import day_words
from core import clock
from core.htmx import done, page
from media_library import addresses


@dataclass(frozen=True, slots=True)
class Row:
    """One post as the page shows it."""

    id: str
    title: str
    thumb: str
    who: str
    when: str
    days_left: int
    is_out: bool


@require_safe
@needs(Can.WRITE)
def show(request: BrandRequest) -> HttpResponse:
    """Latest first, fifty at a time."""
    base = reverse("calendar_app:trash_list", args=[request.brand.slug])
    found, lines = selectors.trashed(after=request.GET.get("after", ""))
    zone = ZoneInfo(request.brand.zone)
    context = {
        "rows": [_row(line, zone) for line in lines],
        "days": DAYS,
        "may_destroy": request.access.may(Can.SCHEDULE),
        "base": base,
        "more": f"{base}?{urlencode({'after': found.after})}" if found.after else "",
        "is_first": "after" not in request.GET,
        "zone": wall.label(request.brand.zone, clock.now()),
    }
    return page(request, "calendar_app/trash.html", context)


@require_POST
@needs(Can.WRITE)
def restore(request: BrandRequest, post: UUID) -> HttpResponse:
    """A draft again."""
    found = trashing.restore(get_object_or_404(Post.trash, pk=post), by=request.access.by)
    there = reverse("calendar_app:post", args=[request.brand.slug, found.pk])
    words = _("It is back as a draft. It will not go out by itself: what was planned stays cancelled.")
    return done(request, there, words)


@require_POST
@needs(Can.SCHEDULE)
def destroy(request: BrandRequest, post: UUID) -> HttpResponse:
    """Away for good."""
    trashing.destroy(get_object_or_404(Post.trash, pk=post), by=request.access.by)
    return done(
        request, reverse("calendar_app:trash_list", args=[request.brand.slug]), _("Deleted for good.")
    )


def _row(line: Trashed, zone: ZoneInfo) -> Row:
    post = line.post
    return Row(
        id=str(post.pk),
        title=post.headline or _("Without words"),
        thumb=addresses.address(post.cover, "thumb") if post.cover else "",
        who=line.who or _("Somebody"),
        when=_when(line.at.astimezone(zone)),
        days_left=line.days_left,
        is_out=line.is_out,
    )


def _when(at: datetime) -> str:
    return f"{day_words(at)}, {at:%H:%M}"
