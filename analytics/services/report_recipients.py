"""Who gets a report."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.grants import Can
from accounts.models import User
from accounts.selectors.people import people_who
from activity.masking import masked
from analytics.models import Recipient, Report
from core import ledger
from core.errors import NotAllowed
from core.ledger import SYSTEM, By

MOST = 500
"""Recipients of one report."""


@transaction.atomic
def add_person(report: Report, person: User, *, by: By) -> None:
    """A member who may see the brand. Twice changes nothing more. Raises NotAllowed for anybody else."""
    if person.pk not in {one.pk for one in people_who(Can.VIEW, report.brand)}:
        raise NotAllowed(
            _("This person cannot see the brand. Let her in first, or send the report to an address.")
        )
    _refuse_more(report)
    _made, is_new = Recipient.objects.get_or_create(
        organization_id=report.organization_id, brand_id=report.brand_id, report=report, person=person
    )
    if is_new:
        _record("analytics.report_recipient_added", report, person.email, by)


def add_outsider(report: Report, *, address: str, name: str, language: str, by: By) -> None:
    """Somebody without an account. Raises NotAllowed when the address stands on the list already."""
    _refuse_more(report)
    try:
        with transaction.atomic():
            Recipient.objects.create(
                organization_id=report.organization_id,
                brand_id=report.brand_id,
                report=report,
                address=address,
                name=name,
                language=language,
            )
            _record("analytics.report_recipient_added", report, address, by)
    except IntegrityError as error:
        raise NotAllowed(_("This address is on the list already.")) from error


@transaction.atomic
def remove(recipient: Recipient, *, by: By) -> None:
    """Off the list, with the log of what she got."""
    report, address = recipient.report, recipient.to
    recipient.delete()
    _record("analytics.report_recipient_removed", report, address, by)


@transaction.atomic
def switch(recipient: Recipient, *, is_on: bool) -> None:
    """She ends the mails herself, or begins them again. Twice changes nothing more."""
    rows = Recipient.objects.filter(pk=recipient.pk, unsubscribed_at__isnull=not is_on)
    if not rows.update(unsubscribed_at=None if is_on else Now()):
        return
    kind = "analytics.report_subscribed_again" if is_on else "analytics.report_unsubscribed"
    _record(kind, recipient.report, recipient.to, SYSTEM)


def _refuse_more(report: Report) -> None:
    if Recipient.objects.filter(report=report).count() >= MOST:
        raise NotAllowed(_("A report has at most 500 recipients."))


def _record(kind: str, report: Report, address: str, by: By) -> None:
    ledger.record(kind, report.subject, by=by, brand_id=report.brand_id, name=report.name, to=masked(address))
