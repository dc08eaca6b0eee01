"""What people do about a report's mails: a test to oneself, one mail again, a run that was left out after all."""

from __future__ import annotations

from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from accounts.models import User
from activity.mail import backend
from activity.masking import masked
from activity.models import Mail
from activity.models.mail import TROUBLED
from activity.services import resending
from analytics.models import ReportMail, ReportRun
from analytics.reporting import codec, letters, making, posting
from analytics.reporting.document import ReportDocument
from analytics.reporting.letters import Letter
from core import bell, ledger
from core.errors import NotAllowed
from core.ledger import By
from core.outbox.states import OUTGOING, State


def send_test(run: ReportRun, document: ReportDocument, person: User, *, to: dict[str, str]) -> None:
    """The mail as it would be now, to one person, marked as a test. It counts as nobody's and leaves no run behind.

    `run` is unsaved; `to` are the addresses that its links lead to.
    """
    made = making.drawn(run, document, person.language)
    with override(person.language):
        mark = _("[TEST]")
    letter = posting.letter_of(run, document, made, person.language, person.zone, mark=mark, to=to)
    with transaction.atomic():
        backend.write(letters.to_oneself(letter, person.email, str(person)))


def mail_again(row: ReportMail, *, by: By) -> None:
    """One mail once more, because a person says so. Of an unsure one the reader may get a second copy.

    One that still has its words goes out as it is; else it is written anew with the numbers as they were told, and links
    of the old one go on working. Raises NotAllowed while it is on its way, or when its reader has ended the mails.
    """
    if row.recipient.unsubscribed_at is not None:
        raise NotAllowed(gettext_lazy("This reader has ended the mails of this report."))
    letter = _letter(row)
    with transaction.atomic():
        fresh = ReportMail.objects.select_for_update().get(pk=row.pk)
        mail = Mail.objects.filter(pk=fresh.mail_id).first()
        if mail is not None and mail.state in (State.WAITING, State.SENDING):
            raise NotAllowed(gettext_lazy("This mail is on its way already."))
        if mail is not None and mail.state in TROUBLED and mail.text and mail.to == row.recipient.to:
            resending.send_again(mail, by=by)
        else:
            mail_id = posting.send(row, row.recipient, letter)
            ReportMail.objects.filter(pk=row.pk).update(mail_id=mail_id, address=row.recipient.to)
        ledger.record(
            "analytics.report_mail_again",
            row.run.report.subject,
            by=by,
            brand_id=row.brand_id,
            to=masked(row.recipient.to),
        )


def _letter(row: ReportMail) -> Letter:
    """The mail as it was, made before anything is locked."""
    document: ReportDocument = codec.whole(ReportDocument, row.run.document)
    recipient = row.recipient
    zone = recipient.person.zone if recipient.person else row.run.report.zone
    made = making.make(row.run, document, {recipient.speaks})
    return posting.letter_of(row.run, document, made, recipient.speaks, zone)


@transaction.atomic
def run_again(run: ReportRun, *, by: By) -> None:
    """A run that was left out or failed is made after all, now. Raises NotAllowed for any other."""
    if run.state not in (State.EXPIRED, State.REFUSED):
        raise NotAllowed(gettext_lazy("This report was written already, or is planned."))
    OUTGOING.advance(
        run, "schedule", due_at=Now(), problem="", is_wanted=True, tries=0, fence=None, settled_at=None
    )
    ledger.record(
        "analytics.report_run_again", run.report.subject, by=by, brand_id=run.brand_id, period=run.period
    )
    bell.ring("core.drain", "reports", queue="reports")
