"""Choosing by which ways to hear of things."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from activity import kinds
from activity.kinds import MAIL, Kind
from activity.models import Preference
from activity.selectors.preferences import chosen
from activity.ways import ways
from core import ledger
from core.errors import DomainError
from core.ledger import By
from core.tenancy import scope


class NeedsAWay(DomainError):
    """A kind that is a must would reach her nowhere."""

    code = "needs_a_way"


@transaction.atomic
def choose(person: User, wanted: Mapping[str, frozenset[str]], *, by: By) -> int:
    """Keep the ways of these kinds, as far as they differ from what the kinds begin with; returns how many changed.

    Raises NeedsAWay, and keeps nothing, when a kind that is a must would be left without any.
    """
    for name, on in wanted.items():
        _refuse_none(kinds.named(name), on)
    before = chosen([person], wanted)
    changed = {name: on for name, on in wanted.items() if before[person.pk, name] != on & _known()}
    for name, on in changed.items():
        _write(person, name, on)
    if changed:
        ledger.record("activity.preferences_chosen", f"person:{person.pk}", by=by, kinds=sorted(changed))
    return len(changed)


def switch_mail(person: User, name: str, *, is_on: bool, by: By) -> None:
    """Mails of one kind on or off, "" for all kinds that are no must. A kind that is a must stays as it is.

    On again for all kinds means for those that begin with mails.
    """
    known = [name] if name else [kind.name for kind in kinds.known()]
    free = [one for one in known if not kinds.named(one).must]
    before = chosen([person], free)
    wanted = {one: before[person.pk, one] - {MAIL} for one in free}
    if is_on:
        again = {one: frozenset({MAIL}) if name else kinds.named(one).ways & {MAIL} for one in free}
        wanted = {one: wanted[one] | again[one] for one in free}
    choose(person, wanted, by=by)


def _known() -> frozenset[str]:
    return frozenset(way.key for way in ways())


def _refuse_none(kind: Kind, on: frozenset[str]) -> None:
    if kind.must and not on & _known():
        raise NeedsAWay(_("Keep at least one way for “%(kind)s”.") % {"kind": kind.choice})


def _write(person: User, name: str, on: frozenset[str]) -> None:
    usual, mine = kinds.named(name).ways, Preference.objects.filter(person=person, kind=name)
    differing = [way for way in _known() if (way in on) != (way in usual)]
    mine.exclude(way__in=differing).delete()
    Preference.objects.bulk_create(
        [
            Preference(
                organization_id=scope.required().organization_id,
                person=person,
                kind=name,
                way=way,
                is_on=way in on,
            )
            for way in differing
        ],
        update_conflicts=True,
        unique_fields=["organization", "person", "kind", "way"],
        update_fields=["is_on"],
    )
