"""`/b/<brand>/numbers/shares/`: links by which strangers read the numbers: made, listed, closed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import BrandRequest, needs
from accounts.grants import Can
from analytics.forms import ShareForm
from analytics.models import ShareLink
from analytics.selectors import channels
from analytics.selectors.shares import shares
from analytics.services import sharing
from analytics.spans import today
from analytics.views import asking
from analytics.views.asking import between
from core.dates import dated
from core.errors import DomainError
from core.htmx import done, page


@dataclass(frozen=True, slots=True)
class ShareLine:
    """A link of the list: what it shows, until when, and whether it is open."""

    pk: UUID
    name: str
    what: str
    when: str
    tone: str
    icon: str
    word: str
    has_pin: bool
    is_open: bool


@require_safe
@needs(Can.REPORT)
def show(request: BrandRequest) -> HttpResponse:
    """All links of the brand."""
    return page(request, "analytics/shares.html", _context(request))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Can.REPORT)
@never_cache
def new(request: BrandRequest) -> HttpResponse:
    """Make one; the answer shows its address, this once."""
    known, zone = channels.measured(), request.brand.zone
    asked, _dates = asking.read(request.GET, known, zone)
    form = ShareForm(request.POST or None, channels=known, today=today(zone), initial=_usual(asked))
    if request.method == "POST" and form.is_valid():
        try:
            _link, secret = sharing.make(request.brand, form.wanted, access=request.access)
        except DomainError as error:
            form.add_error(None, str(error.sentence))
        else:
            made = settings.BASE_URL + reverse("analytics:shared", args=[secret])
            return page(request, "analytics/shares.html", {**_context(request), "made": made})
    return page(request, "analytics/share.html", {"form": form})


@require_POST
@needs(Can.REPORT)
def revoke(request: BrandRequest, share: UUID) -> HttpResponse:
    """It leads nowhere from now on."""
    found = get_object_or_404(ShareLink, pk=share)
    sharing.revoke(found, by=request.access.by)
    sentence = _("The link is closed. Whoever has it sees nothing any more.")
    return done(request, reverse("analytics:shares", args=[request.brand.slug]), sentence)


def _context(request: BrandRequest) -> dict[str, Any]:
    now = timezone.now()
    return {"lines": [_line(one, request.brand.zone, now) for one in shares()], "may_share": True}


def _usual(asked: asking.Asked) -> dict[str, Any]:
    """What the numbers' page shows just now."""
    return {
        "time": str(asked.days) if asked.days else ShareForm.OWN,
        "first": None if asked.days else asked.span.first,
        "last": None if asked.days else asked.span.last,
        "channel": str(asked.channel.pk) if asked.channel else "",
    }


def _line(link: ShareLink, zone: str, now: datetime) -> ShareLine:
    is_open = link.revoked_at is None and link.expires_at > now
    tone, icon, word = ("done", "check", _("Open")) if is_open else ("draft", "circle-x", _("Over"))
    if link.revoked_at is not None:
        word = _("Closed")
    until = dated(link.expires_at.astimezone(ZoneInfo(zone)), "j M Y, H:i")
    return ShareLine(
        pk=link.pk,
        name=link.name,
        what=_shown(link),
        when=_("open until %(day)s") % {"day": until}
        if is_open
        else _("was open until %(day)s") % {"day": until},
        tone=tone,
        icon=icon,
        word=word,
        has_pin=bool(link.pin),
        is_open=is_open,
    )


def _shown(link: ShareLink) -> str:
    """Days, channel, and who made it."""
    if link.first and link.last:
        days = between(link.first, link.last)
    else:
        number = link.days or 1
        days = ngettext("the last %(days)s day", "the last %(days)s days", number) % {"days": number}
    channel = link.channel.handle if link.channel else _("all channels")
    return " · ".join(part for part in (days, channel, str(link.made_by or "")) if part)
