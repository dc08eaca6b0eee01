"""The link at a mail's end: what it would end, and ending it."""

from __future__ import annotations

from django.db import transaction

from accounts.access import by
from activity.models import Unsubscribe
from activity.services import preferences


@transaction.atomic
def switch(row: Unsubscribe, *, is_on: bool) -> None:
    """End mails of the link's kind to its person, or begin them again. Twice changes nothing more."""
    preferences.switch_mail(row.person, row.kind, is_on=is_on, by=by(row.person))
