"""Reports that fall due while their makers die: readers, what the mail server took, and what became of each mail."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count

from activity.models import Mail
from analytics.models import Report, ReportMail, ReportRun
from analytics.reporting.periods import Period
from core import clock
from core.outbox.states import State
from tests import world
from tests.activity.post_office import PostOffice
from tests.analytics import reports
from tests.calendar_app import posts
from tests.faults.processes import wait_until
from tests.world import Place

NUMBERS = count(1)
SETTLED = frozenset({State.LIVE, State.REFUSED, State.UNSURE})


@dataclass(slots=True)
class Monday:
    """Some reports of two tenants, each with readers of its own."""

    name: str
    each: int = 3
    readers: int = 3
    places: list[Place] = field(default_factory=list)
    made: list[tuple[Place, Report]] = field(default_factory=list)

    def __post_init__(self) -> None:
        number = next(NUMBERS)
        self.places = [world.place(f"{self.name}-{number}-{letter}") for letter in "ab"]
        for place in self.places:
            with posts.inside(place):
                self.made += [
                    (place, reports.report(place, outsiders=self.readers)) for _ in range(self.each)
                ]

    @property
    def mails(self) -> int:
        """How many are owed: to the readers, and to whoever made the report."""
        return len(self.made) * (self.readers + 1)

    def come(self) -> None:
        """All reports are due now."""
        for place, report in self.made:
            with posts.inside(place):
                run = ReportRun.objects.get(report=report, state=State.WAITING)
                period, past = Period.parse(run.period).after(-1), clock.now() - timedelta(seconds=1)
                ReportRun.objects.filter(pk=run.pk).update(period=period.key, planned_at=past, due_at=past)

    def wait(self, seconds: float) -> None:
        """Until every mail is written and has ended."""
        wait_until(self.is_over, seconds, "every report mail has ended", step=0.2)

    def is_over(self) -> bool:
        """Whether everything is written, and every mail has ended."""
        found = list(self.states())
        return len(found) == self.mails and all(state in SETTLED for _message, state in found)

    def states(self) -> Iterable[tuple[str, str]]:
        """Message-ID and state of every mail of the reports."""
        for place in self.places:
            with posts.inside(place):
                ids = list(ReportMail.objects.values_list("mail_id", flat=True))
                yield from Mail.objects.filter(pk__in=ids).values_list("message_id", "state")

    def told(self, office: PostOffice) -> dict[str, int]:
        """The sums: doubled, lost, unknown. A mail that is not there and that nobody is asked about is lost."""
        taken = Counter(str(mail["Message-ID"]) for mail in office.taken)
        states = dict(self.states())
        return {
            "mails": self.mails,
            "doubled": sum(number - 1 for number in taken.values()) + max(0, len(states) - self.mails),
            "lost": self.mails
            - len(states)
            + sum(not taken[key] and state != State.UNSURE for key, state in states.items()),
            "unknown": sum(state == State.UNSURE for state in states.values()),
            "runs": sum(_lived(place) for place in self.places),
        }


def _lived(place: Place) -> int:
    with posts.inside(place):
        return int(ReportRun.objects.filter(state=State.LIVE).count())
