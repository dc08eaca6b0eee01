"""`/b/<brand>/settings/labels/`: the words that are put on conversations."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import BrandRequest, needs
from accounts.grants import Can
from core.errors import DomainError
from core.htmx import done, page
from inbox.models import Label
from inbox.selectors import labels as selectors
from inbox.services import labelling
from inbox.settings_forms import LabelForm


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Can.REPLY)
def show(request: BrandRequest) -> HttpResponse:
    """All of them with how often they are used, and a new one."""
    form = LabelForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = labelling.create(request.brand, form.cleaned_data["name"], by=request.access.by)
        except DomainError as error:
            form.add_error("name", str(error.sentence))
        else:
            return done(request, _here(request), _("The label “%(name)s” is there.") % {"name": made.name})
    context = {"rows": selectors.counted(request.brand), "form": form}
    return page(request, "inbox/settings/labels.html", context)


@require_POST
@needs(Can.REPLY)
def delete(request: BrandRequest, label: int) -> HttpResponse:
    """Gone, from all conversations."""
    found = get_object_or_404(Label, pk=label)
    labelling.delete(found, by=request.access.by)
    return done(request, _here(request), _("The label “%(name)s” is gone.") % {"name": found.name})


def _here(request: BrandRequest) -> str:
    return reverse("inbox:labels", args=[request.brand.slug])
