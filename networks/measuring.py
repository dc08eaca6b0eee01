"""What a network tells about what came of posts and accounts. What it does not tell is None, never 0."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from networks.base import Account, Network


@dataclass(frozen=True, slots=True)
class PostFigures:
    """Totals since a post was published, as the network counts now."""

    views: int | None = None
    reach: int | None = None
    likes: int | None = None
    comments: int | None = None
    shares: int | None = None
    saves: int | None = None
    clicks: int | None = None
    video_views: int | None = None


@dataclass(frozen=True, slots=True)
class AccountFigures:
    """Totals of an account, as the network counts now; `views`, `reach` and `profile_visits` of its last whole day."""

    followers: int | None = None
    following: int | None = None
    posts: int | None = None
    views: int | None = None
    reach: int | None = None
    profile_visits: int | None = None


@runtime_checkable
class Measures(Network, Protocol):
    """A network that counts."""

    told_of_posts: frozenset[str]
    """Names of the fields of PostFigures that this network ever tells."""
    told_of_accounts: frozenset[str]
    """Names of the fields of AccountFigures that this network ever tells."""
    posts_at_once: int
    """How many posts one question may name."""

    def post_figures(self, account: Account, remote_ids: Sequence[str]) -> Mapping[str, PostFigures]:
        """Figures by remote id; a post that the network does not know any more is missing. Raises Busy, Reconnect."""

    def account_figures(self, account: Account) -> AccountFigures:
        """The account's own figures. Raises Busy, Reconnect."""
