"""The demo's weekly report: sent last Monday to whoever made it and to one outside reader, and planned for the next."""

from __future__ import annotations

import random
from datetime import timedelta

from accounts.access import by
from accounts.grants import Can
from accounts.models import Brand
from accounts.selectors.people import people_who
from analytics.models import Report, ReportRun
from analytics.reporting.periods import Period
from analytics.services import report_recipients, report_runs, reports
from analytics.services.reports import Wishes
from core import clock
from core.outbox.states import State

NOTES = {
    "en": "A good week. Let us try one more short video.",
    "tr": "Güzel bir haftaydı. Bir kısa video daha deneyelim.",
    "az": "Yaxşı həftə idi. Bir qısa video da sınayaq.",
}
NAMES = {"en": "Monday report", "tr": "Pazartesi raporu", "az": "Bazar ertəsi hesabatı"}


def fill(brand: Brand, *, rng: random.Random) -> Report | None:
    """Make it; None where nobody may report. The run of the last week is due now, so that the worker sends it.

    Ask inside the brand's scope.
    """
    people = people_who(Can.REPORT, brand)
    if not people:
        return None
    author = people[0]
    wishes = Wishes(
        name=NAMES[brand.language],
        weekday=0,
        hour=8,
        minute=0,
        zone=brand.zone,
        language=brand.language,
        left_out=[],
        note=NOTES[brand.language],
        skips_empty=False,
    )
    made = reports.create(brand, wishes, by=author)
    number = rng.randrange(100, 1000)
    report_recipients.add_outsider(
        made, address=f"board-{number}@example.com", name="", language=brand.language, by=by(author)
    )
    _send_last(made)
    return made


def _send_last(report: Report) -> None:
    """What goes out next is the week that has ended; the one after it is planned when this one is written."""
    now = clock.now()
    latest: Period = report_runs.schedule(report).latest(now)
    waiting = ReportRun.objects.filter(report=report, state=State.WAITING)
    waiting.update(
        period=latest.key,
        planned_at=report_runs.schedule(report).due(latest),
        due_at=now - timedelta(seconds=1),
    )
