"""Web addresses of a text become short links, and the other way round: buttons of the composer."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from accounts.access import by
from accounts.models import Brand, User
from analytics import addresses
from analytics.selectors import links
from analytics.services import shortening
from calendar_app import rewriting
from calendar_app.rewriting import Rewriting


def register() -> None:
    """Called once at start-up."""
    rewriting.register(Rewriting("shorten-links", _("Shorten links"), "link", shortened, has_long))
    rewriting.register(
        Rewriting("lengthen-links", _("Back to the long links"), "undo-2", lengthened, has_short)
    )


def shortened(brand: Brand, texts: Sequence[str], person: User) -> list[str]:
    """Each text gets links of its own, so that clicks tell which text brought them."""
    return [shortening.shorten(brand, text, person=person, by=by(person))[0] for text in texts]


def lengthened(brand: Brand, texts: Sequence[str], person: User) -> list[str]:
    """Our short links of this brand become what they lead to; others stay."""
    codes = [code for text in texts for code in addresses.codes_in(text)]
    known = links.addresses(codes)
    return [_lengthened(text, known) for text in texts]


def has_long(text: str) -> bool:
    """Whether something in it could be shortened."""
    return shortening.would_shorten(text)


def has_short(text: str) -> bool:
    """Whether one of our short links is in it."""
    return bool(addresses.codes_in(text))


def _lengthened(text: str, known: dict[str, str]) -> str:
    for code in sorted(addresses.codes_in(text), key=len, reverse=True):
        if code in known:
            text = text.replace(addresses.address_of(code), known[code])
    return text
