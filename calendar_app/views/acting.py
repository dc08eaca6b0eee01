"""What a person does with a post that is there: move, take back, copy, trash. Each is a plain form; scripts use the same."""

from __future__ import annotations

import json
from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import BrandRequest, needs
from accounts.grants import Can
from calendar_app import wall
from calendar_app.forms import MoveForm
from calendar_app.models import Delivery, Post
from calendar_app.promise import promise
from calendar_app.services import copying, deciding, scheduling
from calendar_app.views.checking import meaning
from calendar_app.views.saying import day_words
from core import clock
from core.errors import DomainError
from core.htmx import done, is_fragment, page
from core.outbox.states import State

TITLE = 40
"""Characters of a headline in a toast."""

UNDO = 10
"""Seconds for which a move can be taken back from its toast."""


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Can.WRITE)
def move(request: BrandRequest, post: UUID) -> HttpResponse:
    """A dialog with date and time; dragging posts the same form. Bad times come back with a sentence."""
    found = get_post(request, post)
    if request.method != "POST":
        return _ask(request, found, MoveForm(initial={"to": found.planned_local, "revision": found.revision}))
    form = MoveForm(request.POST)
    if not form.is_valid():
        return _ask(request, found, form)
    try:
        moved = scheduling.move(
            found, form.local, revision=form.cleaned_data["revision"], by=request.access.by
        )
    except DomainError as error:
        if is_fragment(request):
            raise
        form.add_error("to", str(error.sentence))
        return _ask(request, found, form)
    return _moved(request, moved, before=found.planned_local, is_undo="undo" in request.POST)


def _ask(request: BrandRequest, post: Post, form: MoveForm) -> HttpResponse:
    at = post.planned_at or clock.now()
    context = {"post": post, "form": form, "zone": wall.label(request.brand.zone, at)}
    return page(request, "calendar_app/move.html", context, fragment="calendar_app/move/form.html")


def _moved(request: BrandRequest, post: Post, *, before: str, is_undo: bool) -> HttpResponse:
    sentence = _move_words(post, before)
    if not is_fragment(request):
        return done(request, reverse("calendar_app:post", args=[request.brand.slug, post.pk]), sentence)
    said: dict[str, object] = {"text": sentence, "tone": "done"}
    if before and not is_undo:
        fields = {"to": before, "revision": str(post.revision), "undo": "1"}
        said["undo"] = {"url": request.path, "fields": fields, "seconds": UNDO}
    events = {"toast": said, "live:refresh": {"changed": ["posts"]}, "dialog:close": True}
    return HttpResponse(headers={"HX-Trigger": json.dumps(events)})


def _move_words(post: Post, before: str) -> str:
    at = promise(post.planned_local, post.zone)
    new = datetime.fromisoformat(at.local)
    names = {"title": Truncator(post.headline).chars(TITLE), "day": day_words(new), "time": f"{new:%H:%M}"}
    odd = meaning(at)
    if odd:
        return _("“%(title)s” moved to %(day)s. %(odd)s") % {**names, "odd": odd}
    if before and before[11:] == at.local[11:]:
        return _("“%(title)s” moved to %(day)s, still %(time)s") % names
    return _("“%(title)s” moved to %(day)s, %(time)s") % names


@require_POST
@needs(Can.WRITE)
def submit(request: BrandRequest, post: UUID) -> HttpResponse:
    """Ask for approval of what stands there now."""
    found = get_post(request, post)
    scheduling.submit(found, found.planned_local, by=request.access.by)
    return done(request, _page(request, found), _("Submitted for approval."))


@require_POST
@needs(Can.SCHEDULE)
def unschedule(request: BrandRequest, post: UUID) -> HttpResponse:
    """Back to a draft; also the undo of "publish now"."""
    found = get_post(request, post)
    revision = request.POST.get("revision", "")
    scheduling.unschedule(
        found, revision=int(revision) if revision.isdecimal() else None, by=request.access.by
    )
    return done(request, _page(request, found), _("Back among the drafts. It will not go out by itself."))


@require_POST
@needs(Can.WRITE)
def trash(request: BrandRequest, post: UUID) -> HttpResponse:
    """Into the trash; what waits is cancelled."""
    deciding.trash(get_post(request, post), by=request.access.by)
    home = reverse("calendar_app:month", args=[request.brand.slug])
    return done(request, home, _("Moved to the trash. It stays there for 30 days."))


@require_POST
@needs(Can.WRITE)
def copy(request: BrandRequest, post: UUID) -> HttpResponse:
    """A new draft that says the same, opened in the composer."""
    found = get_object_or_404(Post.objects.select_related("version", "brand"), pk=post)
    made = copying.copy(found, author=request.access.person, by=request.access.by)
    there = reverse("calendar_app:composer_edit", args=[request.brand.slug, made.pk])
    return done(request, there, _("Copied to a new draft without a time."))


def get_post(request: BrandRequest, post: UUID) -> Post:
    """The post, for changing it: 404 when it is not this brand's, 403 when it is planned and she may not plan."""
    found: Post = get_object_or_404(Post.objects.select_related("version", "brand"), pk=post)
    planned = Delivery.objects.filter(post=found).exclude(state__in=[State.DRAFT, State.CANCELLED])
    if not request.access.may(Can.SCHEDULE) and planned.exists():
        raise PermissionDenied
    return found


def _page(request: BrandRequest, post: Post) -> str:
    return reverse("calendar_app:post", args=[request.brand.slug, post.pk])
