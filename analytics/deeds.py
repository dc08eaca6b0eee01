"""What this room's events are called in the ledger."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from analytics import addresses
from analytics.models import ShareLink, ShortLink
from core import deeds
from core.deeds import Deed, Group, Named

NUMBERS = Group("numbers", _("Numbers"), 22)


def register() -> None:
    """Called once at start-up."""
    deeds.name("share", _shares)
    deeds.name("short", _links)
    deeds.register(
        Deed("analytics.share_made", _("%(who)s shared numbers by a link: %(name)s"), NUMBERS, "link"),
        Deed("analytics.share_revoked", _("%(who)s ended the shared link %(name)s"), NUMBERS, "link"),
        Deed("analytics.numbers_exported", _("%(who)s exported numbers as a file"), NUMBERS, "download"),
        Deed("analytics.link_shortened", _("%(who)s made a short link to %(address)s"), NUMBERS, "link"),
    )


def _shares(ids: Sequence[str]) -> Mapping[str, Named]:
    rows = ShareLink.objects.filter(pk__in=ids).values_list("pk", "name")
    return {str(key): Named(name) for key, name in rows}


def _links(ids: Sequence[str]) -> Mapping[str, Named]:
    rows = ShortLink.objects.filter(pk__in=ids).values_list("pk", "code")
    return {str(key): Named(addresses.address_of(code)) for key, code in rows}
