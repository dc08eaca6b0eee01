"""A post's page: where it went, what happened, what a person can do about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from accounts.access import BrandRequest, needs
from accounts.grants import Can
from accounts.selectors.holds import Pause
from calendar_app import approving, panels, wall
from calendar_app.models import Delivery, Post
from calendar_app.preview import Preview, preview
from calendar_app.selectors import changes, pauses
from calendar_app.selectors.detail import Destination, Detail, detail
from calendar_app.selectors.waiting import has_waited
from calendar_app.views import changing
from connections import offered, sentences
from connections.selectors import trouble
from connections.selectors.trouble import Trouble
from core import clock
from core.htmx import page
from core.outbox.states import State

OVER = (State.LIVE, State.CANCELLED)
UNDER_WAY = (State.WAITING, State.SENDING, State.ACCEPTED, State.UNSURE)


@dataclass(frozen=True, slots=True)
class Place:
    """One destination with what may be done there now.

    `has_waited`: it was stopped when its time came; `may_be_out`: our data is older than what happened there;
    `is_paused`: it was stopped by a pause that still lasts.
    """

    at: Destination
    network: str
    may_cancel: bool
    may_try: bool
    may_reconnect: bool
    has_waited: bool
    may_be_out: bool
    is_paused: bool


@dataclass(frozen=True, slots=True)
class May:
    """What this person may do with this post now."""

    edit: bool
    move: bool
    stop: bool
    submit: bool
    copy: bool
    trash: bool
    decide: bool


@require_safe
@needs(Can.VIEW)
def show(request: BrandRequest, post: UUID) -> HttpResponse:
    """The page; its parts are fetched again while something is under way."""
    cursor = changes.of_post(post)
    found = detail(request.brand, post)
    if found is None:
        raise Http404
    version = found.post.version
    paused = pauses.of_scope()
    places = [_place(request, one, paused) for one in found.destinations]
    context = {
        "detail": found,
        "post": found.post,
        "places": places,
        "pauses": [pause for pause in paused if any(_stops(pause, one) for one in found.destinations)],
        "troubles": _troubles(found),
        "is_stopped": any(place.may_reconnect or place.has_waited for place in places),
        "previews": _previews(found),
        "may": _may(request, found),
        "zone": wall.label(found.post.zone or request.brand.zone, found.planned or clock.now()),
        "proof": version.content_hash if version else "",
        "leaves_in": _leaves_in(found),
        "is_under_way": any(one.delivery.state in UNDER_WAY for one in found.destinations),
        "cursor": cursor,
        "panels": panels.embedded("post", request.access, is_out=_has_been_out(found), post=post),
    }
    return page(request, "calendar_app/post.html", context)


@require_safe
@needs(Can.VIEW)
def ask_changes(request: BrandRequest, post: UUID) -> HttpResponse:
    """Whether the post's page is out of date."""
    return changing.answer(request, changes.of_post(get_object_or_404(Post, pk=post).pk))


def _has_been_out(found: Detail) -> bool:
    return any(one.delivery.state == State.LIVE for one in found.destinations)


def _previews(found: Detail) -> list[Preview]:
    """Each text once: channels that say the same share a preview, the first one's."""
    seen: dict[tuple[str, str], Preview] = {}
    for one in found.destinations:
        channel = one.delivery.channel
        seen.setdefault((channel.network, one.text), preview(found.document, channel))
    return list(seen.values())


def _troubles(found: Detail) -> list[Trouble]:
    """Of networks to which something of the post has not gone out."""
    return trouble.of(one.delivery for one in found.destinations if one.delivery.state not in OVER)


def _stops(pause: Pause, one: Destination) -> bool:
    """The pause is in the way of something that has not gone out there."""
    return one.delivery.state not in OVER and pause.covers(one.delivery.channel_id)


def _place(request: BrandRequest, one: Destination, paused: list[Pause]) -> Place:
    delivery, may = one.delivery, request.access.may
    is_paused = any(_stops(pause, one) for pause in paused)
    by_key = not delivery.channel.is_healthy or delivery.problem in sentences.KEYS
    is_stuck = delivery.state in (State.REFUSED, State.HELD, State.EXPIRED)
    is_there = delivery.state in (State.LIVE, State.CANCELLED, State.ASKING)
    return Place(
        at=one,
        network=offered.name_of(delivery.channel.network),
        may_cancel=may(Can.SCHEDULE) and "cancel" in one.actions and not is_there,
        may_try=may(Can.SCHEDULE) and is_stuck and delivery.channel.is_healthy and not is_paused,
        may_reconnect=may(Can.CONNECT) and is_stuck and by_key,
        has_waited=has_waited(delivery),
        may_be_out=delivery.held_reason == Delivery.Held.RESTORED,
        is_paused=is_paused and delivery.held_reason == Delivery.Held.PAUSED,
    )


def _may(request: BrandRequest, found: Detail) -> May:
    states = {one.delivery.state for one in found.destinations}
    writes, schedules = request.access.may(Can.WRITE), request.access.may(Can.SCHEDULE)
    is_draft = states <= {State.DRAFT, State.CANCELLED}
    mine = writes if is_draft else schedules
    return May(
        edit=mine and found.is_editable,
        move=mine and states <= {State.DRAFT, State.CANCELLED, State.WAITING},
        stop=schedules and found.is_stoppable,
        submit=mine and _wants_submitting(request, found),
        copy=writes,
        trash=mine and not states & {State.SENDING, State.ACCEPTED, State.UNSURE, State.ASKING},
        decide=schedules,
    )


def _wants_submitting(request: BrandRequest, found: Detail) -> bool:
    """Nothing of it waits or has left, nobody is asked, and without a yes it cannot go out."""
    states = {one.delivery.state for one in found.destinations} - {State.CANCELLED}
    if not states or not states <= {State.DRAFT, State.HELD, State.EXPIRED, State.REFUSED}:
        return False
    is_settled = found.approval is not None and found.approval.key in ("waiting", "approved")
    return not is_settled and approving.is_wanted(request.brand, request.access.by)


def _leaves_in(found: Detail) -> int:
    """Seconds until the post goes out, while that is short enough to be undone with one click; else 0."""
    waiting = [one.delivery.due_at for one in found.destinations if one.delivery.state == State.WAITING]
    due: datetime | None = min((at for at in waiting if at), default=None)
    if due is None:
        return 0
    seconds = int((due - clock.now()).total_seconds()) + 1
    return seconds if 0 < seconds <= settings.UNDO_SECONDS + 1 else 0
