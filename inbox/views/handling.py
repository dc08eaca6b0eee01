"""What a person does with one conversation: give, take, close, put aside, label. Plain forms; scripts use the same."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import BrandRequest, needs
from accounts.grants import Can
from accounts.models import Brand, Membership, Team
from core import clock
from core.dates import dated
from core.errors import NotAllowed
from core.htmx import Undo, is_fragment, toast
from inbox import later
from inbox.forms import SnoozeForm
from inbox.models import Label
from inbox.selectors import around
from inbox.services import handling, labelling
from inbox.views import filtering
from inbox.views.conversation import get_conversation

ALL = ["inbox", "talk"]
"""What an act changes on an open page."""


@require_POST
@needs(Can.REPLY)
def assign(request: BrandRequest, conversation: UUID) -> HttpResponse:
    """`to` is m:<membership>, t:<team>, or "" for nobody; `was` is what the page showed, for undoing it."""
    found = get_conversation(request, conversation)
    member, team, name = owner_of(request, request.POST.get("to", ""))
    handling.assign([found.pk], to=member, team=team, by=request.access.by).or_refuse()
    if member is not None and member.pk == request.access.membership.pk:
        sentence = _("It is yours now.")
    else:
        sentence = _("Given to %(name)s.") % {"name": name} if name else _("It is nobody's now.")
    undo = None
    if "was" in request.POST and "undo" not in request.POST:
        undo = Undo(request.get_full_path(), {"to": request.POST["was"], "undo": "1"})
    return answer(request, conversation, sentence, undo=undo)


@require_POST
@needs(Can.REPLY)
def take(request: BrandRequest, conversation: UUID) -> HttpResponse:
    """It is mine now."""
    found = get_conversation(request, conversation)
    handling.take([found.pk], membership=request.access.membership, by=request.access.by).or_refuse()
    return answer(request, conversation, _("It is yours now."))


@require_POST
@needs(Can.REPLY)
def close(request: BrandRequest, conversation: UUID) -> HttpResponse:
    """Done."""
    found = get_conversation(request, conversation)
    handling.close([found.pk], by=request.access.by).or_refuse()
    return answer(request, conversation, _("Closed."), undo=_undo(request, conversation), leaves=True)


@require_POST
@needs(Can.REPLY)
def reopen(request: BrandRequest, conversation: UUID) -> HttpResponse:
    """Our turn again; also the undo of closing and putting aside."""
    found = get_conversation(request, conversation)
    handling.reopen([found.pk], by=request.access.by).or_refuse()
    return answer(request, conversation, _("It is open again."))


@require_POST
@needs(Can.REPLY)
def snooze(request: BrandRequest, conversation: UUID) -> HttpResponse:
    """`until` is one of the offers (today, tomorrow, monday); else `at` is a wall time of the brand."""
    found = get_conversation(request, conversation)
    until = moment_of(request.brand, request.POST)
    handling.snooze([found.pk], until, by=request.access.by).or_refuse()
    when = dated(until.astimezone(ZoneInfo(request.brand.zone)), "D j M, H:i")
    sentence = _("It comes back %(when)s, or when the customer writes.") % {"when": when}
    return answer(request, conversation, sentence, undo=_undo(request, conversation), leaves=True)


@require_POST
@needs(Can.REPLY)
def label(request: BrandRequest, conversation: UUID) -> HttpResponse:
    """`on` or `off` is the id of a label."""
    found = get_conversation(request, conversation)
    is_on = "on" in request.POST
    tag = label_of(request.POST.get("on" if is_on else "off", ""))
    (labelling.add if is_on else labelling.remove)([found.pk], tag, by=request.access.by).or_refuse()
    words = _("“%(label)s” is on it now.") if is_on else _("“%(label)s” is off it now.")
    undo = Undo(request.get_full_path(), {"off" if is_on else "on": str(tag.pk), "undo": "1"})
    return answer(request, conversation, words % {"label": tag.name}, undo=undo)


def owner_of(request: BrandRequest, key: str) -> tuple[Membership | None, Team | None, str]:
    """Who is meant by m:<membership>, t:<team> or ""; only people and teams who answer in this brand."""
    if not key:
        return None, None, ""
    known = {one.key: one for one in around.around(request.brand).people}
    one = known.get(key)
    if one is None:
        raise NotAllowed(_("This person or team does not answer here any more. Look at the list again."))
    number = int(key.partition(":")[2])
    if one.person is None:
        return None, Team.objects.get(pk=number), one.name
    return Membership.objects.select_related("user").get(pk=number), None, one.name


def label_of(key: str) -> Label:
    """The brand's label with this id; 404 for none."""
    number = int(key) if key.isascii() and key.isdigit() and len(key) < 18 else 0
    found: Label = get_object_or_404(Label, pk=number)
    return found


def moment_of(brand: Brand, sent: Mapping[str, str]) -> datetime:
    """When it comes back. Raises BadTime for what is no moment."""
    key = sent.get("until", "")
    offered = later.at_of(key, clock.now(), brand.zone) if key else None
    if offered is not None:
        return offered
    form = SnoozeForm(sent)
    if not form.is_valid():
        raise handling.BadTime(_("Choose a date and a time."))
    wall = form.cleaned_data["at"].replace(tzinfo=None)
    return wall.replace(tzinfo=ZoneInfo(brand.zone)).astimezone(UTC)


def answer(
    request: BrandRequest,
    conversation: UUID,
    sentence: str,
    *,
    undo: Undo | None = None,
    leaves: bool = False,
) -> HttpResponse:
    """What happened: a toast for htmx, else the conversation's page. `leaves`: it is gone from the queue, on to the next."""
    if not is_fragment(request):
        messages.success(request, sentence)
        return redirect(page_of(request, conversation))
    response = toast(sentence, undo=undo)
    events: dict[str, Any] = json.loads(response.headers["HX-Trigger"])
    events["live:refresh"] = {"changed": ALL}
    if leaves and "undo" not in request.POST:
        events["inbox:gone"] = True
    response.headers["HX-Trigger"] = json.dumps(events)
    return response


def page_of(request: BrandRequest, conversation: UUID) -> str:
    """The conversation's page with the list that stands beside it."""
    query = filtering.of_query(request.GET).query
    return reverse("inbox:conversation", args=[request.brand.slug, conversation]) + query


def _undo(request: BrandRequest, conversation: UUID) -> Undo:
    return Undo(reverse("inbox:reopen", args=[request.brand.slug, conversation]), {"undo": "1"})
