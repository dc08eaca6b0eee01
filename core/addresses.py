"""Addresses as logs may show them: parts that are secrets are replaced by their names."""

from __future__ import annotations

import re

from django.http import HttpRequest
from django.urls import ResolverMatch

PLAIN = frozenset(
    {"brand", "organization", "network", "channel", "post", "delivery", "version", "asset"}
    | {"invitation_id", "membership", "notice", "month", "day", "date", "week", "year", "number", "page"}
)
"""Parts of addresses that say nothing secret. Every other part is masked, so a new one is safe until it is listed."""
LONGEST = 20
"""Letters of a part of an address that nobody knows: a secret is longer."""

_GROUP = re.compile(r"\(\?P<(\w+)>(?:[^()\\]|\\.|\([^()]*\))*\)")
_CONVERTED = re.compile(r"<\w+:(\w+)>")


def shown(request: HttpRequest) -> str:
    """The path of a request for the log; with secrets in it the pattern of its route. Never with its query."""
    match: ResolverMatch | None = request.resolver_match
    if match is None:
        return "/".join(part if len(part) < LONGEST else "…" for part in request.path.split("/"))
    if not match.args and set(match.kwargs) <= PLAIN:
        return request.path
    return "/" + _CONVERTED.sub(r"<\1>", _GROUP.sub(r"<\1>", match.route)).replace("^", "").replace("$", "")
