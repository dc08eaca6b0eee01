"""Limiting members to channels."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from accounts.access import Access
from accounts.models import Membership
from accounts.services import members
from connections.models import Channel, MembershipChannel
from connections.selectors import reachable
from core import ledger
from core.errors import NotAllowed
from core.ledger import By

Limits = Mapping[int, Collection[UUID] | None]
"""Channels by brand; None: all of the brand. Brands that are not in it stay as they are."""


def limit(member: Membership, limits: Limits, *, access: Access) -> None:
    """From now on she uses these channels in these brands. Channels that are not there are left out.

    Raises NotAllowed when the giver may not change her, or is limited to other channels herself.
    """
    with members.changing(member, access, "channels") as (row, giver):
        _refuse_wider(giver, limits)
        mine = MembershipChannel.objects.filter(membership=row, brand__in=limits)
        mine.delete()
        wanted = {pk for chosen in limits.values() for pk in chosen or ()}
        known = Channel.objects.filter(pk__in=wanted).values_list("pk", "brand_id")
        MembershipChannel.objects.bulk_create(
            MembershipChannel(
                organization_id=row.organization_id, brand_id=brand_id, membership=row, channel_id=pk
            )
            for pk, brand_id in known
            if pk in (limits.get(brand_id) or ())
        )
        counts = {str(pk): None if chosen is None else len(chosen) for pk, chosen in limits.items()}
        ledger.record(
            "connections.member_limited", row.subject, by=access.by, who=str(row.user), channels=counts
        )


def _refuse_wider(giver: Membership, limits: Limits) -> None:
    own = reachable.limits_of(giver)
    for brand_id, chosen in limits.items():
        if brand_id in own and (chosen is None or not own[brand_id].issuperset(chosen)):
            raise NotAllowed(
                _("You can only give the channels that you may use yourself."), code="wider_than_own"
            )


def keep_own(channel: Channel, by: By) -> None:
    """Whoever is limited to channels of a brand may use the one that she connected herself."""
    if by.person_id is None:
        return
    rows = MembershipChannel.objects.filter(membership__user_id=by.person_id, brand_id=channel.brand_id)
    membership_id = rows.values_list("membership_id", flat=True).first()
    if membership_id is not None:
        MembershipChannel.objects.get_or_create(
            organization_id=channel.organization_id,
            brand_id=channel.brand_id,
            membership_id=membership_id,
            channel=channel,
        )
