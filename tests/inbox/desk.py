"""Hands for the tests of the inbox's pages: conversations, messages and people in front of them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from accounts.models import BrandPolicy
from accounts.models.organization import ReplyApproval
from connections.models import Channel
from core import clock
from core.tenancy import scope
from inbox.models import Conversation, Message, Reply
from tests.calendar_app import pages, posts
from tests.calendar_app.posts import inside
from tests.world import Place

HTMX = {"HX-Request": "true"}


def channel(place: Place) -> Channel:
    """A channel of the brand, which wants no approval of answers."""
    with inside(place):
        BrandPolicy.objects.filter(brand=place.brand).update(reply_approval=ReplyApproval.NONE)
        return posts.channel(place)


def conversation(
    place: Place, channel: Channel, *texts: str, number: int = 1, name: str = "Leyla Həsənova", **fields: Any
) -> Conversation:
    """A customer who wrote these texts, a minute apart, the last one just now; she waits for an answer."""
    now = clock.now()
    said = texts or ("Halal sertifikatınız varmı?",)
    values: dict[str, Any] = {"first_unanswered_at": now, "last_inbound_at": now, "last_message_at": now}
    values |= {"folded": f"{name} {said[-1]}".lower()} | fields
    made: Conversation = Conversation.objects.create(
        organization=place.organization,
        brand=place.brand,
        channel=channel,
        kind=Conversation.Kind.COMMENT,
        thread_id=f"thread-{number}",
        customer_id=f"customer-{number}",
        customer_handle=f"leyla{number}",
        customer_name=name,
        preview=said[-1][:200],
        message_count=len(said),
        **values,
    )
    for place_in_row, text in enumerate(reversed(said)):
        message(made, text, at=now - timedelta(minutes=place_in_row))
    return made


def message(row: Conversation, text: str, *, at: datetime | None = None, **fields: Any) -> Message:
    """Something that was said there, by the customer unless `fields` say otherwise."""
    number = Message.objects.count() + 1
    values = {"direction": "in", "author_id": row.customer_id, "author_name": row.customer_name, **fields}
    made: Message = Message.objects.create(
        organization_id=row.organization_id,
        brand_id=row.brand_id,
        conversation=row,
        channel_id=row.channel_id,
        remote_id=f"message-{number}",
        text=text,
        said_at=at or clock.now(),
        **values,
    )
    return made


def at(place: Place, path: str = "") -> str:
    """An address below the inbox."""
    return pages.at(place, f"inbox/{path}")


def at_one(place: Place, row: Conversation, path: str = "") -> str:
    """An address below a conversation."""
    return at(place, f"{row.pk}/{path}")


def shown(place: Place, path: str, role: str = "editor") -> str:
    """The page as somebody in that role sees it."""
    page: str = pages.browser(place.people[role]).get(path).content.decode()
    return page


def typed(row: Conversation, text: str, **fields: Any) -> dict[str, Any]:
    """The answer's form as the page sends it."""
    with scope.enter(row.organization_id, [row.brand_id]):
        row.refresh_from_db()
    return {"text": text, "revision": row.revision, "answers": "", "saved": "", **fields}


def replies(place: Place) -> list[Reply]:
    """All answers of the brand, oldest first."""
    with inside(place):
        return list(Reply.objects.order_by("created_at"))
