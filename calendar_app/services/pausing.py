"""Pausing publishing and going on: the hold, and word of it to those who may do the same."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import Access
from accounts.grants import Can
from accounts.models import Brand, Hold, TeamBrand, User
from accounts.selectors.holds import Pause, covering
from accounts.selectors.people import people_who_in
from accounts.services import holds
from accounts.services.holds import Target
from activity.services import telling
from calendar_app.models import Delivery
from calendar_app.selectors import pauses
from core.errors import NotAllowed


class StillPaused(NotAllowed):
    """Nothing goes out there while it is paused."""

    code = "still_paused"


def pause(target: Target, *, access: Access, reason: str = "") -> Pause:
    """Stop what would go out; what is paused already stays as it is. When this returns, nothing leaves any more.

    Raises PermissionDenied for who may not hold the target.
    """
    with transaction.atomic():
        hold = holds.place_hold(target, access=access, reason=reason)
        shown = pauses.of_hold(hold)
        _tell("publishing.paused", shown, besides=hold.started_by)
    return shown


def resume(hold: Hold, *, access: Access) -> Pause:
    """Let it go on from now. What came due meanwhile stays held until somebody decides about it."""
    with transaction.atomic():
        holds.end_hold(hold, access=access)
        shown = pauses.of_hold(hold)
        _tell("publishing.resumed", shown, besides=access.person, who=str(access.person))
    return shown


def refuse_paused(delivery: Delivery) -> None:
    """Raises StillPaused while a hold covers the delivery. The fence looks again; this is for the person."""
    first = covering(delivery.brand_id, delivery.channel_id).order_by("started_at").first()
    if first is not None:
        raise StillPaused(
            _("%(what)s End the pause first, then it can go out.") % {"what": pauses.of_hold(first).sentence}
        )


def _tell(kind: str, pause: Pause, *, besides: User | None, who: str = "") -> None:
    people = people_who_in(Can.HOLD, _brands(pause.hold))
    telling.tell(
        [person for person in people if besides is None or person.pk != besides.pk],
        kind,
        subject=f"hold:{pause.hold.pk}",
        cause="once",
        brand=pause.hold.brand,
        facts={
            "who": who or pause.who,
            "what": pause.kind,
            "name": pause.name,
            "reason": pause.hold.reason,
        },
    )


def _brands(hold: Hold) -> list[int]:
    if hold.brand_id:
        return [hold.brand_id]
    if hold.team_id:
        return list(TeamBrand.objects.filter(team=hold.team_id).values_list("brand_id", flat=True))
    return list(Brand.objects.values_list("pk", flat=True))
