"""`/me/`: how we speak to a person."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext, override
from django.views.decorators.http import require_http_methods

from accounts.access import PersonRequest, framed
from accounts.forms import ProfileForm
from core.htmx import done, page


@require_http_methods(["GET", "POST"])
@framed
def profile(request: PersonRequest) -> HttpResponse:
    """A plain settings page: it saves its own form."""
    person = request.user
    form = ProfileForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        form.save()
        with override(person.language):
            return done(request, request.path, gettext("Saved."))
    return page(request, "accounts/profile.html", {"form": form})
