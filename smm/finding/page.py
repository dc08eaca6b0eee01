"""The page that finds: whole for people without scripts, its lists alone for the command palette."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import BrandRequest, needs
from accounts.grants import Can
from calendar_app.selectors import found as posts
from calendar_app.views.chips import Row, rows
from connections.selectors import found as channels
from core.dates import dated
from core.htmx import is_fragment
from core.text import clean
from smm.finding.options import Option, fitting, options

LONGEST = 80
FEWEST_LETTERS = 2


@require_safe
@needs(Can.VIEW)
def find(request: BrandRequest) -> HttpResponse:
    """`?q=…`. For the palette: without words all that can be done from here, with words the posts and channels found."""
    typed = _typed(request)
    things = _things(request, typed) if len(typed) >= FEWEST_LETTERS else []
    if is_fragment(request):
        found = things if typed else options(request, request.access)
        return render(request, "smm/find/options.html", {"groups": grouped(found)})
    known = [one for one in options(request, request.access) if not one.dialog]
    everything = [*fitting(typed, known), *things]
    context = {"typed": typed, "groups": grouped(everything), "found": len(everything)}
    return render(request, "smm/find/page.html", context)


def grouped(found: list[Option]) -> list[tuple[str, list[Option]]]:
    """Options by their group, groups in the order of their first option."""
    groups: dict[str, list[Option]] = {}
    for option in found:
        groups.setdefault(option.group, []).append(option)
    return list(groups.items())


def _typed(request: BrandRequest) -> str:
    try:
        return clean(request.GET.get("q", ""))[:LONGEST].strip()
    except ValueError:
        return ""


def _things(request: BrandRequest, typed: str) -> list[Option]:
    brand = request.brand
    found = rows(posts.found(brand, typed), brand)
    return [*(_post(row) for row in found), *(_channel(request, one) for one in channels.found(typed))]


def _post(row: Row) -> Option:
    when = f"{dated(row.at, 'j M')}, {row.time}" if row.at else _("no time yet")
    return Option(
        f"post_{row.id}",
        _("Posts"),
        row.title,
        row.shown.icon,
        row.url,
        hint=f"{when} · {row.word}",
        thumb=row.thumb,
        tone=row.shown.tone,
    )


def _channel(request: BrandRequest, channel: channels.Found) -> Option:
    url = reverse("connections:channel", args=[request.brand.slug, channel.pk])
    return Option(
        f"channel_{channel.pk}", _("Channels"), channel.handle, channel.icon, url, hint=channel.network
    )
