"""What the pages of reports read."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from activity.models import Mail
from analytics.models import Recipient, Report, ReportFile, ReportMail, ReportRun
from analytics.reporting.periods import Period
from core.errors import Sentence
from core.outbox.states import State

SHOWN_RUNS = 26
"""Half a year."""

RUN_STATES: dict[str, tuple[str, str, Sentence]] = {
    State.WAITING: ("way", "clock", _("Planned")),
    State.SENDING: ("way", "loader", _("Being made")),
    State.LIVE: ("done", "check", _("Written")),
    State.EXPIRED: ("draft", "circle-x", _("Left out")),
    State.REFUSED: ("fail", "triangle-alert", _("Failed")),
    State.CANCELLED: ("draft", "circle-x", _("Called off")),
    State.HELD: ("wait", "pause", _("Held")),
}
MAIL_STATES: dict[str, tuple[str, str, Sentence]] = {
    State.WAITING: ("way", "clock", _("On its way")),
    State.SENDING: ("way", "send", _("Being sent")),
    State.LIVE: ("done", "check", _("Sent")),
    State.REFUSED: ("fail", "triangle-alert", _("Refused")),
    State.UNSURE: ("unsure", "circle-question-mark", _("Perhaps delivered")),
    State.CANCELLED: ("draft", "circle-x", _("Cancelled")),
}
GONE = ("draft", "history", _("No longer kept"))
AGAIN = (State.REFUSED, State.UNSURE, State.LIVE)


@dataclass(frozen=True, slots=True)
class Shown:
    """A state for people."""

    tone: str
    icon: str
    word: str


@dataclass(frozen=True, slots=True)
class ReportLine:
    """A report in the list."""

    report: Report
    recipients: int
    ended: int
    next_at: datetime | None
    last: RunLine | None


@dataclass(frozen=True, slots=True)
class RunLine:
    """A run: when, how it stands, and how its mails stand. `why` is a sentence for what was left out."""

    run: ReportRun
    period: Period
    shown: Shown
    why: str
    counts: tuple[tuple[Shown, int], ...] = ()

    @property
    def is_written(self) -> bool:
        """Whether there is something to read."""
        return self.run.state == State.LIVE

    @property
    def may_again(self) -> bool:
        """Whether a person may let it be made after all."""
        return self.run.state in (State.EXPIRED, State.REFUSED)


@dataclass(frozen=True, slots=True)
class MailLine:
    """A run's mail to one recipient. `problem` is what the mail server said."""

    mail: ReportMail
    name: str
    address: str
    shown: Shown
    problem: str
    at: datetime
    may_again: bool
    is_unsure: bool


def listed() -> list[ReportLine]:
    """The brand's reports by name, in four queries."""
    reports = list(
        Report.objects.select_related("brand")
        .annotate(
            people=Count("recipients", filter=Q(recipients__unsubscribed_at=None)),
            ended=Count("recipients", filter=Q(recipients__unsubscribed_at__isnull=False)),
        )
        .order_by("name", "id")
    )
    runs = _runs_of(reports)
    return [_report(report, runs[report.pk]) for report in reports]


def runs(report: Report) -> list[RunLine]:
    """The report's runs, newest first; the planned one stands first."""
    rows = ReportRun.objects.defer("document").filter(report=report)
    return _lines(list(rows.order_by("-period")[:SHOWN_RUNS]))


def run_line(run: ReportRun) -> RunLine:
    """One run."""
    return _lines([run])[0]


def mails(run: ReportRun) -> list[MailLine]:
    """Who got it and how that went, in two queries."""
    rows = list(
        ReportMail.objects.filter(run=run).select_related("recipient__person").order_by("created_at", "id")
    )
    known = Mail.objects.filter(pk__in=[row.mail_id for row in rows])
    told = {mail.pk: mail for mail in known.only("state", "problem", "settled_at", "created_at")}
    return [_mail(row, told.get(row.mail_id)) for row in rows]


def recipients(report: Report) -> list[Recipient]:
    """All on the list, first come first."""
    return list(Recipient.objects.filter(report=report).select_related("person").order_by("created_at", "id"))


def refused(report: Report) -> set[UUID]:
    """The recipients whose last mail no mail server took, in two queries."""
    rows = ReportMail.objects.filter(run__report=report).order_by("recipient_id", "-run__period")
    last = dict(rows.distinct("recipient_id").values_list("mail_id", "recipient_id"))
    gone = Mail.objects.filter(pk__in=last, state=State.REFUSED).values_list("pk", flat=True)
    return {last[mail] for mail in gone}


def files(run: ReportRun) -> list[ReportFile]:
    """What can be downloaded."""
    rows = ReportFile.objects.filter(run=run).exclude(kind=ReportFile.Kind.CHART)
    return list(rows.order_by("language", "kind"))


def _runs_of(reports: Sequence[Report]) -> dict[UUID, list[ReportRun]]:
    """The last runs of each report, newest first."""
    found: dict[UUID, list[ReportRun]] = defaultdict(list)
    rows = ReportRun.objects.defer("document").filter(report__in=reports)
    for run in rows.order_by("report_id", "state", "-period").distinct("report_id", "state"):
        found[run.report_id].append(run)
    return found


def _report(report: Report, found: list[ReportRun]) -> ReportLine:
    waiting = [run.planned_at for run in found if run.state == State.WAITING]
    over = sorted(
        (run for run in found if run.state not in (State.WAITING, State.CANCELLED)),
        key=lambda run: run.period,
    )
    return ReportLine(
        report,
        recipients=report.people,  # type: ignore[attr-defined]
        ended=report.ended,  # type: ignore[attr-defined]
        next_at=min(waiting, default=None),
        last=_line(over[-1], ()) if over else None,
    )


def _lines(rows: list[ReportRun]) -> list[RunLine]:
    pairs = list(ReportMail.objects.filter(run__in=rows).values_list("run_id", "mail_id"))
    states = dict(Mail.objects.filter(pk__in=[mail for _run, mail in pairs]).values_list("pk", "state"))
    counted: dict[UUID, Counter[str]] = defaultdict(Counter)
    for run, mail in pairs:
        counted[run][states.get(mail, "")] += 1
    return [_line(row, _counts(counted[row.pk])) for row in rows]


def _counts(found: Counter[str]) -> tuple[tuple[Shown, int], ...]:
    order = [*MAIL_STATES, ""]
    return tuple((_shown(MAIL_STATES.get(state, GONE)), found[state]) for state in order if found[state])


def _line(run: ReportRun, counts: tuple[tuple[Shown, int], ...]) -> RunLine:
    why = str(ReportRun.Problem(run.problem).label) if run.problem else ""
    return RunLine(run, Period.parse(run.period), _shown(RUN_STATES[run.state]), why, counts)


def _shown(found: tuple[str, str, Sentence]) -> Shown:
    tone, icon, word = found
    return Shown(tone, icon, str(word))


def _mail(row: ReportMail, mail: Mail | None) -> MailLine:
    return MailLine(
        mail=row,
        name=row.recipient.called,
        address=row.address,
        shown=_shown(MAIL_STATES.get(mail.state, GONE) if mail else GONE),
        problem=mail.problem if mail else "",
        at=(mail.settled_at or mail.created_at) if mail else row.created_at,
        may_again=mail is None or mail.state in AGAIN,
        is_unsure=mail is not None and mail.state == State.UNSURE,
    )


def troubled(lines: Iterable[MailLine]) -> int:
    """How many did not surely arrive."""
    return sum(line.shown.tone in ("fail", "unsure") for line in lines)
