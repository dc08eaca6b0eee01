"""What is asked when somebody's membership ends."""

from __future__ import annotations

from typing import Any

from accounts import leaving
from accounts.leaving import Belongings
from accounts.models import Membership
from accounts.selectors import directory
from accounts.team_forms import LeavingForm
from core.tenancy import scope


def form_for(member: Membership, data: Any = None) -> LeavingForm:
    """One question for each kind of things that she leaves behind, over all brands; none when there is nothing."""
    people = [one for one in directory.active() if one.pk != member.pk]
    return LeavingForm(data, left=_left(member), people=people)


def heir(form: LeavingForm) -> Membership | None:
    """Who takes over, by a valid form."""
    chosen = form.cleaned_data.get("heir")
    found: Membership | None = (
        Membership.objects.select_related("user").filter(pk=chosen).first() if chosen else None
    )
    return found


def _left(member: Membership) -> list[tuple[Belongings, int]]:
    with scope.enter(member.organization_id):
        counted = [(kind, kind.count(member.user)) for kind in leaving.kinds()]
    return [(kind, number) for kind, number in counted if number]
