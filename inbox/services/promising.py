"""How soon a brand wants people answered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from accounts.models import Brand
from core import ledger
from core.errors import DomainError, Stale
from core.ledger import By
from inbox import waiting
from inbox.models import Conversation, SlaPolicy
from inbox.models.sla_policy import LONGEST_MINUTES

DAY = 24 * 60
MOST_HOLIDAYS = 400


class BadHours(DomainError):
    """The promise cannot be kept so."""

    code = "bad_hours"


def of(brand: Brand) -> SlaPolicy | None:
    """What the brand promises; None for nothing."""
    found: SlaPolicy | None = SlaPolicy.objects.filter(brand=brand).first()
    return found


def promise(
    brand: Brand,
    *,
    minutes: int,
    hours: Sequence[Sequence[int]],
    holidays: Sequence[date],
    revision: int,
    by: By,
) -> SlaPolicy:
    """Another promise from now on; waits that go on are counted anew under it. `revision` 0 where there was none.

    `hours` are seven pairs of minutes after midnight from Monday, empty for a closed day. Raises BadHours, Stale.
    """
    _refuse_bad(minutes, hours, holidays)
    week = [list(day) for day in hours]
    values = {"first_answer_minutes": minutes, "hours": week, "holidays": sorted(set(holidays))}
    with transaction.atomic():
        rows = SlaPolicy.objects.select_for_update()
        policy, is_new = rows.get_or_create(
            organization_id=brand.organization_id, brand=brand, defaults=values
        )
        if (0 if is_new else policy.revision) != revision:
            raise Stale(_("Someone else changed this rule since you opened it. Look at it again."))
        SlaPolicy.objects.filter(pk=policy.pk).update(revision=F("revision") + (0 if is_new else 1), **values)
        policy.refresh_from_db()
        ledger.record("inbox.promise_changed", f"brand:{brand.pk}", by=by, brand_id=brand.pk, minutes=minutes)
        recount(brand, policy)
    return policy


def withdraw(brand: Brand, *, by: By) -> None:
    """The brand promises nothing any more; nobody is warned."""
    with transaction.atomic():
        if SlaPolicy.objects.filter(brand=brand).delete()[0]:
            ledger.record("inbox.promise_withdrawn", f"brand:{brand.pk}", by=by, brand_id=brand.pk)
            recount(brand, None)


def recount(brand: Brand, policy: SlaPolicy | None) -> int:
    """Every wait that goes on in the brand, under its promise of now; returns how many. Who was told is not told again."""
    promise = waiting.of_policy(policy, brand.zone)
    rows = Conversation.objects.select_for_update(of=("self",)).defer("folded")
    found = rows.filter(brand=brand, first_unanswered_at__isnull=False).order_by("pk")
    changed = []
    for row in found:
        begun = waiting.begun(row.first_unanswered_at, promise)
        row.warn_at, row.answer_due_at = begun["warn_at"], begun["answer_due_at"]
        row.acts_at = waiting.acts_at(row)
        changed.append(row)
    Conversation.objects.bulk_update(changed, ["warn_at", "answer_due_at", "acts_at"], batch_size=500)
    return len(changed)


def _refuse_bad(minutes: int, hours: Sequence[Sequence[int]], holidays: Sequence[date]) -> None:
    if not 1 <= minutes <= LONGEST_MINUTES:
        raise BadHours(_("Promise an answer within one minute to seven days."))
    if len(hours) != 7 or any(len(day) not in {0, 2} for day in hours):
        raise BadHours(_("Say for each day from when to when you work, or that it is closed."))
    if any(day and not 0 <= day[0] < day[1] <= DAY for day in hours):
        raise BadHours(_("A day must close after it opens."))
    if not any(hours):
        raise BadHours(_("At least one day must be open."))
    if len(holidays) > MOST_HOLIDAYS:
        raise BadHours(_("These are too many holidays."))
