"""`/b/<brand>/numbers/links/`: short links: made, listed with how often they were followed, copied."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import BrandRequest, needs
from accounts.grants import Can
from analytics.addresses import address_of
from analytics.forms import LinkForm
from analytics.selectors import links as selectors
from analytics.services import shortening
from core.htmx import page
from core.ids import id_of


@require_http_methods(["GET", "HEAD"])
@needs(Can.MEASURE)
def show(request: BrandRequest) -> HttpResponse:
    """The list, newest first, page by page."""
    return _page(request, LinkForm())


@require_http_methods(["POST"])
@needs(Can.WRITE)
def make(request: BrandRequest) -> HttpResponse:
    """Shorten one address; the answer shows the short link ready to be copied."""
    form = LinkForm(request.POST)
    made = ""
    if form.is_valid():
        address = form.cleaned_data["address"].strip()
        _text, found = shortening.shorten(
            request.brand, address, person=request.access.person, by=request.access.by
        )
        if found and found[0].address == address:
            made, form = address_of(found[0].code), LinkForm()
        else:
            form.add_error("address", _no_link(address))
    return _page(request, form, made)


def _no_link(address: str) -> str:
    if not shortening.is_safe(address):
        return _("This is no web address. It begins with https:// and names a site.")
    return _("This address cannot get any shorter.")


def _page(request: BrandRequest, form: LinkForm, made: str = "") -> HttpResponse:
    after = request.GET.get("after", "")
    found = selectors.links(str(id_of(after) or ""))
    shown = found[: selectors.PAGE]
    here = reverse("analytics:links", args=[request.brand.slug])
    context: dict[str, Any] = {
        "form": form,
        "made": made,
        "rows": [(one, address_of(one.code)) for one in shown],
        "more": f"{here}?after={shown[-1].pk}" if len(found) > selectors.PAGE else "",
        "first": here if after else "",
        "may_write": request.access.may(Can.WRITE),
        "may_share": request.access.may(Can.REPORT),
    }
    return page(request, "analytics/links.html", context)
