"""The room's tables."""

from __future__ import annotations

from accounts.models.api_key import ApiCall, ApiKey
from accounts.models.hold import Hold
from accounts.models.invitation import Invitation
from accounts.models.organization import Brand, BrandPolicy, Organization, ReplyApproval
from accounts.models.ownership import OwnershipOffer
from accounts.models.people import Membership, MembershipBrand, Team, TeamBrand, TeamMember
from accounts.models.session import Session, Tries
from accounts.models.user import User

__all__ = [
    "ApiCall",
    "ApiKey",
    "Brand",
    "BrandPolicy",
    "Hold",
    "Invitation",
    "Membership",
    "MembershipBrand",
    "Organization",
    "OwnershipOffer",
    "ReplyApproval",
    "Session",
    "Team",
    "TeamBrand",
    "TeamMember",
    "Tries",
    "User",
]
