"""What the library's pages answer to an action: a sentence, what is gone from the page, and the way back."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from accounts.access import BrandRequest
from core.errors import Sentence
from core.htmx import Undo, is_fragment, toast


@dataclass(frozen=True, slots=True)
class Answer:
    """`gone`: ids that the page shows no more. `undo`: the name of the inverse address and its fields, if there is one.

    `refreshed`: names of parts of the page that are read again.
    """

    sentence: Sentence
    tone: str = "done"
    gone: Sequence[str] = ()
    undo: tuple[str, Mapping[str, str]] | None = None
    refreshed: Sequence[str] = ("folders",)


def answer(request: BrandRequest, said: Answer) -> HttpResponse:
    """Scripts get a toast and what to do with the page; a plain form goes back where it came from."""
    if not is_fragment(request):
        level = messages.ERROR if said.tone == "fail" else messages.SUCCESS
        messages.add_message(request, level, str(said.sentence))
        return redirect(back(request))
    return with_events(toast(said.sentence, tone=said.tone, undo=_undo(request, said)), said)


def with_events(response: HttpResponse, said: Answer, *, say: bool = False) -> HttpResponse:
    """The response, which may carry events already, with what became of the page; `say`: and with the sentence."""
    events = json.loads(response.headers.get("HX-Trigger", "{}"))
    if say:
        events["toast"] = {"text": str(said.sentence), "tone": said.tone}
    events["media:done"] = {"gone": list(said.gone)}
    events["live:refresh"] = {"changed": list(said.refreshed)}
    response.headers["HX-Trigger"] = json.dumps(events)
    return response


def back(request: BrandRequest) -> str:
    """Where a plain form came from, if that is a page of ours; else the library."""
    came_from = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(
        came_from, {request.get_host()}, require_https=request.is_secure()
    )
    return came_from if is_ours else reverse("media_library:library", args=[request.brand.slug])


def _undo(request: BrandRequest, said: Answer) -> Undo | None:
    if said.undo is None:
        return None
    name, fields = said.undo
    url = reverse(f"media_library:{name}", args=[request.brand.slug])
    return Undo(url, {**fields, "undo": "1"})
