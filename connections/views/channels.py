"""A brand's channels: the list, one of them, and letting it go."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import BrandRequest, needs
from accounts.grants import Can
from accounts.selectors import holds
from accounts.selectors.holds import Pause
from connections.models import Channel
from connections.offered import PRACTICE
from connections.selectors import channels as shown
from connections.selectors import reachable, trouble
from connections.services import connecting
from core.htmx import done, page


@require_safe
@needs(Can.VIEW)
def channels(request: BrandRequest) -> HttpResponse:
    """All channels with their health."""
    lines = shown.lines(request.access.membership)
    context = {
        "troubles": trouble.of(line.channel for line in lines if not line.is_over),
        "lines": lines,
        "connected": sum(line.channel.is_healthy for line in lines),
        "waiting": sum(line.needs_somebody for line in lines),
        "may_connect": request.access.may(Can.CONNECT),
    }
    return page(request, "connections/channels.html", context)


@require_safe
@needs(Can.VIEW)
def channel(request: BrandRequest, channel: UUID) -> HttpResponse:
    """One channel: its health, its history, what can be done."""
    found = get_channel(request, channel)
    context = {
        "line": shown.line(found),
        "history": shown.history(found),
        "may_connect": request.access.may(Can.CONNECT),
        "practice": found.origin if found.network == PRACTICE else "",
        "pauses": _pauses(request, found),
        "may_hold": request.access.may(Can.HOLD),
    }
    return page(request, "connections/channel.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Can.CONNECT)
def disconnect(request: BrandRequest, channel: UUID) -> HttpResponse:
    """Ask; on the second word forget the channel's secrets."""
    found = get_channel(request, channel)
    if request.method != "POST":
        return page(request, "connections/disconnect.html", {"line": shown.line(found)})
    connecting.disconnect(found, request.access.by)
    back = reverse("connections:channels", args=[request.brand.slug])
    return done(
        request,
        back,
        _("@%(handle)s is disconnected. What waited for it is held.") % {"handle": found.handle},
    )


def _pauses(request: BrandRequest, channel: Channel) -> list[Pause]:
    rows = holds.covering(request.brand.pk, channel.pk).select_related("team", "brand", "started_by")
    return holds.pauses(rows.order_by("started_at"), {channel.pk: channel.handle})


def get_channel(request: BrandRequest, channel_id: UUID) -> Channel:
    """A channel of the open brand that the person may use. Raises Http404."""
    mine = Channel.objects.filter(reachable.by_member(request.access.membership))
    row: Channel = get_object_or_404(mine.select_related("credential"), pk=channel_id)
    return row
