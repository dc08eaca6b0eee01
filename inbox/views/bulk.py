"""One thing for many conversations at once: those that are ticked, or all of a queue."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.access import BrandRequest, needs
from accounts.grants import Can
from core.errors import NotAllowed
from core.htmx import Undo, is_fragment, toast
from core.ids import id_of
from inbox.models import Conversation
from inbox.selectors import queue
from inbox.services import handling, labelling
from inbox.services.handling import MOST, Handled
from inbox.views import filtering
from inbox.views.handling import label_of, moment_of, owner_of

MOST_REASONS = 3
UNDOABLE = ("close", "snooze")

Act = Callable[[BrandRequest, list[UUID], str], Handled]


@require_POST
@needs(Can.REPLY)
def bulk(request: BrandRequest) -> HttpResponse:
    """`act` is a verb, with what it needs behind a colon; `conversation` the chosen ones, or `all` the whole queue."""
    verb, _colon, rest = request.POST.get("act", "").partition(":")
    act = ACTS.get(verb)
    if act is None:
        raise NotAllowed(_("Choose what to do with them."))
    handled = act(request, _chosen(request), rest)
    return _answer(request, verb, handled)


def _chosen(request: BrandRequest) -> list[UUID]:
    if request.POST.get("all"):
        filters = filtering.of_query(request.GET)
        rows = queue.matching(request.brand, filters.wanted, membership=request.access.membership)
        return list(rows.order_by(*queue.NEWEST).values_list("pk", flat=True)[:MOST])
    ids = [pk for text in request.POST.getlist("conversation")[:MOST] if (pk := id_of(text)) is not None]
    if not ids:
        raise NotAllowed(_("Choose at least one conversation first."))
    return ids


def _close(request: BrandRequest, ids: list[UUID], _rest: str) -> Handled:
    return handling.close(ids, by=request.access.by)


def _reopen(request: BrandRequest, ids: list[UUID], _rest: str) -> Handled:
    return handling.reopen(ids, by=request.access.by)


def _take(request: BrandRequest, ids: list[UUID], _rest: str) -> Handled:
    return handling.take(ids, membership=request.access.membership, by=request.access.by)


def _assign(request: BrandRequest, ids: list[UUID], rest: str) -> Handled:
    member, team, _name = owner_of(request, rest)
    return handling.assign(ids, to=member, team=team, by=request.access.by)


def _snooze(request: BrandRequest, ids: list[UUID], rest: str) -> Handled:
    return handling.snooze(ids, moment_of(request.brand, {"until": rest}), by=request.access.by)


def _label(request: BrandRequest, ids: list[UUID], rest: str) -> Handled:
    return labelling.add(ids, label_of(rest), by=request.access.by)


ACTS: dict[str, Act] = {
    "close": _close,
    "reopen": _reopen,
    "take": _take,
    "assign": _assign,
    "snooze": _snooze,
    "label": _label,
}


def _answer(request: BrandRequest, verb: str, handled: Handled) -> HttpResponse:
    words, is_good = _words(verb, handled), not handled.refused
    undo = _undo(request, verb, handled)
    if not is_fragment(request):
        messages.add_message(request, messages.SUCCESS if is_good else messages.WARNING, words)
        base = reverse("inbox:inbox", args=[request.brand.slug])
        return redirect(base + filtering.of_query(request.GET).query)
    tone = "done" if is_good else "wait" if handled.done else "fail"
    response = toast(words, tone=tone, undo=undo)
    events: dict[str, Any] = json.loads(response.headers["HX-Trigger"])
    events |= {"inbox:unpick": True, "live:refresh": {"changed": ["inbox", "talk"]}}
    response.headers["HX-Trigger"] = json.dumps(events)
    return response


def _undo(request: BrandRequest, verb: str, handled: Handled) -> Undo | None:
    opened = [str(pk) for pk, state in handled.before if state == Conversation.State.OPEN]
    if verb not in UNDOABLE or not opened:
        return None
    fields = {"rows": ",".join(opened)}
    return Undo(reverse("inbox:bulk_undo", args=[request.brand.slug]), fields)


@require_POST
@needs(Can.REPLY)
def undo(request: BrandRequest) -> HttpResponse:
    """The undo of closing and putting aside: `rows` are ids with commas between."""
    ids = [pk for text in request.POST.get("rows", "").split(",")[:MOST] if (pk := id_of(text)) is not None]
    return _answer(request, "reopen", handling.reopen(ids, by=request.access.by))


def _words(verb: str, handled: Handled) -> str:
    number = len(handled.done)
    said = [_done_words(verb, number) % {"number": number}] if number else []
    if handled.refused:
        reasons = list(dict.fromkeys(str(why) for _pk, why in handled.refused))[:MOST_REASONS]
        count = len(handled.refused)
        words = ngettext("%(number)d could not: %(why)s", "%(number)d could not: %(why)s", count)
        said.append(words % {"number": count, "why": " ".join(reasons)})
    return " ".join(said) or _("Nothing was left to do.")


def _done_words(verb: str, number: int) -> str:
    if verb == "close":
        return ngettext("%(number)d closed.", "%(number)d closed.", number)
    if verb == "reopen":
        return ngettext("%(number)d is open again.", "%(number)d are open again.", number)
    if verb == "take":
        return ngettext("%(number)d is yours now.", "%(number)d are yours now.", number)
    if verb == "snooze":
        return ngettext("%(number)d is put aside.", "%(number)d are put aside.", number)
    if verb == "label":
        return ngettext("%(number)d has the label.", "%(number)d have the label.", number)
    return ngettext("%(number)d is given on.", "%(number)d are given on.", number)
