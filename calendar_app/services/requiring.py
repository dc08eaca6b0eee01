"""Asking for approval of everything a brand sends, or no longer: what was let out without one is taken back first."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import Brand
from accounts.services import policies
from calendar_app.models import Delivery
from core import ledger
from core.ledger import By
from core.outbox.clearance import Clearance
from core.outbox.states import CLEARED, OUTGOING, State


def require_approval(brand: Brand, *, required: bool, was: bool, by: By) -> int:
    """Returns how many scheduled deliveries are held by it: all that have no other yes than that none was needed.

    What is going out right now is not stopped. What is held stays held when approval is no longer asked for.
    Raises Stale when the rule is not `was` any more.
    """
    with transaction.atomic():
        policies.set_approval(brand, required=required, was=was, by=by)
        return _take_back(brand, by) if required else 0


def scheduled_without(brand: Brand) -> int:
    """How many scheduled deliveries have no other yes than that none was needed."""
    return _waiting(brand).count()


def _waiting(brand: Brand) -> QuerySet[Delivery]:
    rows: QuerySet[Delivery] = Delivery.objects.filter(brand=brand, state=State.WAITING)
    return rows.filter(clearance__kind=Clearance.Kind.EXEMPT)


def _take_back(brand: Brand, by: By) -> int:
    rows = list(_waiting(brand).select_for_update(of=("self",)).order_by("channel_id", "pk"))
    for row in rows:
        OUTGOING.advance(
            row, "hold", held_reason=Delivery.Held.WITHDRAWN, problem="approval_wanted", due_at=None
        )
        facts = {"delivery": str(row.pk), "code": "approval_wanted"}
        ledger.record("calendar_app.delivery_held", f"post:{row.post_id}", by=by, brand_id=brand.pk, **facts)
    leaving = Delivery.objects.filter(clearance=OuterRef("pk"), state__in=CLEARED)
    exempt = Clearance.objects.filter(brand=brand, kind=Clearance.Kind.EXEMPT, live=True)
    exempt.exclude(Exists(leaving)).update(live=False)
    return len(rows)
