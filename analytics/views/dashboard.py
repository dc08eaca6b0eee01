"""`/b/<brand>/numbers/`: what came of it, for a brand or one channel. The address is the state."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import BrandRequest, needs
from accounts.grants import Can
from analytics.selectors import channels
from analytics.views import asking, showing
from core.htmx import page


@dataclass(frozen=True, slots=True)
class Empty:
    """Why there is nothing to see, and the first step."""

    title: str
    text: str
    label: str = ""
    url: str = ""
    icon: str = "plus"
    more: str = ""


@require_safe
@needs(Can.MEASURE)
def show(request: BrandRequest) -> HttpResponse:
    """The page."""
    known = channels.measured()
    asked, form = asking.read(request.GET, known, request.brand.zone)
    shown = showing.show(request.brand, asked, known) if known else None
    is_empty = shown is None or shown.is_empty
    context = {
        "asked": asked,
        "form": form,
        "ways": asking.ways(asked, known),
        "shown": shown,
        "empty": _empty(request, has_channels=bool(known)) if is_empty else None,
        "may_plan": request.access.may(Can.STRATEGY),
        "may_share": request.access.may(Can.REPORT),
    }
    return page(request, "analytics/dashboard.html", context)


def _empty(request: BrandRequest, *, has_channels: bool) -> Empty:
    slug, may = request.brand.slug, request.access.may
    if not has_channels:
        return Empty(
            title=_("Numbers begin with a channel"),
            text=_(
                "Once an account is connected, its numbers are fetched by themselves and shown here day by day."
            ),
            label=_("Connect a channel") if may(Can.CONNECT) else "",
            url=reverse("connections:connect", args=[slug]) if may(Can.CONNECT) else "",
            icon="plug",
            more="" if may(Can.CONNECT) else _("Ask an owner or admin to connect one."),
        )
    return Empty(
        title=_("No numbers in this time"),
        text=_(
            "Nothing was published or counted in these days. First numbers come within an hour of a post going out."
        ),
        label=_("New post") if may(Can.WRITE) else "",
        url=reverse("calendar_app:composer_new", args=[slug]) if may(Can.WRITE) else "",
        more=_("Choose a longer time above to see what was before."),
    )
