"""Answering and noting: what is typed is sent, or comes back with a sentence; what waits can be taken back or decided."""

from __future__ import annotations

import json
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import BrandRequest, needs
from accounts.grants import Can
from core.errors import DomainError
from core.htmx import is_fragment
from core.outbox.states import State
from inbox.forms import NoteForm, ReplyForm
from inbox.models import Conversation, Message, Reply, SavedReply
from inbox.selectors import around
from inbox.services import noting, replying, saving
from inbox.services.replying import Answered
from inbox.views import box
from inbox.views.conversation import get_conversation, with_box
from inbox.views.handling import ALL, page_of


@require_POST
@needs(Can.REPLY)
def send(request: BrandRequest, conversation: UUID) -> HttpResponse:
    """An answer. Held for a yes where the brand wants one; not sent when somebody answered meanwhile."""
    found = get_conversation(request, conversation)
    form = ReplyForm(request.POST)
    if not form.is_valid():
        return with_box(request, conversation, reply=form)
    try:
        reply = _send(request, found, form)
    except Answered as error:
        meanwhile = box.meanwhile_of(error.happened, error.revision)
        return with_box(request, conversation, reply=form, meanwhile=meanwhile)
    except DomainError as error:
        form.add_error("text", str(error.sentence))
        return with_box(request, conversation, reply=form)
    return _sent(request, conversation, reply)


@require_POST
@needs(Can.REPLY)
def edit(request: BrandRequest, reply: UUID) -> HttpResponse:
    """Another text for an answer that waits for a yes or was refused; whoever may approve sends it by this."""
    found = get_reply(request, reply)
    form = ReplyForm(request.POST)
    if form.is_valid():
        try:
            text = form.cleaned_data["text"]
            approves = request.access.may(Can.APPROVE)
            changed = replying.edit(found, text, by=request.access.by, approves=approves)
            return _sent(request, found.conversation_id, changed)
        except DomainError as error:
            form.add_error("text", str(error.sentence))
    return with_box(request, found.conversation_id, reply=form)


@require_POST
@needs(Can.REPLY)
def take_back(request: BrandRequest, reply: UUID) -> HttpResponse:
    """It does not go out; its text is in the box again."""
    found = get_reply(request, reply)
    text = replying.undo(found, by=request.access.by)
    response = with_box(request, found.conversation_id, text=text)
    events = {"inbox:back": True, "live:refresh": {"changed": ALL}}
    response.headers["HX-Trigger"] = json.dumps(events)
    return response


@require_POST
@needs(Can.COMMENT)
def note(request: BrandRequest, conversation: UUID) -> HttpResponse:
    """A note for the team; `mention` are the people who are told."""
    found = get_conversation(request, conversation)
    people = [one.person for one in around.around(request.brand).people if one.person is not None]
    form = NoteForm(request.POST, people=people)
    if not form.is_valid():
        return with_box(request, conversation, note=form)
    values = form.cleaned_data
    try:
        author, by = request.access.person, request.access.by
        noting.add(found, values["text"], author=author, by=by, mentions=values["mention"])
    except DomainError as error:
        form.add_error("text", str(error.sentence))
        return with_box(request, conversation, note=form)
    return _fresh_box(request, conversation, _("Noted. Only the team sees it."), is_sent=False)


def get_reply(request: BrandRequest, reply: UUID) -> Reply:
    """The answer, for acting on it: 404 when it is not this brand's."""
    found: Reply = get_object_or_404(Reply.objects.select_related("conversation", "channel"), pk=reply)
    get_conversation(request, found.conversation_id)
    return found


def _send(request: BrandRequest, found: Conversation, form: ReplyForm) -> Reply:
    values = form.cleaned_data
    reply = replying.send(
        found,
        values["text"],
        seen=form.seen,
        author=request.access.person,
        by=request.access.by,
        approves=request.access.may(Can.APPROVE),
        answers=_answers(found, values["answers"]),
    )
    used = SavedReply.objects.filter(pk=values["saved"] or 0).first()
    if used is not None:
        saving.used(used)
    return reply


def _answers(found: Conversation, number: int | None) -> Message | None:
    """The message that is answered, if one was chosen."""
    if not number:
        return None
    chosen: Message | None = Message.objects.filter(conversation=found, pk=number).first()
    return chosen


def _sent(request: BrandRequest, conversation: UUID, reply: Reply) -> HttpResponse:
    if reply.state == State.HELD:
        sentence = _("Sent for approval. It goes out as soon as somebody says yes.")
    else:
        sentence = _("On its way. You can still take it back for some seconds.")
    return _fresh_box(request, conversation, sentence, is_sent=True)


def _fresh_box(request: BrandRequest, conversation: UUID, sentence: str, *, is_sent: bool) -> HttpResponse:
    """An empty box. What was written stands in the thread at once, so a script needs no toast about it."""
    if not is_fragment(request):
        messages.success(request, sentence)
        return redirect(page_of(request, conversation))
    response = with_box(request, conversation)
    events: dict[str, object] = {"live:refresh": {"changed": ALL}}
    if is_sent:
        events["inbox:sent"] = {"conversation": str(conversation)}
    response.headers["HX-Trigger"] = json.dumps(events)
    return response
