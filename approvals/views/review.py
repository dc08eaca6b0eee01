"""`/b/<brand>/approvals/<review>/`: one review in full, and what may be said to it."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from accounts.access import BrandRequest, needs
from accounts.grants import Can
from approvals.models import Review
from approvals.selectors import talk
from approvals.states import State
from approvals.views import looking, talking
from approvals.views.sheet import sheet
from core.htmx import page


@require_safe
@needs(Can.VIEW)
def show(request: BrandRequest, review: UUID) -> HttpResponse:
    """What changed, how it will look, who said what; for who is asked, the buttons."""
    line = looking.line_of(request, review)
    people = talk.callable_in(request.brand) if looking.is_inside(request.access) else talk.NOBODY
    found = line.review
    sender = found.submitted_by_id == request.access.person.pk
    context = {
        "sheet": sheet(line, request.brand, looking.look_of(request, line)),
        "thing_url": line.thing.url if line.thing and looking.is_inside(request.access) else "",
        "newer_url": _newer(found),
        "may_withdraw": found.state == State.OPEN and (sender or request.access.may(Can.SCHEDULE)),
        "next_url": request.path,
        **talking.panel(request, found.covers, found.subject, people=people),
    }
    return page(request, "approvals/review.html", context)


def _newer(review: Review) -> str:
    """The review that came after one that is over because of a change; "" for none."""
    if review.state != State.VOID:
        return ""
    rows = Review.objects.filter(covers=review.covers, subject=review.subject, number__gt=review.number)
    newest = rows.order_by("-number").values_list("pk", flat=True).first()
    return f"../{newest}/" if newest else ""
