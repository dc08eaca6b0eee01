"""What the sandbox counts: all of it but clicks, saves and watched videos."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from networks import sandbox_calls as calls
from networks import wire
from networks.base import Account
from networks.errors import Busy
from networks.measuring import AccountFigures, PostFigures

OF_POSTS = frozenset({"views", "reach", "likes", "comments", "shares"})
OF_ACCOUNTS = frozenset({"followers", "following", "posts", "views", "reach", "profile_visits"})


def post_figures(account: Account, remote_ids: Sequence[str]) -> Mapping[str, PostFigures]:
    """Figures by remote id; what the server does not know is missing. Raises Busy, Reconnect."""
    if not remote_ids:
        return {}
    call = wire.Call("GET", calls.api(account.origin, "figures"))
    asked = {"ids": ",".join(remote_ids)}
    found = calls.figures(call, headers=calls.bearer(account), params=asked).get("posts")
    if not isinstance(found, dict):
        raise Busy("unreadable_answer", "no figures in the answer")
    names = {name: name for name in OF_POSTS}
    return {each: PostFigures(**wire.counts(found[each], names)) for each in remote_ids if each in found}


def account_figures(account: Account) -> AccountFigures:
    """The account's own figures. Raises Busy, Reconnect."""
    call = wire.Call("GET", calls.api(account.origin, "figures/me"))
    found = calls.figures(call, headers=calls.bearer(account))
    if found.get("id") != account.remote_id:
        raise Busy("unreadable_answer", "no figures of this account in the answer")
    return AccountFigures(**wire.counts(found.get("figures"), {name: name for name in OF_ACCOUNTS}))
