"""The room's tables."""

from __future__ import annotations

from connections.models.channel import Channel
from connections.models.credential import Credential
from connections.models.membership_channel import MembershipChannel

__all__ = ["Channel", "Credential", "MembershipChannel"]
