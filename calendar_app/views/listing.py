"""The calendar as a list: all posts with a time, or the drafts without one, and one thing for several of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from accounts.access import BrandRequest, needs
from accounts.grants import Can
from calendar_app import approving, wall
from calendar_app.selectors import composer, listed, pauses
from calendar_app.selectors.listed import Narrow
from calendar_app.views.chips import rows
from core.htmx import page
from core.ids import id_of

TEMPLATE, BOARD = "calendar_app/list.html", "calendar_app/list/board.html"
STATES = {
    "asks": _("Needs you"),
    "draft": _("Draft"),
    "asked": pgettext_lazy("review", "Waiting for approval"),
    "back": _("Sent back"),
    "planned": _("Scheduled"),
    "way": _("On its way"),
    "done": _("Published"),
}
DRAFT_STATES = ("draft", "asked", "back")
"""What a post without a time can be."""
LONGEST = 80
"""Characters of the words that are looked for."""


@dataclass(frozen=True, slots=True)
class Sight:
    """What the address asks for; unknown values count as none."""

    wanted: Narrow
    after: str

    def query(self, **changes: str) -> str:
        """The address's query with some of it changed; "" takes one away, and a page only counts for the same list."""
        wanted = self.wanted
        words = {
            "drafts": "1" if wanted.drafts else "",
            "channel": str(wanted.channel or ""),
            "state": wanted.state,
            "words": wanted.words,
            **changes,
        }
        return urlencode({name: word for name, word in words.items() if word})


@require_safe
@needs(Can.VIEW)
def show(request: BrandRequest) -> HttpResponse:
    """Latest first, fifty at a time: `?drafts=1&channel=…&state=planned&words=…`; `drafts` are those without a time."""
    return page(request, TEMPLATE, context(request, sight_of(request)))


def sight_of(request: BrandRequest) -> Sight:
    """What the address asks for."""
    drafts = request.GET.get("drafts") == "1"
    state = request.GET.get("state", "")
    known = DRAFT_STATES if drafts else STATES
    wanted = Narrow(
        drafts=drafts,
        channel=id_of(request.GET.get("channel", "")),
        state=state if state in known else "",
        words=request.GET.get("words", "").replace("\0", "")[:LONGEST].strip(),
    )
    return Sight(wanted, request.GET.get("after", ""))


def context(request: BrandRequest, sight: Sight) -> dict[str, Any]:
    """All that the page and its board show."""
    brand, wanted = request.brand, sight.wanted
    base = reverse("calendar_app:list", args=[brand.slug])
    found, chips = listed.listed(brand, wanted, after=sight.after)
    is_narrowed = bool(wanted.channel or wanted.state or wanted.words)
    return {
        "rows": rows(chips, brand),
        "drafts": wanted.drafts,
        "narrow": wanted,
        "channels": [(str(one.pk), one.handle, one.pk == wanted.channel) for one in composer.channels()],
        "states": [(key, STATES[key]) for key in (DRAFT_STATES if wanted.drafts else STATES)],
        "is_narrowed": is_narrowed,
        "more": f"{base}?{sight.query(after=found.after)}" if found.after else "",
        "first": f"{base}?{sight.query()}" if sight.after else "",
        "plain": f"{base}?drafts=1" if wanted.drafts else base,
        "base": base,
        "act": f"{reverse('calendar_app:several', args=[brand.slug])}?{sight.query(after=sight.after)}",
        "zone": wall.label(brand.zone, datetime.now(UTC)),
        "may_write": request.access.may(Can.WRITE),
        "may_schedule": request.access.may(Can.SCHEDULE),
        "asks_approval": approving.is_wanted(brand, request.access.by),
        "pauses": pauses.of_scope(),
    }
