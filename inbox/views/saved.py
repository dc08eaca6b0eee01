"""Saved replies as they are offered beside a conversation: filled in for its customer, with what is missing named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import ngettext

from inbox import variables
from inbox.models import Conversation, SavedReply
from inbox.variables import NAMES

MOST = 200
"""Saved replies that are offered at once."""


@dataclass(frozen=True, slots=True)
class Offer:
    """One saved reply for this conversation. `missing` names what must be filled in by hand; `url` puts it in without a script."""

    id: int
    title: str
    filled: str
    missing: str
    used: int
    used_words: str
    url: str


def offers(conversation: Conversation, *, agent: str, query: str) -> list[Offer]:
    """The brand's saved replies, those used most first. One query."""
    values = values_of(conversation, agent)
    page = reverse("inbox:conversation", args=[conversation.brand.slug, conversation.pk])
    rows = SavedReply.objects.order_by("-used", "title")[:MOST]
    return [_offer(row, values, page, query) for row in rows]


def values_of(conversation: Conversation, agent: str) -> Mapping[str, str]:
    """What the names in a saved reply stand for here."""
    return {
        "first_name": variables.first_name(conversation.customer_name),
        "name": conversation.customer_name,
        "handle": f"@{conversation.customer_handle}" if conversation.customer_handle else "",
        "brand": conversation.brand.name,
        "channel": f"@{conversation.channel.handle}",
        "agent": variables.first_name(agent),
    }


def missing_words(names: Sequence[str]) -> str:
    """`The customer’s name is missing`: what somebody must type before it can go out; "" for nothing."""
    if not names:
        return ""
    known = ", ".join(str(NAMES.get(name, name)) for name in names)
    words = ngettext("Still to fill in: %(names)s", "Still to fill in: %(names)s", len(names))
    return words % {"names": known}


def _offer(row: SavedReply, values: Mapping[str, str], page: str, query: str) -> Offer:
    filled = variables.fill(row.text, values)
    used = ngettext("used %(number)d time", "used %(number)d times", row.used) % {"number": row.used}
    return Offer(
        id=row.pk,
        title=row.title,
        filled=filled.text,
        missing=missing_words(filled.missing),
        used=row.used,
        used_words=used,
        url=f"{page}{query}{'&' if query else '?'}{urlencode({'use': row.pk})}#box",
    )


