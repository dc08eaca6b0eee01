"""What Bluesky counts: likes, answers, reposts with quotes, bookmarks; followers. It tells no views and no clicks.

Source: the lexicons app.bsky.feed.getPosts and app.bsky.actor.getProfile.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from networks import bluesky_calls as calls
from networks import wire
from networks.base import Account
from networks.errors import Busy, Refused
from networks.measuring import AccountFigures, PostFigures

OF_POSTS = frozenset({"likes", "comments", "shares", "saves"})
OF_ACCOUNTS = frozenset({"followers", "following", "posts"})
AT_ONCE = 25
_POST = {"likeCount": "likes", "replyCount": "comments", "bookmarkCount": "saves"}
_SHARES = {"repostCount": "reposts", "quoteCount": "quotes"}
_ACCOUNT = {"followersCount": "followers", "followsCount": "following", "postsCount": "posts"}


def post_figures(account: Account, remote_ids: Sequence[str]) -> Mapping[str, PostFigures]:
    """Figures by address of the post; what the network does not know is missing. Raises Busy, Reconnect."""
    if not remote_ids:
        return {}
    found = _ask(account, "app.bsky.feed.getPosts", {"uris": list(remote_ids)})
    posts = found.get("posts")
    if not isinstance(posts, list) or not all(isinstance(each, dict) for each in posts):
        raise Busy("unreadable_answer", "no posts in the answer")
    told = {wire.text_of(each, "uri", 3000): each for each in posts}
    return {uri: _of_post(told[uri]) for uri in remote_ids if uri in told}


def _of_post(found: Mapping[str, object]) -> PostFigures:
    shares = wire.counts(found, _SHARES)
    figures = wire.counts(found, _POST)
    return PostFigures(**figures, shares=sum(shares.values()) if "reposts" in shares else None)


def account_figures(account: Account) -> AccountFigures:
    """The account's own figures. Raises Busy, Reconnect."""
    found = _ask(account, "app.bsky.actor.getProfile", {"actor": account.remote_id})
    if found.get("did") != account.remote_id:
        raise Busy("unreadable_answer", "no figures of this account in the answer")
    return AccountFigures(**wire.counts(found, _ACCOUNT))


def _ask(account: Account, name: str, asked: Mapping[str, str | list[str]]) -> Mapping[str, object]:
    """A clean no says nothing that a person could change: it is asked again later."""
    call = calls.xrpc("GET", account.origin, name)
    try:
        return calls.ask(call, headers=calls.bearer(account), params=asked)
    except Refused as error:
        raise Busy("server_trouble", error.detail) from error
