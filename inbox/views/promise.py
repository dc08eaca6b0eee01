"""`/b/<brand>/settings/answers/`: how soon people are answered, business hours and holidays."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import BrandRequest, needs
from accounts.grants import Can
from calendar_app import wall
from core import clock
from core.errors import DomainError
from core.htmx import done, page
from inbox.services import promising
from inbox.settings_forms import PromiseForm


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Can.SETTINGS)
def promise(request: BrandRequest) -> HttpResponse:
    """A bad time comes back with a sentence beside it; nothing typed is lost."""
    if request.method != "POST":
        return _ask(request, PromiseForm.showing(promising.of(request.brand)))
    form = PromiseForm(request.POST)
    if not form.is_valid():
        return _ask(request, form)
    try:
        promising.promise(
            request.brand,
            minutes=form.minutes,
            hours=form.hours,
            holidays=form.cleaned_data["holidays"],
            revision=form.cleaned_data["revision"],
            by=request.access.by,
        )
    except DomainError as error:
        form.add_error(None, str(error.sentence))
        return _ask(request, form)
    return done(request, _here(request), _("Saved. Open conversations count by it from now on."))


@require_POST
@needs(Can.SETTINGS)
def withdraw(request: BrandRequest) -> HttpResponse:
    """No promise any more."""
    promising.withdraw(request.brand, by=request.access.by)
    return done(request, _here(request), _("Nothing is promised any more, and nobody is warned."))


def _ask(request: BrandRequest, form: PromiseForm) -> HttpResponse:
    context = {
        "form": form,
        "is_promised": promising.of(request.brand) is not None,
        "zone": wall.label(request.brand.zone, clock.now()),
    }
    return page(request, "inbox/settings/promise.html", context)


def _here(request: BrandRequest) -> str:
    return reverse("inbox:promise", args=[request.brand.slug])
