"""Which channels a member may use: all of a brand, or those that she is limited to there."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q

from accounts.models import Membership
from connections.models import Channel, MembershipChannel
from core.ledger import By


def by_member(membership: Membership) -> Q:
    """For filtering channels: those that she may use."""
    mine = MembershipChannel.objects.filter(membership=membership)
    limited = Exists(mine.filter(brand=OuterRef("brand_id")))
    return ~Q(limited) | Q(Exists(mine.filter(channel=OuterRef("pk"))))


def limits_of(membership: Membership) -> dict[int, set[UUID]]:
    """The channels that she is limited to, by brand; brands without a limit are not in it."""
    found: dict[int, set[UUID]] = {}
    rows = MembershipChannel.objects.filter(membership=membership)
    for brand_id, channel_id in rows.values_list("brand_id", "channel_id"):
        found.setdefault(brand_id, set()).add(channel_id)
    return found


def beyond(channel_ids: Iterable[UUID], by: By) -> set[UUID]:
    """Those of the channels that the actor may not use. Only people have limits. At most two queries."""
    wanted = set(channel_ids)
    if by.person_id is None or not wanted:
        return set()
    rows = MembershipChannel.objects.filter(membership__user_id=by.person_id)
    limits: dict[int, set[UUID]] = {}
    for brand_id, channel_id in rows.values_list("brand_id", "channel_id"):
        limits.setdefault(brand_id, set()).add(channel_id)
    if not limits:
        return set()
    asked = Channel.objects.filter(pk__in=wanted, brand__in=limits)
    return {pk for pk, brand_id in asked.values_list("pk", "brand_id") if pk not in limits[brand_id]}


def refuse_beyond(channel_ids: Iterable[UUID], by: By) -> None:
    """Raise PermissionDenied when the actor may not use one of the channels."""
    if beyond(channel_ids, by):
        raise PermissionDenied
