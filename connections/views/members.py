"""`/o/<organization>/people/<membership>/channels/`: the channels a member is limited to."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import AccessRequest, needs
from accounts.grants import Can
from accounts.models import Membership
from connections.member_forms import ChannelsForm
from connections.selectors import channels, reachable
from connections.services import members
from core.errors import DomainError
from core.htmx import done, page


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Can.PEOPLE)
def member_channels(request: AccessRequest, membership: int) -> HttpResponse:
    """For each brand all of its channels, or only some."""
    found = get_object_or_404(Membership.objects.select_related("user"), pk=membership)
    back = reverse("accounts:member", args=[request.access.organization.slug, found.pk])
    form = ChannelsForm(
        request.POST if request.method == "POST" else None,
        brands=channels.by_brand(request.access.brands),
        limits=reachable.limits_of(found),
    )
    if request.method == "POST" and form.is_valid():
        try:
            members.limit(found, form.limits, access=request.access)
        except DomainError as error:
            form.add_error(None, str(error.sentence))
        else:
            return done(request, back, _("Saved. It counts from their next click."))
    context = {"member": found, "form": form, "back": back}
    return page(request, "connections/member_channels.html", context)
