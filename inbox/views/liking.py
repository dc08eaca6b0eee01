"""Liking and hiding what a customer said, at the network itself."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import BrandRequest, needs
from accounts.grants import Can
from core.htmx import Undo
from inbox.models import Message
from inbox.services import liking
from inbox.views.conversation import get_conversation
from inbox.views.handling import answer


@require_POST
@needs(Can.REPLY)
def like(request: BrandRequest, conversation: UUID, message: int) -> HttpResponse:
    """`on` is yes or no."""
    found, is_on = _message(request, conversation, message), request.POST.get("on") == "yes"
    liking.like(found, on=is_on, by=request.access.by)
    return answer(request, conversation, _("Liked.") if is_on else _("Not liked any more."))


@require_POST
@needs(Can.REPLY)
def hide(request: BrandRequest, conversation: UUID, message: int) -> HttpResponse:
    """`on` is yes or no."""
    found, is_on = _message(request, conversation, message), request.POST.get("on") == "yes"
    liking.hide(found, on=is_on, by=request.access.by)
    words = _("Hidden from others.") if is_on else _("Everybody sees it again.")
    undo = Undo(request.get_full_path(), {"on": "no"}) if is_on else None
    return answer(request, conversation, words, undo=undo)


def _message(request: BrandRequest, conversation: UUID, message: int) -> Message:
    get_conversation(request, conversation)
    rows = Message.objects.select_related("conversation", "channel__credential")
    found: Message = get_object_or_404(rows, pk=message, conversation_id=conversation)
    return found
