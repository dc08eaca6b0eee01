"""Who is told when publishing needs a person: the author and those who look after channels, once per cause."""

from __future__ import annotations

from accounts.grants import Can
from accounts.models import User
from accounts.selectors.people import people_who
from activity.services import telling
from calendar_app.models import Delivery

UNKNOWN = "publishing.unsure"
"""It may be out, and the network cannot be asked just now."""
KINDS = {
    "refuse": "publishing.refused",
    "hold": "publishing.held",
    "ask": "publishing.asked",
    "expire": "publishing.expired",
}


def tell(delivery: Delivery, kind: str, code: str) -> None:
    """A notice of this kind (see KINDS) with this cause; nothing for "" — a move that nobody need hear of.

    Nobody hears of posts of a brand in the trash: their pages cannot be opened.
    """
    if not kind or delivery.brand.trashed_at is not None:
        return
    post = delivery.post
    telling.tell(
        concerned(delivery),
        kind,
        subject=f"post:{post.pk}",
        cause=cause(delivery, code),
        brand=delivery.brand,
        facts={
            "headline": post.headline,
            "channel": delivery.channel.handle,
            "network": delivery.channel.network,
            "code": code,
        },
        mail=code != "paused",  # the pause itself was told
    )


def concerned(delivery: Delivery) -> list[User]:
    """Those who look after the brand's channels, and the author as long as she may see the brand."""
    brand, author = delivery.brand, delivery.post.author
    people = people_who(Can.CONNECT, brand)
    if author is None or author in people:
        return people
    return [*people, *(person for person in people_who(Can.VIEW, brand) if person == author)]


def cause(delivery: Delivery, code: str) -> str:
    """What people are told of once: this code under this promise. A new time, or a person's "now", is a new promise."""
    promises = [delivery.planned_at, delivery.consented_at]
    latest = max((moment for moment in promises if moment is not None), default=None)
    return f"{delivery.pk}:{code}:{latest:%Y%m%dT%H%M%S}" if latest else f"{delivery.pk}:{code}"
