"""Who is told when publishing needs a person: the author and those who look after channels, once per cause."""

from __future__ import annotations

from accounts.grants import Can
from accounts.selectors.people import people_who
from activity.services import telling
from calendar_app.publishing.job import Job

KINDS = {
    "refuse": "publishing.refused",
    "hold": "publishing.held",
    "ask": "publishing.asked",
}


def tell(job: Job, action: str, code: str) -> None:
    """A notice for the moves that stop a post; nothing for the others."""
    kind = KINDS.get(action)
    if kind is None:
        return
    post, brand = job.delivery.post, job.delivery.brand
    people = {person.pk: person for person in people_who(Can.CONNECT, brand)}
    if post.author is not None:
        people[post.author.pk] = post.author
    telling.tell(
        list(people.values()),
        kind,
        subject=f"post:{post.pk}",
        cause=f"{job.delivery.pk}:{code}",
        brand=brand,
        facts={
            "headline": post.headline,
            "channel": job.channel.handle,
            "network": job.channel.network,
            "code": code,
        },
    )
