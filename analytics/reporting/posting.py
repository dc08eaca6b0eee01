"""To whom a run goes, and writing the mails: one for each recipient, once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils import translation

from accounts.grants import Can
from accounts.selectors.people import people_who
from activity.mail import backend
from analytics.models import Recipient, Report, ReportMail, ReportRun
from analytics.reporting import letters, making, rhythm
from analytics.reporting.document import ReportDocument
from analytics.reporting.letters import Letter, Reader
from analytics.reporting.making import Made
from core import clock, doors
from core.doors import Door

KEPT = timedelta(days=180)
"""How long the links of a mail work."""


@dataclass(frozen=True, slots=True)
class Receiver:
    """A recipient who gets mails now, in her language and on her clock."""

    recipient: Recipient
    language: str
    zone: str


def receivers(report: Report) -> list[Receiver]:
    """Who has not ended the mails and has an address that mail servers take; of members, who may still see the brand."""
    rows = Recipient.objects.filter(report=report, unsubscribed_at=None).select_related("person")
    members = {person.pk for person in people_who(Can.VIEW, report.brand)}
    return [
        Receiver(row, row.speaks, row.person.zone if row.person else report.zone)
        for row in rows.order_by("created_at", "id")
        if (row.person_id is None or row.person_id in members) and row.to.partition("@")[0].isascii()
    ]


def write(run: ReportRun, document: ReportDocument, made: Made, to: Sequence[Receiver]) -> int:
    """All mails that are not written yet, and who got which. Inside the transaction that moves the run on."""
    had = set(ReportMail.objects.filter(run=run).values_list("recipient_id", flat=True))
    ready: dict[tuple[str, str], Letter] = {}
    rows = []
    for one in to:
        if one.recipient.pk in had:
            continue
        key = (one.language, one.zone)
        if key not in ready:
            ready[key] = letter_of(run, document, made, *key)
        rows.append(_post(run, one.recipient, ready[key]))
    ReportMail.objects.bulk_create(rows)
    return len(rows)


def letter_of(
    run: ReportRun, document: ReportDocument, made: Made, language: str, zone: str, **how: Any
) -> Letter:
    """The run's mail in a language and on a clock; `how` as in letters.letter."""
    sheet = making.sheet_of(run, document, language, zone)
    with translation.override(language):
        return letters.letter(sheet, made, when=rhythm.words(run.report), **how)


def _post(run: ReportRun, recipient: Recipient, letter: Letter) -> ReportMail:
    row = ReportMail(
        organization_id=run.organization_id,
        brand_id=run.brand_id,
        run=run,
        recipient=recipient,
        address=recipient.to,
    )
    row.mail_id = send(row, recipient, letter)
    return row


def send(row: ReportMail, recipient: Recipient, letter: Letter) -> UUID:
    """Write the mail behind a door of its own; returns the id of its row."""
    secret = doors.put_secret(
        Door.Kind.REPORT,
        organization_id=row.organization_id,
        target=str(row.pk),
        expires_at=clock.now() + KEPT,
    )
    reader = Reader(recipient.to, recipient.called or recipient.to, secret)
    return backend.write(letters.addressed(letter, reader))[0].pk
