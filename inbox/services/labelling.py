"""A brand's labels, and which conversations have them."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models import Brand
from core import ledger
from core.errors import DomainError
from core.ledger import By
from core.text import clean, fold
from inbox.models import Conversation, ConversationLabel, Label
from inbox.services import handling
from inbox.services.handling import Handled


class BadLabel(DomainError):
    """The label cannot be called so."""

    code = "bad_label"


def create(brand: Brand, name: str, *, by: By, tone: int = 0) -> Label:
    """A label; one of the same name (whatever case) is returned as it is. Raises BadLabel for no or too long a name."""
    words = _name(name)
    with transaction.atomic():
        label, is_new = Label.objects.get_or_create(
            organization_id=brand.organization_id,
            brand=brand,
            key=fold(words),
            defaults={"name": words, "tone": tone},
        )
        if is_new:
            ledger.record("inbox.label_made", f"brand:{brand.pk}", by=by, brand_id=brand.pk, label=label.name)
    return label


def delete(label: Label, *, by: By) -> None:
    """Gone, from all conversations."""
    with transaction.atomic():
        facts = {"label": label.name}
        ledger.record(
            "inbox.label_deleted", f"brand:{label.brand_id}", by=by, brand_id=label.brand_id, **facts
        )
        label.delete()


def add(ids: Collection[UUID], label: Label, *, by: By) -> Handled:
    """Put a label on conversations; those that have it keep it."""
    with transaction.atomic():
        rows, refused = handling.reachable_of(ids, by)
        made = [_link(row, label) for row in rows]
        ConversationLabel.objects.bulk_create(made, ignore_conflicts=True)
        _touch(rows, "inbox.conversation_labelled", label, by)
    return Handled(tuple(row.pk for row in rows), refused)


def remove(ids: Collection[UUID], label: Label, *, by: By) -> Handled:
    """Take a label off conversations."""
    with transaction.atomic():
        rows, refused = handling.reachable_of(ids, by)
        ConversationLabel.objects.filter(conversation__in=rows, label=label).delete()
        _touch(rows, "inbox.conversation_unlabelled", label, by)
    return Handled(tuple(row.pk for row in rows), refused)


def _link(row: Conversation, label: Label) -> ConversationLabel:
    return ConversationLabel(
        organization_id=row.organization_id, brand_id=row.brand_id, conversation=row, label=label
    )


def _touch(rows: list[Conversation], kind: str, label: Label, by: By) -> None:
    ids = [row.pk for row in rows]
    Conversation.objects.filter(pk__in=ids).update(revision=F("revision") + 1, changed_at=Now())
    for row in rows:
        ledger.record(kind, row.subject, by=by, brand_id=row.brand_id, label=label.name)


def _name(name: str) -> str:
    try:
        words = " ".join(clean(name).split())
    except ValueError:
        words = ""
    if not words or len(words) > 40:
        raise BadLabel(_("A label needs a name of at most 40 characters."))
    return words
