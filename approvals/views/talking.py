"""Talk about a thing: the team's and the client's, side by side and never mixed. A panel for any page, and plain forms."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import BrandRequest, needs
from accounts.grants import Can
from accounts.models import Brand
from approvals import subjects
from approvals.forms import CommentForm
from approvals.models import Ask, Comment
from approvals.selectors import talk
from approvals.selectors.talk import NOBODY, Names
from approvals.services import commenting
from approvals.services.commenting import Words
from approvals.views import looking
from approvals.views.saying import initials
from core.htmx import done, is_fragment, page
from core.outbox.clearance import Clearance

Visibility = Comment.Visibility
POST = Clearance.Covers.POST
TEMPLATE, PANEL = "approvals/talk.html", "approvals/talk/panel.html"


@dataclass(frozen=True, slots=True)
class Piece:
    """Some characters of a comment; `is_name` when somebody is called."""

    text: str
    is_name: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One comment as a template shows it."""

    name: str
    initials: str
    role: str
    at: datetime
    pieces: tuple[Piece, ...]
    is_done: bool
    resolve_url: str


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Can.COMMENT)
def of_post(request: BrandRequest, post: UUID) -> HttpResponse:
    """The panel of a post; a POST says something (`body`, `to`: internal or client, `mention`: people)."""
    if not subjects.of(POST).things([post]):
        raise Http404
    if request.method != "POST":
        return _show(request, post, CommentForm())
    if not _may_see(request, POST, post):
        raise Http404
    form = CommentForm(request.POST)
    if not form.is_valid():
        return _show(request, post, form)
    commenting.say(POST, post, _words(request, form), voice=looking.voice_of(request.access))
    if is_fragment(request):
        response = _show(request, post, CommentForm())
        response.headers["HX-Trigger"] = "talk:said"
        return response
    return done(request, _back(request, post), _("Said."))


@require_POST
@needs(Can.COMMENT)
def resolve(request: BrandRequest, comment: UUID) -> HttpResponse:
    """It is settled."""
    rows = Comment.objects.all()
    if not looking.is_inside(request.access):
        rows = rows.filter(visibility=Visibility.CLIENT)
    found = get_object_or_404(rows, pk=comment)
    if not _may_see(request, found.covers, found.subject):
        raise Http404
    commenting.resolve(found, voice=looking.voice_of(request.access))
    if is_fragment(request) and found.covers == POST:
        return _show(request, found.subject, CommentForm())
    return done(request, _back(request, found.subject), _("Resolved."))


def panel(request: BrandRequest, covers: str, subject: UUID, *, people: Names = NOBODY) -> dict[str, Any]:
    """What talk/both.html needs."""
    is_inside = looking.is_inside(request.access)
    found = talk.comments(covers, subject, is_inside=is_inside)
    names = [str(person) for person in people.everybody]
    lines = {visibility: [] for visibility in Visibility}  # type: dict[str, list[Line]]
    for comment in found:
        lines[comment.visibility].append(line(comment, names, request.brand))
    return {
        "team_lines": lines[Visibility.INTERNAL],
        "client_lines": lines[Visibility.CLIENT],
        "is_inside": is_inside,
        "client_first": request.brand.talks_to_client,
        "names": people,
        "talk_url": reverse("approvals:talk", args=[request.brand.slug, subject]) if covers == POST else "",
        "comment_form": CommentForm(),
    }


def line(comment: Comment, names: Sequence[str] = (), brand: Brand | None = None) -> Line:
    """One comment; with `brand` its way to be resolved."""
    author = comment.guest or comment.author
    name = str(author) if author else _("somebody who has left")
    is_done = comment.resolved_at is not None
    url = reverse("approvals:resolve", args=[brand.slug, comment.pk]) if brand and not is_done else ""
    return Line(
        name=name,
        initials=initials(name),
        role=_("guest") if comment.guest_id else "",
        at=comment.created_at,
        pieces=tuple(pieces(comment.body, names)),
        is_done=is_done,
        resolve_url=url,
    )


def pieces(body: str, names: Sequence[str]) -> Iterator[Piece]:
    """The text with the names that are called in it."""
    longest = sorted((name for name in names if name), key=len, reverse=True)
    if not longest:
        yield Piece(body)
        return
    pattern = "|".join(re.escape(f"@{name}") for name in longest)
    for part in re.split(f"({pattern})", body):
        if part:
            yield Piece(part, is_name=part.startswith("@") and part[1:] in longest)


def _words(request: BrandRequest, form: CommentForm) -> Words:
    """Who is no member of the team speaks to all; who chooses nothing, to whom the brand talks. People who are ticked are
    called in the text too.
    """
    usual = Visibility.CLIENT if request.brand.talks_to_client else Visibility.INTERNAL
    to = request.POST.get("to") or usual
    is_inside = looking.is_inside(request.access)
    visibility = Visibility.INTERNAL if is_inside and to != Visibility.CLIENT else Visibility.CLIENT
    ids = {int(text) for text in request.POST.getlist("mention")[:50] if text.isascii() and text.isdecimal()}
    body = form.cleaned_data["body"]
    people = talk.callable_in(request.brand) if ids or "@" in body else NOBODY
    hearers = people.everybody if visibility == Visibility.CLIENT else people.team
    called = [person for person in hearers if person.pk in ids or f"@{person}" in body]
    missing = [f"@{person}" for person in called if f"@{person}" not in body]
    return Words(" ".join([*missing, body]), visibility, [person.pk for person in called])


def _show(request: BrandRequest, post: UUID, form: CommentForm) -> HttpResponse:
    people = talk.callable_in(request.brand) if looking.is_inside(request.access) else NOBODY
    context = {"post": post, "comment_form": form}
    if _may_see(request, POST, post):
        context = panel(request, POST, post, people=people) | context
    return page(request, TEMPLATE, context, fragment=PANEL)


def _may_see(request: BrandRequest, covers: str, subject: UUID) -> bool:
    """The team everything; others what they were asked about."""
    if looking.is_inside(request.access):
        return True
    asks = Ask.objects.filter(review__covers=covers, review__subject=subject)
    return bool(asks.filter(membership=request.access.membership).exists())


def _back(request: BrandRequest, post: UUID) -> str:
    wanted = request.POST.get("next", "")
    is_ours = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if is_ours else reverse("approvals:talk", args=[request.brand.slug, post])
