"""A conversation: its page, its parts, who is there, and what is typed while it is typed."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST, require_safe

from accounts.access import BrandRequest, needs
from accounts.grants import Can
from connections.selectors import reachable
from core import clock
from core.htmx import is_fragment
from inbox.forms import NoteForm, ReplyForm
from inbox.models import Conversation
from inbox.selectors import around, changes, thread
from inbox.services import presence
from inbox.views import box, inbox
from inbox.views.box import Meanwhile
from inbox.views.listing import listing, near_of
from inbox.views.talk import Talk, talk

PARTS = {"talk": "inbox/talk.html", "presence": "inbox/box/presence_live.html"}
"""What an open page asks for again, by itself."""
PAGE, PANE, BOX = "inbox/inbox.html", "inbox/pane.html", "inbox/box.html"


@require_safe
@needs(Can.VIEW)
def show(request: BrandRequest, conversation: UUID) -> HttpResponse:
    """The page with the list beside it; for htmx the conversation alone, with `part` only that part of it."""
    part = PARTS.get(request.GET.get("part", ""), "")
    if part or is_fragment(request):
        return alone(request, conversation, part or PANE)
    talked = changes.of_conversation(conversation)
    listed = listing(request, current=conversation)
    shown = opened(request, conversation, near=near_of(listed), now=listed.now)
    context = inbox.context_of(request, listed, conversation, talked)
    return render(request, PAGE, {**context, "talk": shown, "box": box.box(request, shown)})


def alone(request: BrandRequest, conversation: UUID, template: str) -> HttpResponse:
    """A part of the page that needs no list."""
    shown = opened(request, conversation)
    context = {"talk": shown, "box": box.box(request, shown), **_changes(request, conversation)}
    return render(request, template, context)


def with_box(
    request: BrandRequest,
    conversation: UUID,
    *,
    reply: ReplyForm | None = None,
    note: NoteForm | None = None,
    meanwhile: Meanwhile | None = None,
    text: str = "",
) -> HttpResponse:
    """The answer to what was typed but not taken: the box as it was; without a script the whole page with it."""
    near = around.around(request.brand)
    shown = opened(request, conversation, near=near)
    made = box.box(request, shown, reply=reply, note=note, meanwhile=meanwhile, text=text)
    context: dict[str, Any] = {"talk": shown, "box": made}
    if is_fragment(request):
        return render(request, BOX, context)
    listed = listing(request, current=conversation)
    return render(request, PAGE, {**inbox.context_of(request, listed, conversation), **context})


def opened(
    request: BrandRequest,
    conversation: UUID,
    *,
    near: around.Around | None = None,
    now: datetime | None = None,
) -> Talk:
    """The conversation as its page shows it; 404 when the brand has none such."""
    found = thread.thread(conversation)
    if found is None:
        raise Http404
    return talk(request, found, near or around.around(request.brand), now or clock.now())


def get_conversation(request: BrandRequest, conversation: UUID) -> Conversation:
    """The row, for acting on it: 404 when it is not this brand's, 403 when she is limited to other channels."""
    rows = Conversation.objects.select_related("channel", "brand").defer("folded")
    found: Conversation = get_object_or_404(rows, pk=conversation)
    reachable.refuse_beyond([found.channel_id], request.access.by)
    return found


@require_POST
@needs(Can.VIEW)
def here(request: BrandRequest, conversation: UUID) -> HttpResponse:
    """She is looking (`typing=yes`: and writing); colleagues see it for some seconds."""
    found = get_conversation(request, conversation)
    if request.POST.get("typing") == "gone":
        presence.gone(found, request.access.person)
    else:
        typing = request.POST.get("typing") == "yes" and request.access.may(Can.REPLY)
        presence.here(found, request.access.person, is_typing=typing)
    return HttpResponse(status=204)


@require_POST
@needs(Can.REPLY)
def check(request: BrandRequest, conversation: UUID) -> HttpResponse:
    """How long the typed answer is and what is missing in it. Keeps nothing."""
    found = get_conversation(request, conversation)
    words = request.POST.get("text", "").replace("\0", "")[:20_000]
    return render(request, "inbox/box/check.html", {"check": box.check(found.channel, words)})


def _changes(request: BrandRequest, conversation: UUID) -> dict[str, str]:
    return {"changes": inbox.address_of_changes(request.brand, conversation)}
