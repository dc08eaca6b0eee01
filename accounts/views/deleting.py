"""`/b/<brand>/settings/delete/`: a brand into the trash, after its name was typed."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from accounts.access import BrandRequest, needs
from accounts.grants import Can
from accounts.services import brands
from accounts.settings_forms import DeleteBrandForm
from core.errors import NotAllowed
from core.htmx import done, page


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Can.OWN)
def delete(request: BrandRequest) -> HttpResponse:
    """What it means, and the field for the name."""
    form = DeleteBrandForm(request.POST or None, brand_name=request.brand.name)
    if request.method == "POST" and form.is_valid() and _trashed(request, form):
        words = gettext("%(name)s is in the trash. It can be brought back for %(days)d days.")
        there = reverse("accounts:brands", args=[request.access.organization.slug])
        return done(request, there, words % {"name": request.brand.name, "days": brands.DAYS})
    context = {"form": form, "days": brands.DAYS}
    return page(request, "accounts/brand_delete.html", context)


def _trashed(request: BrandRequest, form: DeleteBrandForm) -> bool:
    try:
        brands.trash(request.brand, access=request.access)
    except NotAllowed as error:
        form.add_error(None, str(error.sentence))
        return False
    return True
