"""Answers for pages: whole pages, fragments, toasts."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers

from core.errors import Sentence


def is_fragment(request: HttpRequest) -> bool:
    """Whether htmx asks for a part of the page and not for the whole of it."""
    htmx = getattr(request, "htmx", None)
    if not htmx:
        return False
    return not htmx.boosted and not htmx.history_restore_request


def page(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    *,
    fragment: str = "",
    status: int = 200,
) -> HttpResponse:
    """Render a whole page, or only the template `fragment` when htmx asks for an update."""
    chosen = fragment if fragment and is_fragment(request) else template
    response = render(request, chosen, context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def done(request: HttpRequest, to: str, sentence: Sentence = "") -> HttpResponse:
    """The answer to an action that worked: go to `to` and say `sentence` there."""
    if sentence:
        messages.success(request, str(sentence))
    if is_fragment(request):
        return HttpResponse(headers={"HX-Redirect": to})
    return redirect(to)


@dataclass(frozen=True, slots=True)
class Undo:
    """The inverse command of what was done: a POST of `fields` to `url`, offered for `seconds`."""

    url: str
    fields: dict[str, str]
    seconds: int = 10


def toast(
    sentence: Sentence,
    *,
    tone: str = "done",
    then: str = "",
    status: int = 200,
    undo: Undo | None = None,
) -> HttpResponse:
    """An empty answer whose header makes the page show `sentence`; `then` is a further event, `room:what`."""
    shown: dict[str, Any] = {"text": str(sentence), "tone": tone}
    if undo is not None:
        shown["undo"] = asdict(undo)
    events: dict[str, Any] = {"toast": shown}
    if then:
        events[then] = True
    return HttpResponse(status=status, headers={"HX-Trigger": json.dumps(events)})
