"""Posts as lists show them: picture, time, networks, state."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from calendar_app import approving
from calendar_app.approving import Standing
from calendar_app.models import Delivery, Post
from calendar_app.states import SHOWN, Shown, worst
from core.outbox.states import State

ON_A_CHIP = ("headline", "planned_at", "created_at", "revision", "cover__organization", "cover__sha256")
UNAPPROVED = (State.DRAFT,)
"""States in which it matters how a post stands with its approval."""
SHOWS_PARTLY = (State.REFUSED, State.EXPIRED, State.HELD)


@dataclass(frozen=True, slots=True)
class Chip:
    """One post in a calendar or list. `at` is in the brand's zone, None for a draft without a time."""

    post: Post
    at: datetime | None
    networks: tuple[str, ...]
    shown: Shown

    @property
    def movable(self) -> bool:
        """Whether a person may still move it in time."""
        return self.shown.state in {State.DRAFT, State.WAITING}


def with_deliveries(posts: QuerySet[Post]) -> QuerySet[Post]:
    """Posts with what a chip needs, in two queries however many there are."""
    return posts.select_related("cover").only(*ON_A_CHIP).prefetch_related(shown_deliveries())


def shown_deliveries() -> Prefetch[str]:
    """What a chip needs of a post's deliveries, for posts that are there already (prefetch_related_objects)."""
    deliveries = (
        Delivery.objects.filter(kind=Delivery.Kind.POST)
        .select_related("channel")
        .only("post", "state", "channel__network", "channel__handle")
        .order_by("channel__network", "channel__handle")
    )
    return Prefetch("deliveries", queryset=deliveries, to_attr="shown_deliveries")


def chips(posts: Iterable[Post], zone: str) -> list[Chip]:
    """The chips of posts that came through `with_deliveries`; one query more where some of them are no more than drafts."""
    found = [chip(post, zone) for post in posts]
    standings = approving.standings([one.post.pk for one in found if one.shown.state in UNAPPROVED])
    return [replace(one, shown=standing(one.shown, standings.get(one.post.pk))) for one in found]


def standing(shown: Shown, approval: Standing | None) -> Shown:
    """What a draft shows that was submitted for approval; everything else shows its own state.

    Its state stays a draft's.
    """
    if approval is None or shown.state not in UNAPPROVED:
        return shown
    return replace(shown, word=approval.word, icon=approval.icon, tone=approval.tone)


def chip(post: Post, zone: str) -> Chip:
    """The chip of one such post, without its approval."""
    deliveries: list[Delivery] = post.shown_deliveries  # type: ignore[attr-defined]
    states = [delivery.state for delivery in deliveries if delivery.state != State.CANCELLED]
    return Chip(
        post=post,
        at=post.planned_at.astimezone(ZoneInfo(zone)) if post.planned_at else None,
        networks=tuple(dict.fromkeys(delivery.channel.network for delivery in deliveries)),
        shown=summary(states or [delivery.state for delivery in deliveries]),
    )


def summary(states: Iterable[str]) -> Shown:
    """The worst state; where some are out and others failed, how many are out."""
    found = list(states)
    shown = worst(found)
    out = found.count(State.LIVE)
    if out and shown.state in SHOWS_PARTLY:
        words = _("%(out)d of %(all)d published") % {"out": out, "all": len(found)}
        return replace(shown, word=words, icon="circle-alert")
    return shown


def shown(state: str) -> Shown:
    """One state for people."""
    return SHOWN[state]
