"""What has been in the trash for too long goes for good, organization by organization."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping

from django.db import transaction

from accounts.services import brands
from calendar_app.services import trashing
from core.doors import Door
from core.errors import NotAllowed
from core.tenancy import scope
from inbox.services import tidying
from smm.erasing import erase_brand

log = logging.getLogger(__name__)

Pruner = Callable[[bool], int]
"""Lets go what is over in the open organization, or only counts it when told so; returns how much."""


def prune(*, dry_run: bool = False) -> dict[str, int]:
    """How much of each kind went (or would go) in all organizations. May be asked again at any time."""
    gone = dict.fromkeys(PRUNERS, 0)
    for organization_id in _organizations():
        with scope.enter(organization_id):
            for kind, pruner in PRUNERS.items():
                gone[kind] += pruner(dry_run)
    if any(gone.values()):
        log.info("pruned", extra={**gone, "dry_run": dry_run})
    return gone


def _organizations() -> list[int]:
    """All that have an address; doors are found without a tenant."""
    doors = Door.objects.filter(kind=Door.Kind.ORGANIZATION, revoked_at=None)
    return sorted(set(doors.values_list("organization_id", flat=True)))


def _posts(dry_run: bool) -> int:
    return trashing.prune(dry_run=dry_run)


def _brands(dry_run: bool) -> int:
    found = brands.over()
    if dry_run:
        return found.count()
    return sum(_erased(number) for number in found.values_list("pk", flat=True))


def _erased(number: int) -> bool:
    """False when somebody brought the brand back meanwhile, or something of it is still on its way."""
    with transaction.atomic():
        brand = brands.over().select_for_update().filter(pk=number).first()
        if brand is None:
            return False
        try:
            erase_brand(brand)
        except NotAllowed:
            return False
    return True


def _inbox(dry_run: bool) -> int:
    return tidying.tidy(dry_run=dry_run)


PRUNERS: Mapping[str, Pruner] = {"posts": _posts, "brands": _brands, "inbox": _inbox}
