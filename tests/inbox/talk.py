"""Conversations for tests: what a network tells, taken in as the product does it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from accounts.models import BrandPolicy
from accounts.models.organization import ReplyApproval
from connections.models import Channel
from core import clock
from core.outbox import serving
from inbox.models import Conversation, Reply, SlaPolicy
from inbox.services import ingest, replying
from networks.base import Identity
from networks.conversing import Heard, Said, Spot
from tests.calendar_app.posts import actor
from tests.world import Place

LEYLA = Identity("leyla", "leyla.h", "Leyla Həsənova", "https://example.com/leyla")
MERT = Identity("mert", "mert.d", "Mert Demir", "https://example.com/mert")
POST = Spot("our-post", "stamp-of-post")
MONDAY = datetime(2027, 3, 1, 9, tzinfo=UTC)


def comment(number: int = 1, text: str = "Salam", *, by: Identity = LEYLA, **changes: Any) -> Heard:
    """A comment under our post."""
    said = Heard(
        spot=Spot(f"m{number}", f"stamp-{number}"),
        kind=Said.COMMENT,
        author=by,
        text=text,
        said_at=MONDAY + timedelta(minutes=number),
        url=f"https://example.com/m{number}",
        thread=POST,
        parent=POST,
    )
    return replace(said, **changes)


def ours(number: int, to: int, text: str = "Buyurun", **changes: Any) -> Heard:
    """What our account answered at the network itself."""
    us = Identity("kehreba", "kehreba", "Kəhrəba", "https://example.com/kehreba")
    said = comment(number, text, by=us, kind=Said.REPLY, is_own=True, parent=Spot(f"m{to}"))
    return replace(said, **changes)


def heard(channel: Channel, *messages: Heard, is_history: bool = False) -> Conversation:
    """Take messages in; the conversation of the last of the customer's."""
    ingest.take_in(channel, messages, is_history=is_history)
    customer = next(one.author for one in reversed(messages) if not one.is_own)
    return Conversation.objects.get(channel=channel, customer_id=customer.remote_id)


def now(number: int = 1, text: str = "Salam", **changes: Any) -> Heard:
    """A comment of just now."""
    return comment(number, text, **{"said_at": clock.now(), **changes})


def approval(place: Place, wanted: ReplyApproval) -> None:
    """Whose replies need a yes in the brand."""
    BrandPolicy.objects.filter(brand=place.brand).update(reply_approval=wanted)


def promise(place: Place, minutes: int = 60, **fields: Any) -> SlaPolicy:
    """The brand promises an answer within these minutes, day and night."""
    made: SlaPolicy = SlaPolicy.objects.create(
        organization=place.organization, brand=place.brand, first_answer_minutes=minutes, **fields
    )
    return made


def reply(place: Place, row: Conversation, text: str = "Buyurun!", *, approves: bool = False) -> Reply:
    """The editor answers what she sees now."""
    row.refresh_from_db()
    return replying.send(
        row, text, seen=row.revision, author=place.editor, by=actor(place), approves=approves
    )


def make_due(reply: Reply) -> None:
    """Its time to be undone is over: the row moves, the clock does not."""
    Reply.objects.filter(pk=reply.pk).update(due_at=clock.now() - timedelta(seconds=1))


def serve() -> None:
    """Everything that is due in channels' lanes."""
    serving.drain(["channel"])
