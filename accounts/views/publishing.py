"""`/b/<brand>/settings/publishing/`: the brand's rules of publishing."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import BrandRequest, needs
from accounts.forms import LateForm
from accounts.grants import Can
from accounts.models.organization import Late
from accounts.services import policies
from core.htmx import done, page


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Can.SETTINGS)
def publishing(request: BrandRequest) -> HttpResponse:
    """What becomes of late posts."""
    if request.method != "POST":
        policy = policies.of(request.brand)
        return _show(request, LateForm.showing(policy.late_action, policy.late_minutes))
    form = LateForm(request.POST)
    if not form.is_valid():
        return _show(request, form)
    action = Late(form.cleaned_data["action"])
    policies.set_late(request.brand, action=action, minutes=form.minutes, by=request.access.by)
    here = reverse("accounts:publishing", args=[request.brand.slug])
    return done(request, here, gettext("Saved. It counts for everything that comes due from now on."))


@require_POST
@needs(Can.SETTINGS)
def descriptions(request: BrandRequest) -> HttpResponse:
    """Whether each picture needs a description before it may go out."""
    required = request.POST.get("alt_required") == "on"
    policies.require_alt(request.brand, required=required, by=request.access.by)
    here = reverse("accounts:publishing", args=[request.brand.slug])
    if required:
        return done(
            request, here, gettext("Saved. Pictures without a description are not scheduled any more.")
        )
    return done(request, here, gettext("Saved. Pictures may go out without a description."))


def _show(request: BrandRequest, form: LateForm) -> HttpResponse:
    context = {"form": form, "alt_required": policies.of(request.brand).alt_required}
    return page(request, "accounts/publishing.html", context)
