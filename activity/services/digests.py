"""Digests: one mail for each person and period, whatever dies meanwhile and however often it is rung.

Gathering and sending meet at the digest's row: who gathers holds it while it waits, who sends moves it on. Writing the
mail and moving the row are one transaction, so a process that dies in between has done neither.
"""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from django.db import transaction
from django.db.models.functions import Now

from accounts.models import User
from activity.kinds import MAIL
from activity.mail import letters
from activity.models import Digest, Notice
from activity.selectors import notices, preferences
from core.faultpoints import faultpoint
from core.outbox.lanes import Claimed
from core.outbox.states import OUTGOING, State
from core.tenancy import scope


def gather(notice: Notice, person: User, at: datetime) -> bool:
    """Put a notice into the person's digest of `at`; False when that one has just gone out. Inside a transaction."""
    Digest.objects.bulk_create(
        [
            Digest(
                organization_id=scope.required().organization_id,
                person=person,
                period_at=at,
                due_at=at,
                state=State.WAITING,
            )
        ],
        ignore_conflicts=True,
    )
    waiting = Digest.objects.select_for_update().filter(person=person, period_at=at, state=State.WAITING)
    if waiting.first() is None:
        return False
    Notice.objects.filter(pk=notice.pk).update(digest_at=at)
    return True


def take(lane: Claimed) -> Digest | None:
    """The lane's next due digest."""
    due = Digest.objects.filter(person=lane.key, state=State.WAITING, due_at__lte=Now())
    found: Digest | None = due.order_by("due_at", "id").first()
    return found


def serve(digest: Digest) -> None:
    """Write the mail. What she has read in the app meanwhile, or wants no mails of any more, is left out.

    With nothing left there is no mail.
    """
    with transaction.atomic():
        mine = Digest.objects.select_for_update(of=["self"]).select_related("person")
        row = mine.filter(pk=digest.pk, state=State.WAITING).first()
        if row is None:
            return
        lines = _wanted(row.person, list(notices.gathered(row.person, row.period_at)))
        if lines:
            letters.send_digest(lines, row.person)
        OUTGOING.advance(row, "fence", fence=uuid4(), fenced_at=Now())
        OUTGOING.advance(row, "settle", settled_at=Now())
        faultpoint("C9")


def _wanted(person: User, found: list[Notice]) -> list[Notice]:
    on = preferences.chosen([person], {notice.kind for notice in found})
    return [notice for notice in found if MAIL in on[person.pk, notice.kind]]


def set_aside(lane: Claimed) -> int:
    """The lane's next due digest is given up, because it makes its sender stumble again and again."""
    first = take(lane)
    if first is None:
        return 0
    OUTGOING.advance(first, "refuse", settled_at=Now())
    return 1
