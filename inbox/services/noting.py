"""Notes for colleagues. They never leave."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.grants import Can
from accounts.models import User
from accounts.selectors.people import people_who
from core import ledger
from core.errors import DomainError
from core.ledger import By
from core.text import clean
from inbox.models import Conversation, Note
from inbox.services import telling

LONGEST = 4000


class BadNote(DomainError):
    """The note cannot be written so."""

    code = "bad_note"


def add(
    conversation: Conversation, text: str, *, author: User | None, by: By, mentions: Collection[int] = ()
) -> Note:
    """A note; those of `mentions` (ids of people) who may see the brand are told. Raises BadNote for no or endless text."""
    words = _words(text)
    with transaction.atomic():
        known = {person.pk: person for person in people_who(Can.VIEW, conversation.brand)} if mentions else {}
        named = [known[number] for number in sorted(set(mentions)) if number in known]
        note: Note = Note.objects.create(
            organization_id=conversation.organization_id,
            brand_id=conversation.brand_id,
            conversation=conversation,
            author=author,
            text=words,
            mentions=[person.pk for person in named],
        )
        rows = Conversation.objects.filter(pk=conversation.pk)
        rows.update(revision=F("revision") + 1, changed_at=Now())
        ledger.record(
            "inbox.note_written", conversation.subject, by=by, brand_id=conversation.brand_id, note=note.pk
        )
        telling.mentioned(note, conversation, [one for one in named if one != author], by)
    return note


def _words(text: str) -> str:
    try:
        words = clean(text).strip()
    except ValueError:
        raise BadNote(_("The note holds a character that cannot be stored. Type it again.")) from None
    if not words:
        raise BadNote(_("Write something first."))
    if len(words) > LONGEST:
        raise BadNote(_("A note has room for 4,000 characters. Make it shorter."))
    return words
