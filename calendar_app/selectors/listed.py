"""The list of posts: those with a time, or the drafts without one, narrowed by channel, state and words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, Func, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Lower

from accounts.models import Brand
from calendar_app import approving
from calendar_app.models import Delivery, Post
from calendar_app.selectors.shown import Chip, chips, with_deliveries
from calendar_app.states import ASKS, RANK
from core.outbox.states import State
from core.paging import Page, page
from core.text import fold

SIZE = 50
ASKED = ("waiting",)
SENT_BACK = ("changes_asked", "rejected", "expired")
STATES: Mapping[str, tuple[tuple[str, ...], tuple[str, ...] | None]] = {
    "asks": (ASKS, None),
    "draft": ((State.DRAFT,), ()),
    "asked": ((State.DRAFT,), ASKED),
    "back": ((State.DRAFT,), SENT_BACK),
    "planned": ((State.WAITING,), None),
    "way": ((State.SENDING, State.ACCEPTED), None),
    "done": ((State.LIVE,), None),
}
"""By the word of the address: the worst states of deliveries, and for drafts how they stand with their approval; () is
every standing that has no word of its own here.
"""


@dataclass(frozen=True, slots=True)
class Narrow:
    """What is wanted; "" and None narrow nothing. `drafts`: those without a time instead of those with one."""

    drafts: bool = False
    channel: UUID | None = None
    state: str = ""
    words: str = ""


def listed(brand: Brand, wanted: Narrow, *, after: str = "") -> tuple[Page, list[Chip]]:
    """A page of the open brand's posts, the latest time (of drafts: the newest) first: three queries."""
    posts = with_deliveries(_narrowed(wanted))
    fields = ("-created_at", "-id") if wanted.drafts else ("-planned_at", "-id")
    found = page(posts, fields, after=after, size=SIZE)
    return found, chips(found.rows, brand.zone)


def _narrowed(wanted: Narrow) -> QuerySet[Post]:
    posts: QuerySet[Post] = Post.objects.filter(planned_at__isnull=wanted.drafts)
    if wanted.channel is not None:
        mine = Delivery.objects.filter(post=OuterRef("pk"), channel=wanted.channel)
        posts = posts.filter(Exists(mine))
    if wanted.state in STATES:
        posts = _in_state(posts, *STATES[wanted.state])
    if wanted.words.strip():
        posts = posts.alias(folded=_folded("headline")).filter(folded__contains=fold(wanted.words.strip()))
    return posts


def _in_state(
    posts: QuerySet[Post], states: tuple[str, ...], standings: tuple[str, ...] | None
) -> QuerySet[Post]:
    """By the worst of what was not cancelled; a post without channels is a draft.

    Said as what there is and what there is not, so that Postgres can join it instead of asking post by post.
    """
    going = Delivery.objects.filter(post=OuterRef("pk"), kind=Delivery.Kind.POST)
    best = min(RANK[state] for state in states)
    worse = [state for state, rank in RANK.items() if rank < best]
    if worse:
        posts = posts.filter(~Exists(going.filter(state__in=worse)))
    if State.DRAFT in states:
        others = going.exclude(state__in=[State.DRAFT, State.CANCELLED])
        posts = posts.filter(Exists(going.filter(state=State.DRAFT)) | ~Exists(others))
    else:
        posts = posts.filter(Exists(going.filter(state__in=states)))
    return posts if standings is None else _standing(posts, standings)


def _standing(posts: QuerySet[Post], standings: tuple[str, ...]) -> QuerySet[Post]:
    posts = posts.alias(standing=approving.standing_column())
    if standings:
        return posts.filter(standing__in=standings)
    return posts.filter(~Q(standing__in=(*ASKED, *SENT_BACK)) | Q(standing=None))


def _folded(column: str) -> Func:
    """What core.text.fold makes of it, by the database: compatibility forms, small letters, marks off, ı i, ə e."""
    plain = Func(column, template="normalize(%(expressions)s, NFKD)")
    bare = Func(Lower(plain), Value("[\u0300-\u036f]"), Value(""), Value("g"), function="regexp_replace")
    return Func(bare, Value("ıə"), Value("ie"), function="translate")
