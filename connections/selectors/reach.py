"""Which organizations a network reaches: asked across the wall, without anything of theirs."""

from __future__ import annotations

from connections.models import Channel
from connections.models.channel import Health
from core.tenancy.crossing import crossing


def organizations_on(network: str) -> list[int]:
    """The ids of all organizations with a healthy channel on a network. Not inside a transaction."""
    with crossing("trouble: which organizations are to hear that a network fails"):
        rows = Channel._base_manager.filter(network=network, state=Health.HEALTHY)
        return list(rows.order_by("organization_id").values_list("organization_id", flat=True).distinct())
