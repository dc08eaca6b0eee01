"""What an author leaves behind when her membership ends: posts that are planned, and drafts. Over all brands."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils.translation import gettext

from accounts.grants import Can
from accounts.leaving import Leaving
from accounts.models import Brand, User
from accounts.selectors.people import people_who
from calendar_app.models import Delivery, Post
from core import ledger
from core.errors import NotAllowed
from core.outbox.states import OUTGOING, State

LEFT = "author_left"
"""The problem of a delivery that is held because its author's membership ended."""


def scheduled_of(person: User) -> QuerySet[Post]:
    """Her posts of which something still waits for its time."""
    return _of(person).filter(Exists(_deliveries(State.WAITING)))


def drafts_of(person: User) -> QuerySet[Post]:
    """Her posts of which nothing has been planned or sent."""
    return _of(person).exclude(
        Exists(Delivery.objects.filter(post=OuterRef("pk")).exclude(state=State.DRAFT))
    )


def hand_over_scheduled(leaving: Leaving) -> int:
    """The heir is their author from now on; their times stay. Returns how many. Raises NotAllowed, see _hand_over."""
    return _hand_over(scheduled_of(leaving.person), leaving, Can.SCHEDULE)


def hand_over_drafts(leaving: Leaving) -> int:
    """The heir is their author from now on. Returns how many. Raises NotAllowed, see _hand_over."""
    return _hand_over(drafts_of(leaving.person), leaving, Can.WRITE)


def hold_scheduled(leaving: Leaving) -> int:
    """What waits is held until somebody decides. Returns how many posts."""
    posts = list(scheduled_of(leaving.person).select_for_update(of=("self",)).order_by("pk"))
    for post in posts:
        waiting = Delivery.objects.select_for_update(of=("self",)).filter(post=post, state=State.WAITING)
        for row in waiting.order_by("channel_id", "kind", "position"):
            OUTGOING.advance(row, "hold", held_reason=Delivery.Held.PERSON, problem=LEFT, due_at=None)
        _note("calendar_app.post_held_by_leaving", [post], leaving)
    _raise_revisions(posts)
    return len(posts)


def _hand_over(rows: QuerySet[Post], leaving: Leaving, word: Can) -> int:
    """Raises NotAllowed naming the brands in which the heir may not do what the posts need."""
    heir = leaving.heir
    if heir is None:
        return 0
    posts = list(rows.select_for_update(of=("self",)).order_by("pk"))
    _refuse_unfit(heir.user, {post.brand_id for post in posts}, word)
    Post.objects.filter(pk__in=[post.pk for post in posts]).update(author=heir.user)
    _raise_revisions(posts)
    _note("calendar_app.post_handed_over", posts, leaving, to=str(heir.user))
    return len(posts)


def _refuse_unfit(heir: User, brand_ids: set[int], word: Can) -> None:
    brands = Brand.objects.filter(pk__in=brand_ids).order_by("name")
    closed = [brand.name for brand in brands if heir not in people_who(word, brand)]
    if closed:
        sentence = gettext(
            "%(name)s may not do this in %(brands)s. Choose somebody else, or give access first."
        )
        raise NotAllowed(sentence % {"name": heir, "brands": ", ".join(closed)}, code="heir_may_not")


def _of(person: User) -> QuerySet[Post]:
    rows: QuerySet[Post] = Post.objects.filter(author=person)
    return rows


def _deliveries(state: State) -> QuerySet[Delivery]:
    rows: QuerySet[Delivery] = Delivery.objects.filter(post=OuterRef("pk"), state=state)
    return rows


def _raise_revisions(posts: Iterable[Post]) -> None:
    wanted: list[UUID] = [post.pk for post in posts]
    Post.objects.filter(pk__in=wanted).update(revision=F("revision") + 1)


def _note(event: str, posts: Iterable[Post], leaving: Leaving, **facts: str) -> None:
    for post in posts:
        ledger.record(
            event, post.subject, by=leaving.by, brand_id=post.brand_id, author=str(leaving.person), **facts
        )
