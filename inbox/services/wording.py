"""Whether words may go out as a reply: known before anybody sends them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from calendar_app.services.preflight import sentence
from connections import offered
from connections.models import Channel
from core.errors import DomainError
from core.text import clean
from inbox import variables
from networks.base import Draft
from networks.errors import Refused


class Unfit(DomainError):
    """The text cannot go out as it is."""

    code = "unfit"


def fit(channel: Channel, text: str) -> str:
    """The text as it is sent. Raises Unfit with what to do about it."""
    words = _clean(text)
    left = variables.left(words)
    if left:
        raise Unfit(_missing(left))
    try:
        findings = offered.adapter(channel.network).check(Draft(text=words))
    except Refused:
        raise Unfit(
            _("This channel’s network is not known here any more. Ask the people who run it.")
        ) from None
    if findings:
        raise Unfit(sentence(findings[0]))
    return words


def _clean(text: str) -> str:
    try:
        words = clean(text).strip()
    except ValueError:
        raise Unfit(_("The text holds a character that cannot be sent. Type it again.")) from None
    if not words:
        raise Unfit(_("Write something first."))
    return words


def _missing(names: tuple[str, ...]) -> str:
    said = ", ".join(str(variables.NAMES[name]) for name in names)
    return ngettext(
        "We do not know %(names)s. Fill in what stands in braces.",
        "We do not know these: %(names)s. Fill in what stands in braces.",
        len(names),
    ) % {"names": said}
