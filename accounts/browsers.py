"""What a browser tells about itself, in words; and addresses without the part that names a household."""

from __future__ import annotations

import ipaddress

from django.utils.translation import gettext

BROWSERS = (
    ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser/", "Samsung Internet"), ("YaBrowser/", "Yandex Browser"),
    ("Firefox/", "Firefox"), ("FxiOS/", "Firefox"), ("CriOS/", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari"),
)  # fmt: skip
"""Words of a browser's description and its name; the first that fits, because many also claim to be others."""
SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("CrOS", "ChromeOS"),
    ("Mac OS X", "macOS"), ("Linux", "Linux"),
)  # fmt: skip
IPV6_PREFIX = 48


def name(described: str) -> str:
    """ "Chrome on Windows" from a User-Agent header; a sentence when it says nothing that we know."""
    browser = _first(BROWSERS, described)
    system = _first(SYSTEMS, described)
    if browser and system:
        return gettext("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or gettext("A device we do not know")


def masked(address: str) -> str:
    """203.0.113.7 → 203.0.113.*, 2001:db8:1:2::3 → 2001:db8:1:*; "" for what is no address."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return ""
    plain = found.ipv4_mapped if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped else found
    if isinstance(plain, ipaddress.IPv4Address):
        return f"{str(plain).rpartition('.')[0]}.*"
    groups = plain.exploded.split(":")[: IPV6_PREFIX // 16]
    return ":".join([*(group.lstrip("0") or "0" for group in groups), "*"])


def _first(known: tuple[tuple[str, str], ...], described: str) -> str:
    return next((shown for word, shown in known if word in described), "")
