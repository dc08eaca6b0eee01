"""`/b/<brand>/inbox/`: the list, and whether it is out of date."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseNotModified, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.access import BrandRequest, needs
from accounts.grants import Can
from accounts.models import Brand
from core import live
from core.ids import id_of
from inbox.selectors import changes
from inbox.views.listing import Listing, listing

PARTS = {
    "list": "inbox/list.html",
    "queues": "inbox/list/queues_live.html",
    "synced": "inbox/list/synced.html",
}
"""What an open page asks for again, by itself."""


@require_safe
@needs(Can.VIEW)
def show(request: BrandRequest) -> HttpResponse:
    """`?queue=mine&channel=…&label=…&who=…&kind=…&q=…`; with `part` only that part of the page."""
    listed = listing(request)
    part = PARTS.get(request.GET.get("part", ""), "")
    return render(request, part or "inbox/inbox.html", context_of(request, listed))


def context_of(
    request: BrandRequest, listed: Listing, conversation: UUID | None = None, talked: str = ""
) -> dict[str, Any]:
    """What the page around the list and the conversation needs; `talked` is the conversation's own word."""
    return {
        "list": listed,
        "changes": address_of_changes(request.brand, conversation),
        "cursor": word(listed.word, talked),
    }


def address_of_changes(brand: Brand, conversation: UUID | None) -> str:
    """Where an open page asks what is new; the page's word follows."""
    asked = reverse("inbox:changes", args=[brand.slug])
    return f"{asked}?conversation={conversation}&" if conversation else f"{asked}?"


def word(listed: str, talked: str = "") -> str:
    """The page's word: that of the list, and that of the open conversation."""
    return f"{listed}.{talked}"


@require_safe
@needs(Can.VIEW)
def ask_changes(request: BrandRequest) -> HttpResponse:
    """Whether list or conversation are out of date: 304, or the names of what is."""
    conversation = id_of(request.GET.get("conversation", ""))
    talked = changes.of_conversation(conversation) if conversation else ""
    now = word(changes.of_brand(request.brand), talked)
    before = request.GET.get("after", "")
    answer = live.answer(request, now, request.access.counts, changed="inbox")
    if isinstance(answer, HttpResponseNotModified) or before == now:
        return answer
    (list_before, _dot, talk_before), (list_now, _dot2, talk_now) = before.partition("."), now.partition(".")
    names = ["inbox"] if list_before != list_now else []
    names += ["talk", "presence"] if talk_before != talk_now else []
    return JsonResponse({"cursor": now, "changed": names, "counts": dict(request.access.counts)})
