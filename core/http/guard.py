"""Where we may connect to: public addresses over https, and exactly the origins that the operator
allowed.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable

import httpx

from core.http.errors import Forbidden

_DEFAULT_PORTS = {"http": 80, "https": 443}
_GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")
_NEVER = tuple(
    ipaddress.ip_network(block)
    for block in (
        "192.0.0.0/24",  # protocol assignments
        "192.88.99.0/24",  # 6to4 relays
        "2001::/23",  # protocol assignments; Teredo carries an IPv4 address
        "2002::/16",  # 6to4 carries one too
        "3fff::/20",  # documentation; Python 3.11 does not know it yet
    )
)


def is_public(address: str) -> bool:
    """Whether a numeric address belongs to the open internet.

    IPv4 must be global unicast. IPv6 must be plain global unicast (2000::/3, so neither mapped,
    NAT64, unique-local, link-local nor multicast) and no tunnel that hides an IPv4 address. Source:
    the IANA special-purpose registries.
    """
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if not ip.is_global or ip.is_multicast or ip.is_reserved:
        return False
    if isinstance(ip, ipaddress.IPv6Address) and ip not in _GLOBAL_UNICAST:
        return False
    return not any(ip in block for block in _NEVER)


class Guard:
    """Decides about one address at a time; knows the exact origins that are let through."""

    def __init__(self, allow_origins: Iterable[str] = ()) -> None:
        self._origins = frozenset(_allowed_origin(text) for text in allow_origins)
        self._places = frozenset((host, port) for _, host, port in self._origins)

    def check_url(self, url: httpx.URL) -> None:
        """Refuse what can be refused before any name is looked up. Raises Forbidden."""
        if url.scheme not in _DEFAULT_PORTS or not url.host or url.userinfo:
            raise Forbidden("only plain http and https addresses")
        origin = _origin(url)
        if origin in self._origins:
            return
        if url.scheme != "https":
            raise Forbidden("only https addresses")
        if origin[2] not in (80, 443):
            raise Forbidden("only the usual ports")

    def public_only(self, host: str, port: int) -> bool:
        """Whether a connection to this place must end at a public address."""
        return (host.lower(), port) not in self._places


def _origin(url: httpx.URL) -> tuple[str, str, int]:
    port = url.port or _DEFAULT_PORTS.get(url.scheme, 0)
    return url.scheme, url.raw_host.decode("ascii").lower(), port


def _allowed_origin(text: str) -> tuple[str, str, int]:
    """An operator's origin, exact: `http://127.0.0.1:8081`. Raises ValueError for anything else."""
    try:
        url = httpx.URL(text.strip())
    except httpx.InvalidURL as error:
        raise ValueError(f"not an origin: {text!r}") from error
    extra = url.userinfo or url.query or url.fragment or url.path not in ("", "/")
    if url.scheme not in _DEFAULT_PORTS or not url.host or extra:
        raise ValueError(f"not an origin: {text!r}")
    return _origin(url)
