"""`/b/<brand>/settings/saved-replies/`: answers that are written once and used often."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import BrandRequest, needs
from accounts.grants import Can
from core.errors import DomainError
from core.htmx import done, page
from inbox.models import SavedReply
from inbox.selectors import saved as selectors
from inbox.services import saving
from inbox.settings_forms import SavedForm
from inbox.variables import NAMES


@require_safe
@needs(Can.REPLY)
def show(request: BrandRequest) -> HttpResponse:
    """All of them; `?q=` looks for words."""
    typed = request.GET.get("q", "").replace("\0", "")[:80].strip()
    rows = selectors.saved(request.brand, typed=typed)
    return page(request, "inbox/settings/saved.html", {"rows": rows, "typed": typed})


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Can.REPLY)
def new(request: BrandRequest) -> HttpResponse:
    """A new one."""
    form = SavedForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return _ask(request, form, None)
    values, access = form.cleaned_data, request.access
    try:
        made = saving.create(
            request.brand,
            title=values["title"],
            text=values["text"],
            language=values["language"],
            author=access.person,
            by=access.by,
        )
    except DomainError as error:
        form.add_error("text", str(error.sentence))
        return _ask(request, form, None)
    return done(request, _list(request), _("“%(title)s” is saved.") % {"title": made.title})


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Can.REPLY)
def edit(request: BrandRequest, saved: int) -> HttpResponse:
    """Other words for it."""
    found = get_object_or_404(SavedReply, pk=saved)
    if request.method != "POST":
        initial = {
            "title": found.title,
            "text": found.text,
            "language": found.language,
            "revision": found.revision,
        }
        return _ask(request, SavedForm(initial=initial), found)
    form = SavedForm(request.POST)
    if not form.is_valid():
        return _ask(request, form, found)
    values = form.cleaned_data
    try:
        saving.change(
            found,
            title=values["title"],
            text=values["text"],
            language=values["language"],
            revision=values["revision"] or 0,
            by=request.access.by,
        )
    except DomainError as error:
        form.add_error("text", str(error.sentence))
        return _ask(request, form, found)
    return done(request, _list(request), _("Saved."))


@require_POST
@needs(Can.REPLY)
def delete(request: BrandRequest, saved: int) -> HttpResponse:
    """Gone."""
    found = get_object_or_404(SavedReply, pk=saved)
    saving.delete(found, by=request.access.by)
    return done(request, _list(request), _("“%(title)s” is deleted.") % {"title": found.title})


def _ask(request: BrandRequest, form: SavedForm, found: SavedReply | None) -> HttpResponse:
    names = [(f"{{{name}}}", meaning) for name, meaning in NAMES.items()]
    context = {"form": form, "found": found, "names": names, "back": _list(request)}
    return page(request, "inbox/settings/saved_form.html", context)


def _list(request: BrandRequest) -> str:
    return reverse("inbox:saved", args=[request.brand.slug])
