"""A stricter rule for replies: what waits by a yes that it does not give any more is held, and people are asked."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from accounts.grants import Can
from accounts.models import Brand
from accounts.models.organization import ReplyApproval
from accounts.selectors.people import people_who
from core import ledger
from core.errors import DomainError
from core.ledger import SYSTEM, By
from core.outbox.clearance import Clearance
from core.outbox.states import CLEARED, State
from inbox.models import Reply
from inbox.services import asking, gate, replying

Kind = Clearance.Kind
WANTED = "approval_wanted"
"""The problem of what a new rule holds."""
ENDED = {ReplyApproval.OTHERS: (Kind.EXEMPT,), ReplyApproval.ALL: (Kind.EXEMPT, Kind.RULE)}
"""The yeses that a rule takes back; none by the rule that nobody's replies need one."""


def rule_changed(brand: Brand, wanted: ReplyApproval, *, by: By) -> int:
    """Returns how many replies are held by it. Runs in the transaction that changed the rule.

    What is going out right now is not stopped. What was held stays held when the rule is lifted.
    """
    kinds = ENDED.get(wanted, ())
    if not kinds:
        return 0
    waiting = Reply.objects.filter(brand=brand, state=State.WAITING, clearance__kind__in=kinds)
    approvers = {person.pk for person in people_who(Can.APPROVE, brand)}
    held = sum(_hold(row, kinds, approves=row.author_id in approvers, by=by) for row in _in_order(waiting))
    _withdraw(brand, kinds)
    return held


def _in_order(rows: QuerySet[Reply]) -> QuerySet[Reply]:
    return rows.order_by("conversation_id", "id")


def _hold(found: Reply, kinds: Collection[Kind], *, approves: bool, by: By) -> bool:
    """One that the new rule lets out as it is waits on by that rule."""
    row = replying.locked(found)
    if row.state != State.WAITING or row.clearance is None or row.clearance.kind not in kinds:
        return False
    yes = gate.cleared(row, approves=approves)
    if yes is not None:
        Reply.objects.filter(pk=row.pk, state=State.WAITING).update(clearance=yes)
        return False
    replying.hold(row, Reply.Held.APPROVAL, WANTED)
    ledger.record("inbox.reply_held", f"reply:{row.pk}", by=by, brand_id=row.brand_id, code=WANTED)
    try:
        with transaction.atomic():
            asking.submit(row, by=SYSTEM)
    except DomainError:  # nobody can be asked: it needs another answer, or other people
        replying.hold(row, Reply.Held.WITHDRAWN, WANTED)
    return True


def _withdraw(brand: Brand, kinds: Collection[Kind]) -> None:
    """No such yes is left behind, but for what is going out right now."""
    leaving = Reply.objects.filter(clearance=OuterRef("pk"), state__in=CLEARED)
    mine = Clearance.objects.filter(brand=brand, covers=Clearance.Covers.REPLY, kind__in=kinds, live=True)
    mine.exclude(Exists(leaving)).update(live=False)
