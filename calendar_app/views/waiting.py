"""`/b/<brand>/waiting/`: what was stopped when its time came, and deciding about much of it at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import BrandRequest, needs
from accounts.grants import Can
from calendar_app import wall
from calendar_app.forms import RetimeForm
from calendar_app.models import Delivery
from calendar_app.promise import BadTime
from calendar_app.selectors import changes, pauses
from calendar_app.selectors import waiting as selectors
from calendar_app.services import waiting
from calendar_app.services.waiting import Outcome
from calendar_app.views import waited
from core import clock
from core.errors import NotAllowed
from core.htmx import Undo, is_fragment, page, toast
from core.ids import id_of

TEMPLATE, LIST = "calendar_app/waiting.html", "calendar_app/waiting/list.html"
MOST_REASONS = 3
"""How many different reasons for a refusal are said at once."""


@require_safe
@needs(Can.VIEW)
def show(request: BrandRequest) -> HttpResponse:
    """`?all=paused` comes with everything of that reason chosen."""
    return page(request, TEMPLATE, _context(request))


@require_POST
@needs(Can.SCHEDULE)
def send(request: BrandRequest) -> HttpResponse:
    """As soon as it cannot be undone any more."""
    undo, outcome = _decide(request, lambda rows: waiting.send_now(rows, by=request.access.by))
    number = len(outcome.done)
    words = ngettext("%(number)d goes out now.", "%(number)d go out now.", number)
    return _answer(request, outcome, words % {"number": number}, undo)


@require_POST
@needs(Can.SCHEDULE)
def skip(request: BrandRequest) -> HttpResponse:
    """They will not go out."""
    undo, outcome = _decide(request, lambda rows: waiting.skip(rows, by=request.access.by))
    number = len(outcome.done)
    words = ngettext(
        "%(number)d is skipped and will not go out.", "%(number)d are skipped and will not go out.", number
    )
    return _answer(request, outcome, words % {"number": number}, undo)


@require_POST
@needs(Can.SCHEDULE)
def there(request: BrandRequest) -> HttpResponse:
    """Somebody has looked: they are published already."""
    _undo, outcome = _decide(request, lambda rows: waiting.seen(rows, by=request.access.by))
    number = len(outcome.done)
    words = ngettext("%(number)d is marked as published.", "%(number)d are marked as published.", number)
    return _answer(request, outcome, words % {"number": number}, None)


@require_POST
@needs(Can.SCHEDULE)
def put_back(request: BrandRequest) -> HttpResponse:
    """The undo of sending and skipping: `rows` is `id:reason`, with commas between."""
    pairs = [one.partition(":") for one in request.POST.get("rows", "").split(",")]
    reasons = {pk: reason for text, _colon, reason in pairs if (pk := id_of(text)) is not None}
    outcome = waiting.put_back(reasons, by=request.access.by)
    number = len(outcome.done)
    words = ngettext("%(number)d waits again.", "%(number)d wait again.", number) % {"number": number}
    if len(reasons) > number:
        words = f"{words} {_('The rest could not be stopped any more.')}"
    if is_fragment(request):
        return toast(words, then="live:refresh")
    return _back(request, words, is_good=len(reasons) == number)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Can.SCHEDULE)
def move(request: BrandRequest) -> HttpResponse:
    """A new time for the chosen ones: asked as long as there is none, then promised."""
    sent = request.POST if request.method == "POST" else request.GET
    chosen = _chosen(sent)
    if "to" not in request.POST:
        return _ask(request, chosen, RetimeForm(initial={"to": _next_hour(request.brand.zone)}))
    form = RetimeForm(request.POST)
    if not form.is_valid():
        return _ask(request, chosen, form)
    try:
        outcome = waiting.move(chosen, form.local, keep_gaps=form.keep_gaps, by=request.access.by)
    except BadTime as error:
        form.add_error("to", str(error.sentence))
        return _ask(request, chosen, form)
    if not outcome.done:
        form.add_error("to", _why(outcome))
        return _ask(request, chosen, form)
    return _back(request, _moved(outcome), is_good=not outcome.refused)


def _decide(request: BrandRequest, act: Callable[[list[Delivery]], Outcome]) -> tuple[Undo | None, Outcome]:
    """Act on the chosen ones; with it the way to take back what was done."""
    chosen = _chosen(request.POST)
    reasons = {row.pk: selectors.reason_of(row) for row in chosen}
    outcome = act(chosen)
    if not outcome.done:
        return None, outcome
    fields = {"rows": ",".join(f"{row.pk}:{reasons[row.pk]}" for row in outcome.done)}
    return Undo(reverse("calendar_app:waiting_back", args=[request.brand.slug]), fields), outcome


def _chosen(sent: QueryDict) -> list[Delivery]:
    """The deliveries that `delivery` names, as far as they still wait. Raises NotAllowed for none."""
    ids = [pk for text in sent.getlist("delivery")[: selectors.MOST] if (pk := id_of(text)) is not None]
    if not ids:
        raise NotAllowed(_("Choose at least one post first."))
    found = selectors.chosen(ids)
    if not found:
        raise NotAllowed(_("Somebody has decided about this already."))
    return found


def _answer(request: BrandRequest, outcome: Outcome, sentence: str, undo: Undo | None) -> HttpResponse:
    """How many it was, and why the others not. For htmx with the list as it is now."""
    is_good = not outcome.refused
    said = [sentence] if outcome.done else []
    words = " ".join([*said, *([] if is_good else [_why(outcome)])])
    if not is_fragment(request):
        return _back(request, words, is_good=is_good)
    response = page(request, TEMPLATE, _context(request), fragment=LIST)
    tone = "done" if is_good else "wait" if outcome.done else "fail"
    response.headers["HX-Trigger"] = toast(words, tone=tone, undo=undo).headers["HX-Trigger"]
    return response


def _why(outcome: Outcome) -> str:
    """The reasons of what was refused, each once."""
    number = len(outcome.refused)
    reasons = list(dict.fromkeys(str(sentence) for _row, sentence in outcome.refused))[:MOST_REASONS]
    words = ngettext("%(number)d could not: %(why)s", "%(number)d could not: %(why)s", number)
    return words % {"number": number, "why": " ".join(reasons)}


def _moved(outcome: Outcome) -> str:
    number = len(outcome.done)
    words = [
        ngettext("%(number)d has a new time.", "%(number)d have a new time.", number) % {"number": number}
    ]
    if outcome.split:
        words.append(_("Posts that are out on other channels already keep their day in the calendar."))
    if outcome.refused:
        words.append(_why(outcome))
    return " ".join(words)


def _back(request: BrandRequest, words: str, *, is_good: bool) -> HttpResponse:
    messages.add_message(request, messages.SUCCESS if is_good else messages.WARNING, words)
    return redirect("calendar_app:waiting", request.brand.slug)


def _ask(request: BrandRequest, chosen: list[Delivery], form: RetimeForm) -> HttpResponse:
    context = {
        "rows": waited.rows(request.brand, selectors.lateness(chosen), pauses.of_scope()),
        "form": form,
        "zone": wall.label(request.brand.zone, clock.now()),
    }
    return page(request, "calendar_app/waiting_move.html", context)


def _next_hour(zone: str) -> datetime:
    """The next full hour but one, on the brand's clock: a time to begin with."""
    there = clock.now().astimezone(ZoneInfo(zone)).replace(minute=0, second=0, microsecond=0, tzinfo=None)
    return there + timedelta(hours=2)


def _context(request: BrandRequest) -> dict[str, Any]:
    cursor, paused = changes.of_brand(request.brand), pauses.of_scope()
    return {
        "parts": waited.parts(request.brand, selectors.groups(), paused, request.GET.get("all", "")),
        "pauses": paused,
        "may_decide": request.access.may(Can.SCHEDULE),
        "cursor": cursor,
    }
