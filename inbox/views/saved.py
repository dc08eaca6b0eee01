"""Saved replies as they are offered beside a conversation: filled in for its customer, with what is missing named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from inbox import variables
from inbox.models import Conversation, SavedReply
from inbox.selectors import saved
from inbox.services import saving
from inbox.variables import NAMES


@dataclass(frozen=True, slots=True)
class Offer:
    """One saved reply for this conversation. `missing`: what somebody must fill in; `url` puts it in without a script."""

    id: int
    title: str
    filled: str
    missing: str
    used: int
    used_words: str
    url: str


def offers(conversation: Conversation, *, agent: User, query: str) -> list[Offer]:
    """The brand's saved replies, those used most first. One query."""
    values = saving.values_for(conversation, agent)
    page = reverse("inbox:conversation", args=[conversation.brand.slug, conversation.pk])
    return [
        _offer(row, values, f"{page}{query}{'&' if query else '?'}")
        for row in saved.saved(conversation.brand)
    ]


def missing_words(names: Sequence[str]) -> str:
    """What must be filled in by hand before it can go out; "" for nothing."""
    if not names:
        return ""
    known = ", ".join(str(NAMES.get(name, name)) for name in names)
    return _("Still to fill in: %(names)s") % {"names": known}


def _offer(row: SavedReply, values: Mapping[str, str], page: str) -> Offer:
    filled = variables.fill(row.text, values)
    return Offer(
        id=row.pk,
        title=row.title,
        filled=filled.text,
        missing=missing_words(filled.missing),
        used=row.used,
        used_words=ngettext("used %(number)d time", "used %(number)d times", row.used) % {"number": row.used},
        url=f"{page}{urlencode({'use': row.pk})}#box",
    )
