"""`/b/<brand>/approvals/<review>/hand/`: giving one's seat in a review to somebody else."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import BrandRequest, needs
from accounts.grants import Can
from approvals.forms import HandForm
from approvals.selectors.listing import Line
from approvals.services import handing
from approvals.views import looking
from core.errors import DomainError
from core.htmx import done, page


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Can.APPROVE)
def hand(request: BrandRequest, review: UUID) -> HttpResponse:
    """Whom to; a POST hands it over. 403 for who is not asked herself now."""
    line = looking.line_of(request, review)
    if line.ask is None or line.ask.membership_id != request.access.membership.pk:
        raise PermissionDenied
    takers = handing.takers(line.review, line.thing) if line.thing else []
    form = HandForm(request.POST if request.method == "POST" else None, takers=takers)
    if not form.is_bound or not form.is_valid():
        return _ask(request, line, form)
    to = int(form.cleaned_data["to"])
    try:
        made = handing.hand_over(line.review, to, voice=looking.voice_of(request.access))
    except DomainError as error:
        form.add_error(None, str(error.sentence))
        return _ask(request, line, form)
    words = _("%(name)s is asked instead of you.") % {"name": made.membership.user if made.membership else ""}
    return done(request, reverse("approvals:queue", args=[request.brand.slug]), words)


def _ask(request: BrandRequest, line: Line, form: HandForm) -> HttpResponse:
    context = {
        "form": form,
        "title": line.thing.headline if line.thing else "",
        "review": line.review,
        "back": reverse("approvals:review", args=[request.brand.slug, line.review.pk]),
    }
    return page(request, "approvals/hand.html", context, fragment="approvals/hand/form.html")
