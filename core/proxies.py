"""For whom a request comes: what `X-Forwarded-…` says is believed from listed proxies, and taken away in every case.

So nothing behind it (Django, sign-in limits, logs) can be told a false address or a false https by whoever asks.
Plain WSGI, without Django.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Iterable, Sequence
from typing import Any

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Environ = dict[str, Any]  # as WSGI defines it
Application = Callable[[Environ, Any], Iterable[bytes]]

TOLD = "HTTP_X_FORWARDED_FOR"
SCHEME = "HTTP_X_FORWARDED_PROTO"
SCHEMES = frozenset({"http", "https"})


def parse(words: Sequence[str]) -> list[Network]:
    """Addresses and networks. Raises ValueError with a sentence, also for those that would trust everybody."""
    found = [ipaddress.ip_network(word, strict=False) for word in words]
    if any(network.prefixlen == 0 for network in found):
        raise ValueError("a network of all addresses would let everybody say who asks")
    return found


class Forwarded:
    """Wraps an application: REMOTE_ADDR is the nearest address that is no listed proxy, the scheme the proxy's word."""

    def __init__(self, application: Application, proxies: Sequence[Network]) -> None:
        self._application = application
        self._proxies = tuple(proxies)

    def __call__(self, environ: Environ, start_response: Any) -> Iterable[bytes]:
        """The application's own answer."""
        if self._is_proxy(_address(environ.get("REMOTE_ADDR", ""))):
            self._believe(environ)
        for name in [name for name in environ if name.startswith(("HTTP_X_FORWARDED_", "HTTP_FORWARDED"))]:
            del environ[name]
        return self._application(environ, start_response)

    def _believe(self, environ: Environ) -> None:
        scheme = environ.get(SCHEME, "").strip().lower()
        if scheme in SCHEMES:
            environ["wsgi.url_scheme"] = scheme
        client = self._client(environ.get(TOLD, "").split(","))
        if client is not None:
            environ["REMOTE_ADDR"] = str(client)

    def _client(self, told: list[str]) -> Address | None:
        """From the right: each proxy adds who asked it; what stands left of the first stranger is his own claim."""
        for word in reversed(told):
            address = _address(word)
            if address is None or not self._is_proxy(address):
                return address
        return None

    def _is_proxy(self, address: Address | None) -> bool:
        return address is not None and any(address in network for network in self._proxies)


def _address(word: str) -> Address | None:
    """None for what is none; `::ffff:10.0.0.1` is 10.0.0.1, as a server that listens to both kinds sees it."""
    try:
        found = ipaddress.ip_address(word.strip())
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found
