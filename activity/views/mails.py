"""`/o/<organization>/ledger/mail/`: mails that did not arrive, or of which nobody knows."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from accounts.access import AccessRequest, needs
from accounts.grants import Can
from activity.models import Mail
from activity.selectors import mails as selectors
from activity.services import resending
from activity.views.filtering import link
from core.htmx import done, page


@require_safe
@needs(Can.AUDIT)
def mails(request: AccessRequest) -> HttpResponse:
    """The list, newest first."""
    after = request.GET.get("after", "")
    found = selectors.troubled(after=after)
    here = reverse("activity:mails", args=[request.access.organization.slug])
    context = {
        "rows": found.rows,
        "more": link(here, {"after": found.after}) if found.after else "",
        "first": here if after else "",
        "organization": request.access.organization,
    }
    return page(request, "activity/mails.html", context)


@require_POST
@needs(Can.AUDIT)
def again(request: AccessRequest, mail: UUID) -> HttpResponse:
    """Send one again."""
    found: Mail = get_object_or_404(Mail.objects, pk=mail)
    resending.send_again(found, by=request.access.by)
    here = reverse("activity:mails", args=[request.access.organization.slug])
    return done(request, here, gettext("The mail is on its way again."))
