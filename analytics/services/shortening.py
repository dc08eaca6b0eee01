"""Short links in texts: made when a text is written, counted when they are followed."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from urllib.parse import urlsplit

from django.db import transaction

from accounts.models import Brand, User
from analytics import addresses
from analytics.models import ShortLink
from analytics.models.short import LONGEST_ADDRESS
from core import doors, ledger
from core.doors import Door
from core.ledger import By

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without those that look alike."""
CODE_LENGTH = 8
ADDRESS = re.compile(r"https?://[^\s<>\"'{}|\\^`]+", re.IGNORECASE)
TRAILING = ".,;:!?…»”’'*_~"
BRACKETS = {")": "(", "]": "["}
MOST = 20
"""Addresses of one text."""


def shorten(brand: Brand, text: str, *, person: User, by: By) -> tuple[str, list[ShortLink]]:
    """The text with each web address replaced by a short link of its own, and the links; the same address the same link.

    Addresses that are short links of ours already stay, as do those that are shorter, broken or longer than 2,000 letters.
    """
    wanted = _addresses(text)
    if not wanted:
        return text, []
    with transaction.atomic():
        made = {address: _make(brand, address, person) for address in wanted}
        for link in made.values():
            ledger.record(
                "analytics.link_shortened", link.subject, by=by, brand_id=brand.pk, address=link.address
            )
    return _replaced(text, made), list(made.values())


def would_shorten(text: str) -> bool:
    """Whether `shorten` would change it; asks nobody."""
    return bool(_addresses(text))


def is_safe(address: str) -> bool:
    """Whether a short link may lead there: http or https, a host, no name or password in front of it, not ourselves."""
    try:
        parts = urlsplit(address)
        is_whole = parts.scheme.lower() in {"http", "https"} and bool(parts.hostname)
        return is_whole and parts.username is None and len(address) <= LONGEST_ADDRESS and parts.port != 0
    except ValueError:
        return False


def _addresses(text: str) -> list[str]:
    """Those to be replaced, each once, in order."""
    ours = addresses.address_of("")
    found = dict.fromkeys(_trimmed(match.group()) for match in ADDRESS.finditer(text))
    shortest = len(addresses.address_of("x" * CODE_LENGTH))
    fitting = [each for each in found if is_safe(each) and not each.startswith(ours) and len(each) > shortest]
    return fitting[:MOST]


def _trimmed(address: str) -> str:
    """Without what belongs to the sentence around it; a closing bracket stays if its opening one is inside."""
    while address and (address[-1] in TRAILING or _is_foreign_bracket(address)):
        address = address[:-1]
    return address


def _is_foreign_bracket(address: str) -> bool:
    last = address[-1]
    return last in BRACKETS and address.count(last) > address.count(BRACKETS[last])


def _make(brand: Brand, address: str, person: User) -> ShortLink:
    """Its code is its door's key: 8 letters of 31 are hard enough to guess, and nothing secret is behind them."""
    link = ShortLink(
        organization_id=brand.organization_id,
        brand=brand,
        code="".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH)),
        address=address,
        made_by=person,
    )
    link.full_clean(exclude=["organization", "brand", "made_by"], validate_constraints=False)
    link.save(force_insert=True)
    doors.put(Door.Kind.SHORT, link.code, organization_id=brand.organization_id, target=str(link.pk))
    return link


def _replaced(text: str, made: Mapping[str, ShortLink]) -> str:
    def short(match: re.Match[str]) -> str:
        address = _trimmed(match.group())
        link = made.get(address)
        return addresses.address_of(link.code) + match.group()[len(address) :] if link else match.group()

    return ADDRESS.sub(short, text)
