"""`/shared/<secret>/`: numbers for whoever holds the link. It shows and nothing else, in the brand's language."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from analytics.forms import PinForm
from analytics.models import ShareLink
from analytics.selectors import channels
from analytics.services import sharing
from analytics.services.sharing import WrongPin
from analytics.views import asking, showing
from analytics.views.asking import Asked
from core.htmx import page

NOT_FOUND = 404
PARTS = ("compare", "kpi")
"""What a reader may choose: everything else is what the link shows."""

View = Callable[..., HttpResponse]


def secluded(view: View) -> View:
    """No search engine keeps the page, and no other page is told its address."""

    @wraps(view)
    def quiet(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers["Referrer-Policy"] = (
            "same-origin"  # without a referrer browsers hide the origin of the form
        )
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return quiet


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@secluded
def shared(request: HttpRequest, secret: str) -> HttpResponse:
    """The numbers, or the question for the PIN; a POST is the answer to it."""
    with transaction.atomic(), sharing.opened(secret) as link:
        if link is None:
            return page(request, "analytics/shared_closed.html", {}, status=NOT_FOUND)
        with translation.override(link.brand.language):
            if request.method == "POST":
                return _prove(request, link, secret)
            if not sharing.is_proven(link, request.GET.get("proof", "")):
                return page(request, "analytics/shared_pin.html", {"form": PinForm(), "brand": link.brand})
            return _show(request, link)


def _prove(request: HttpRequest, link: ShareLink, secret: str) -> HttpResponse:
    form = PinForm(request.POST)
    if form.is_valid():
        try:
            proof = sharing.prove(link, form.cleaned_data["pin"])
        except WrongPin as error:
            form.add_error("pin", str(error.sentence))
        else:
            return redirect(f"{reverse('analytics:shared', args=[secret])}?{urlencode({'proof': proof})}")
    return page(request, "analytics/shared_pin.html", {"form": form, "brand": link.brand})


def _show(request: HttpRequest, link: ShareLink) -> HttpResponse:
    known = [link.channel] if link.channel else channels.measured()
    chosen, _form = asking.read(_choices(request), known, link.brand.zone)
    asked = Asked(sharing.span_of(link), None, chosen.compare, link.channel, chosen.kpi)
    context = {
        "brand": link.brand,
        "asked": asked,
        "shown": showing.show(link.brand, asked, len(known)),
        "link": link,
        "is_shared": True,
    }
    return page(request, "analytics/shared.html", context)


def _choices(request: HttpRequest) -> Any:
    """Of the address only what a reader may choose."""
    given = request.GET.copy()
    for name in [name for name in given if name not in PARTS]:
        del given[name]
    return given
