"""`/o/<organization>/keys/`: keys with which programs act here."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import AccessRequest, needs
from accounts.grants import Can
from accounts.key_forms import WORDS, ApiKeyForm
from accounts.models import ApiKey
from accounts.selectors import api_keys as selectors
from accounts.services import api_keys as services
from core.errors import DomainError
from core.htmx import done, page


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@needs(Can.SETTINGS)
def api_keys(request: AccessRequest) -> HttpResponse:
    """All of them, and a new one. Its secret is on the page that answers, and nowhere else."""
    form = ApiKeyForm(request.POST or None, may=request.access.grants)
    secret = _made(request, form) if request.method == "POST" and form.is_valid() else ""
    context = {
        "form": ApiKeyForm(may=request.access.grants) if secret else form,
        "secret": secret,
        "lines": selectors.lines(timezone.now()),
        "words": WORDS,
    }
    return page(request, "accounts/api_keys.html", context)


def _made(request: AccessRequest, form: ApiKeyForm) -> str:
    """The new key's secret; "" when a rule said no, which then stands in the form."""
    try:
        return services.make(
            form.cleaned_data["name"],
            form.words_chosen(),
            expires_at=form.ends(timezone.now()),
            access=request.access,
        )[1]
    except DomainError as error:
        form.add_error("words", str(error.sentence))
        return ""


@require_POST
@needs(Can.SETTINGS)
def revoke(request: AccessRequest, api_key: UUID) -> HttpResponse:
    """It opens nothing from now on."""
    services.revoke(get_object_or_404(ApiKey.objects, pk=api_key), by=request.access.by)
    back = reverse("accounts:api_keys", args=[request.access.organization.slug])
    return done(request, back, _("The key does not work any more."))
