"""Saved replies: written once, filled with a conversation's names, counted when they are used."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models import Brand, User
from core import ledger
from core.errors import DomainError, Stale
from core.ledger import By
from core.text import clean
from inbox import variables
from inbox.models import Conversation, SavedReply
from inbox.variables import Filled

LONGEST = 4000


class BadSaved(DomainError):
    """The saved reply cannot be kept so."""

    code = "bad_saved_reply"


def create(
    brand: Brand, *, title: str, text: str, author: User | None, by: By, language: str = ""
) -> SavedReply:
    """A saved reply. Raises BadSaved for a title that is there already, and for names that nobody knows."""
    values = _values(title, text, language)
    try:
        with transaction.atomic():
            made: SavedReply = SavedReply.objects.create(
                organization_id=brand.organization_id, brand=brand, author=author, **values
            )
            _record("inbox.saved_reply_made", made, by)
    except IntegrityError:
        raise BadSaved(_("There is a saved reply with this title already. Choose another.")) from None
    return made


def change(saved: SavedReply, *, title: str, text: str, language: str, revision: int, by: By) -> SavedReply:
    """Other words. Raises BadSaved as `create`, Stale when somebody changed it since."""
    values = _values(title, text, language)
    try:
        with transaction.atomic():
            mine = SavedReply.objects.filter(pk=saved.pk, revision=revision)
            if not mine.update(revision=F("revision") + 1, changed_at=Now(), **values):
                raise Stale(_("Someone else changed this saved reply since you opened it. Look at it again."))
            saved.refresh_from_db()
            _record("inbox.saved_reply_changed", saved, by)
    except IntegrityError:
        raise BadSaved(_("There is a saved reply with this title already. Choose another.")) from None
    return saved


def delete(saved: SavedReply, *, by: By) -> None:
    """Gone."""
    with transaction.atomic():
        _record("inbox.saved_reply_deleted", saved, by)
        saved.delete()


def fill(saved: SavedReply, conversation: Conversation, agent: User | None) -> Filled:
    """Its text for this conversation, and what is missing in it. Asks nothing, changes nothing."""
    return variables.fill(saved.text, values_for(conversation, agent))


def values_for(conversation: Conversation, agent: User | None) -> dict[str, str]:
    """What each name means in a conversation; "" for what is not known."""
    return {
        "first_name": variables.first_name(conversation.customer_name),
        "name": conversation.customer_name,
        "handle": conversation.customer_handle,
        "brand": conversation.brand.name,
        "channel": conversation.channel.handle,
        "agent": variables.first_name(agent.name) if agent else "",
    }


def used(saved: SavedReply) -> None:
    """It was sent once more."""
    SavedReply.objects.filter(pk=saved.pk).update(used=F("used") + 1)


def _values(title: str, text: str, language: str) -> dict[str, str]:
    try:
        name, words = " ".join(clean(title).split()), clean(text).strip()
    except ValueError:
        raise BadSaved(_("The text holds a character that cannot be stored. Type it again.")) from None
    if not name or len(name) > 80:
        raise BadSaved(_("A saved reply needs a title of at most 80 characters."))
    if not words or len(words) > LONGEST:
        raise BadSaved(_("A saved reply needs a text of at most 4,000 characters."))
    unknown = variables.unknown(words)
    if unknown:
        sentence = _("Nobody knows {%(name)s}. These names can be used: %(names)s.")
        names = ", ".join(f"{{{one}}}" for one in variables.NAMES)
        raise BadSaved(sentence % {"name": unknown[0], "names": names})
    return {"title": name, "text": words, "language": language}


def _record(kind: str, saved: SavedReply, by: By) -> None:
    ledger.record(kind, f"brand:{saved.brand_id}", by=by, brand_id=saved.brand_id, title=saved.title)
