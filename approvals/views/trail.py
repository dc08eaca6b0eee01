"""How a post came to its yes: a panel for its page, and the same as a file."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts.access import BrandRequest, needs
from accounts.grants import Can
from approvals import subjects
from approvals.models import Review
from approvals.selectors import trail
from approvals.selectors.trail import Entry
from approvals.states import State
from approvals.views import looking
from approvals.views.saying import DECIDED, STATES, place_word
from approvals.views.sheet import Look, Sheet, sheet
from core.htmx import page
from core.outbox.clearance import Clearance

POST = Clearance.Covers.POST
FORMULAS = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet would take for a formula."""
HEADS = (
    gettext_lazy("When (UTC)"),
    gettext_lazy("When"),
    gettext_lazy("What"),
    gettext_lazy("Who"),
    gettext_lazy("For"),
    gettext_lazy("Stage"),
    gettext_lazy("Way"),
    gettext_lazy("Version"),
    gettext_lazy("Proof"),
    gettext_lazy("Note"),
    gettext_lazy("Taken back"),
)


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the trail; `at` on the brand's clock."""

    at: datetime
    tone: str
    icon: str
    word: str
    who: str
    about: str
    note: str


@require_safe
@needs(Can.VIEW)
def panel(request: BrandRequest, post: UUID) -> HttpResponse:
    """What stands about the approval on the post's page."""
    entries = _entries(request, post)
    newest = max((entry.review for entry in entries), key=lambda review: review.number, default=None)
    context = {
        "steps": [_step(entry, request.brand.zone) for entry in entries],
        "sheet": _sheet(request, newest) if newest else None,
        "post": post,
        "csv_url": reverse("approvals:trail_csv", args=[request.brand.slug, post]),
    }
    return page(request, "approvals/trail.html", context, fragment="approvals/trail/panel.html")


@require_safe
@needs(Can.VIEW)
def as_csv(request: BrandRequest, post: UUID) -> HttpResponse:
    """One line for each thing that happened, times in UTC and on the brand's clock."""
    if not looking.is_inside(request.access):
        raise Http404
    entries = _entries(request, post)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="approval-{post}.csv"'
    response.write("\ufeff")
    writer = csv.writer(response)
    writer.writerow(str(head) for head in HEADS)
    for entry in entries:
        writer.writerow([safe(cell) for cell in _cells(entry, request.brand.zone)])
    return response


def safe(cell: str) -> str:
    """As text, whatever a spreadsheet makes of it."""
    return f"'{cell}" if cell.startswith(FORMULAS) else cell


def _entries(request: BrandRequest, post: UUID) -> list[Entry]:
    """Nothing for those who are outside of the team: who said what is the team's."""
    if not subjects.of(POST).things([post]):
        raise Http404
    return trail.trail(POST, post) if looking.is_inside(request.access) else []


def _cells(entry: Entry, zone: str) -> list[str]:
    return [
        entry.at.astimezone(ZoneInfo("UTC")).isoformat(timespec="seconds"),
        entry.at.astimezone(ZoneInfo(zone)).isoformat(timespec="seconds"),
        _word(entry)[2],
        entry.who,
        entry.for_whom,
        entry.stage,
        entry.via,
        str(entry.review.number),
        entry.review.content_hash,
        entry.note,
        _("yes") if entry.is_undone else "",
    ]


def _step(entry: Entry, zone: str) -> Step:
    tone, icon, word = _word(entry)
    parts = [
        _("Version %(number)d") % {"number": entry.review.number},
        entry.stage,
        _("for %(name)s") % {"name": entry.for_whom} if entry.for_whom else "",
        place_word(entry.via),
        _("taken back") if entry.is_undone else "",
    ]
    return Step(
        at=entry.at.astimezone(ZoneInfo(zone)),
        tone="draft" if entry.is_undone else tone,
        icon=icon,
        word=word,
        who=entry.who,
        about=" · ".join(part for part in parts if part),
        note=entry.note,
    )


def _word(entry: Entry) -> tuple[str, str, str]:
    if entry.what == "submitted":
        return "draft", "send", _("Sent for approval")
    return DECIDED[entry.what] if entry.what in DECIDED else STATES[entry.what]


def _sheet(request: BrandRequest, review: Review) -> Sheet | None:
    """The newest review, where it still says something."""
    if review.state in (State.VOID, State.WITHDRAWN):
        return None
    line = looking.line_of(request, review.pk)
    look = Look(request.brand.zone, line.ask is not None and request.access.may(Can.APPROVE), timezone.now())
    return sheet(line, request.brand, look)
