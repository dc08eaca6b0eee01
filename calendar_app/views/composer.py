"""Writing a post: a new one or one that has not left. One plain form; scripts only make it pleasant."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.access import BrandRequest, needs
from accounts.grants import Can
from accounts.models import Brand
from calendar_app import approving
from calendar_app.forms import ComposerForm, own_name
from calendar_app.models import Post
from calendar_app.promise import BadTime
from calendar_app.selectors import composer, pauses
from calendar_app.selectors.composer import Opened, Wanted
from calendar_app.services import keeping
from calendar_app.services.keeping import Sheet, Wish
from calendar_app.services.preflight import Unfit
from calendar_app.views import cropped
from calendar_app.views.checking import checked, rewritings
from calendar_app.views.saying import planned_words
from calendar_app.views.sheet import Typed, typed
from connections.selectors import reachable
from core.errors import DomainError, Sentence, Stale
from core.htmx import done, page
from core.outbox.states import State
from media_library.views import upload_words
from media_library.views.cards import Card
from media_library.views.sight import Filters, page_of

TEMPLATE = "calendar_app/composer.html"
SHELF = 24
SUBMITTED = gettext_lazy("Submitted for approval.")
MORNING = time(10, 0)
TIMES = [f"{hour:02}:{minute:02}" for hour in range(7, 23) for minute in (0, 30)]
"""What is offered for the time of day; any other may be typed."""


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Can.WRITE)
def new(request: BrandRequest) -> HttpResponse:
    """An empty sheet; `?date=2026-11-25` pencils a day in."""
    if request.method == "POST":
        return _keep(request, None)
    known = composer.channels(request.access.membership)
    initial = {
        "channels": [str(known[0].pk)] if len(known) == 1 else [],
        **_pencilled(request.brand, request.GET.get("date", "")),
    }
    return _show(request, ComposerForm(known=known, initial=initial), None)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Can.WRITE)
def edit(request: BrandRequest, post: UUID) -> HttpResponse:
    """A post that has not left; one that has leads to its own page."""
    found = composer.opened(post, also_trashed=request.method == "POST")
    if found is None:
        raise Http404
    if not found.is_plain_draft and not request.access.may(Can.SCHEDULE):
        raise PermissionDenied
    reachable.refuse_beyond(map(UUID, found.chosen), request.access.by)
    if request.method == "POST":
        return _keep(request, found)
    if not found.is_editable:
        return redirect(_page_of(request, found.post))
    return _show(request, _as_it_is(request, found), found)


def _as_it_is(request: BrandRequest, found: Opened) -> ComposerForm:
    document, post = found.document, found.post
    tiles, _all_here = composer.tiles(
        [Wanted(ref.asset, ref.alt, ref.crop, ref.crops) for ref in document.media]
    )
    day, _t, moment = post.planned_local.partition("T")
    initial: dict[str, Any] = {
        "text": document.text,
        "date": day,
        "time": moment,
        "revision": post.revision,
        "channels": found.chosen,
        **{own_name(UUID(pk)): words for pk, words in document.own.items()},
    }
    return ComposerForm(known=composer.channels(request.access.membership), tiles=tiles, initial=initial)


def _keep(request: BrandRequest, found: Opened | None) -> HttpResponse:
    sheet = typed(request)
    form = sheet.form
    if sheet.wish in (Wish.SCHEDULE, Wish.NOW, Wish.UNSCHEDULE) and not request.access.may(Can.SCHEDULE):
        raise PermissionDenied
    if not form.is_valid() or sheet.wish is None or sheet.troubles:
        return _again(request, sheet, found)
    try:
        post = keeping.keep(
            request.brand,
            found.post if found else None,
            Sheet(form.content, sheet.wish, form.local, form.cleaned_data["revision"]),
            author=request.access.person,
            by=request.access.by,
        )
    except DomainError as error:
        return _again(request, sheet, found, error)
    return done(request, _page_of(request, post), _said(sheet.wish, post))


def _again(
    request: BrandRequest, sheet: Typed, found: Opened | None, error: DomainError | None = None
) -> HttpResponse:
    """The sheet as it was typed, with what is wrong. Nothing that was typed is lost."""
    form = sheet.form
    is_stale = isinstance(error, Stale)
    if isinstance(error, BadTime):
        form.add_error("time", str(error.sentence))
    elif isinstance(error, Unfit):
        form.add_error(None, _("It cannot go out like this yet. What to put right stands under the text."))
    elif error is not None and not is_stale:
        form.add_error(None, str(error.sentence))
    if sheet.wish is None:
        form.errors.clear()
    fresh = composer.opened(found.post.pk) if is_stale and found else found
    return _show(request, form, fresh, troubles=sheet.troubles, stale=is_stale)


def _show(
    request: BrandRequest,
    form: ComposerForm,
    found: Opened | None,
    *,
    troubles: list[Sentence] | None = None,
    stale: bool = False,
) -> HttpResponse:
    if not form.is_bound:
        form.cleaned_data = _initial_values(form)
    context = {
        "form": form,
        "opened": found,
        "targets": [(channel, channel in form.chosen, form[own_name(channel.pk)]) for channel in form.known],
        "tiles": [cropped.shown(tile, form.known) for tile in form.tiles],
        "shelf": _shelf(request) if request.POST.get("action") == "library" else [],
        "check": checked(request.brand, form),
        "troubles": troubles or [],
        "stale": stale,
        "revision": _revision(form, found, stale=stale),
        "times": TIMES,
        "accepts": upload_words.ACCEPTS,
        "upload_words": json.dumps(upload_words.words(), ensure_ascii=False),
        "rewritings": rewritings(form),
        "pauses": pauses.of_scope(),
        "may_schedule": request.access.may(Can.SCHEDULE),
        "wants_approval": not (found and found.is_waiting)
        and approving.is_wanted(request.brand, request.access.by),
        "may_connect": request.access.may(Can.CONNECT),
    }
    return page(request, TEMPLATE, context)


def _shelf(request: BrandRequest) -> list[Card]:
    """The newest files of the library, where no script shows its dialog."""
    return page_of(request.brand, Filters(), "", after="", size=SHELF)[0]


def _revision(form: ComposerForm, found: Opened | None, *, stale: bool) -> Any:
    """What the next save rests on: the state that was opened, or, once she was told of it, the newer one."""
    if found is None:
        return ""
    return form["revision"].value() if form.is_bound and not stale else found.post.revision


def _initial_values(form: ComposerForm) -> dict[str, Any]:
    """What the form shows, as if it had been typed."""
    values = {name: form[name].value() or "" for name in form.fields}
    values["date"] = date.fromisoformat(values["date"]) if values["date"] else None
    values["time"] = time.fromisoformat(values["time"]) if values["time"] else None
    return values


def _pencilled(brand: Brand, day: str) -> dict[str, str]:
    """Date and time for a day from the calendar: ten o'clock, today the next full hour. Nothing for a bad or past day."""
    now = datetime.now(UTC).astimezone(ZoneInfo(brand.zone)).replace(tzinfo=None)
    try:
        chosen = date.fromisoformat(day)
    except ValueError:
        return {}
    if chosen < now.date():
        return {}
    at = datetime.combine(chosen, MORNING)
    if at <= now:
        at = (now + timedelta(hours=1)).replace(minute=0)
    return {"date": at.date().isoformat(), "time": f"{at:%H:%M}"}


def _said(wish: Wish, post: Post) -> Sentence:
    match wish:
        case Wish.SCHEDULE:
            return _scheduled(post)
        case Wish.UNSCHEDULE:
            return _("Back among the drafts. It will not go out by itself.")
        case Wish.NOW:
            return "" if approving.standings([post.pk]).get(post.pk) is None else SUBMITTED
        case Wish.SUBMIT:
            return SUBMITTED
        case Wish.SAVE:
            return _("Saved.")


def _scheduled(post: Post) -> str:
    if post.deliveries.filter(state=State.WAITING).exists():
        return _("Scheduled for %(when)s.") % {"when": planned_words(post)}
    return _("Submitted for approval. Once it is approved, it goes out %(when)s.") % {
        "when": planned_words(post)
    }


def _page_of(request: BrandRequest, post: Post) -> str:
    return reverse("calendar_app:post", args=[request.brand.slug, post.pk])
