"""Who is told of what happens in conversations; each once per cause."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from accounts.grants import Can
from accounts.models import User
from accounts.selectors.people import people_who
from activity.services import telling
from core.ledger import By
from inbox.models import Conversation, Note

GIVEN = "inbox.given"
MENTIONED = "inbox.mentioned"
SOON = "inbox.answer_soon"
LATE = "inbox.answer_late"
MOST_GIVEN = 5


def given(rows: Iterable[Conversation], to: User, by: By) -> None:
    """Conversations were given to a person; of many at once she hears of the first few."""
    for row in islice(rows, MOST_GIVEN):
        telling.tell(
            [to],
            GIVEN,
            subject=row.subject,
            cause=f"{row.revision}",
            brand=row.brand,
            facts={"who": by.name, **_facts(row)},
            mail=False,
        )


def mentioned(note: Note, row: Conversation, people: Iterable[User], by: By) -> None:
    """A note names people."""
    telling.tell(
        people,
        MENTIONED,
        subject=row.subject,
        cause=f"note:{note.pk}",
        brand=row.brand,
        facts={"who": by.name, "text": note.text[:200], **_facts(row)},
    )


def running_out(row: Conversation, *, is_late: bool) -> int:
    """The promised time to answer is nearly, or wholly, over: told once for each wait of the customer."""
    if row.brand.trashed_at is not None or row.first_unanswered_at is None:
        return 0
    return telling.tell(
        responsible(row),
        LATE if is_late else SOON,
        subject=row.subject,
        cause=f"{row.first_unanswered_at:%Y%m%dT%H%M%S%f}",
        brand=row.brand,
        facts={"due": row.answer_due_at.isoformat() if row.answer_due_at else "", **_facts(row)},
        mail=is_late,
    )


def responsible(row: Conversation) -> list[User]:
    """Whose it is; else everybody who may answer in the brand (of its team, where it was given to one)."""
    answering = people_who(Can.REPLY, row.brand)
    if row.assignee is not None and row.assignee.user in answering:
        return [row.assignee.user]
    if row.team is None:
        return answering
    members = set(row.team.members.values_list("membership__user_id", flat=True))
    return [person for person in answering if person.pk in members] or answering


def _facts(row: Conversation) -> dict[str, str]:
    return {"customer": row.customer, "preview": row.preview}
