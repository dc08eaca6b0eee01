"""A brand's home: what needs a person, what goes out today and tomorrow, and the first steps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import BrandRequest, needs
from accounts.grants import Can
from calendar_app import panels, wall
from calendar_app.models import Delivery
from calendar_app.selectors import changes, home, pauses
from calendar_app.selectors.home import Ask
from calendar_app.views import changing, waited
from calendar_app.views.chips import rows
from connections import offered, sentences
from core.htmx import page
from core.outbox.states import State
from media_library import addresses


@dataclass(frozen=True, slots=True)
class Need:
    """One line of "needs you": the delivery, its one verb, and where that leads."""

    ask: Ask
    verb: str
    url: str
    thumb: str
    network: str


@require_safe
@needs(Can.VIEW)
def show(request: BrandRequest) -> HttpResponse:
    """The page."""
    brand = request.brand
    cursor = changes.of_brand(brand)
    found = home.home(brand)
    now = datetime.now(UTC).astimezone(ZoneInfo(brand.zone))
    soon = rows(found.soon, brand)
    context = {
        "now": now,
        "zone": wall.label(brand.zone, now),
        "needs": [_need(request, ask) for ask in found.asks],
        "waited": [waited.line(total) for total in found.waited],
        "pauses": pauses.of_scope(),
        "troubles": found.troubles,
        "broken": [(channel, offered.name_of(channel.network)) for channel in found.broken],
        "soon": soon,
        "today": sum(row.at is not None and row.at.date() == now.date() for row in soon),
        "leaving": sum(row.shown.state in (State.SENDING, State.ACCEPTED, State.UNSURE) for row in soon),
        "steps": _steps(request, channels=found.channels, has_posts=found.has_posts),
        "cursor": cursor,
        "panels": panels.embedded("home", request.access) if found.channels else [],
        "may_connect": request.access.may(Can.CONNECT),
        "may_decide": request.access.may(Can.SCHEDULE),
        "may_hold": request.access.may(Can.HOLD),
        "may_remove_demo": brand.is_demo and request.access.may(Can.OWN),
    }
    return page(request, "calendar_app/home.html", context)


def _need(request: BrandRequest, ask: Ask) -> Need:
    verb, url = _way_out(request, ask.delivery)
    cover = ask.delivery.post.cover
    thumb = addresses.address(cover, "thumb") if cover else ""
    return Need(ask, verb, url, thumb, offered.name_of(ask.delivery.channel.network))


def _way_out(request: BrandRequest, delivery: Delivery) -> tuple[str, str]:
    """The one verb. Where she may not do it herself she can look."""
    slug, may = request.brand.slug, request.access.may
    post = reverse("calendar_app:post", args=[slug, delivery.post_id])
    if delivery.asks_people:
        return (_("Decide") if may(Can.SCHEDULE) else _("Look")), post
    if delivery.held_reason == Delivery.Held.RECONNECT or delivery.problem in sentences.KEYS:
        if may(Can.CONNECT):
            return _("Reconnect"), reverse("connections:reconnect", args=[slug, delivery.channel_id])
        return _("Look"), post
    if not may(Can.SCHEDULE):
        return _("Look"), post
    if delivery.problem in sentences.CONTENT or delivery.problem == "not_cleared":
        return _("Edit"), reverse("calendar_app:composer_edit", args=[slug, delivery.post_id])
    return _("Try again"), post


@dataclass(frozen=True, slots=True)
class Step:
    """One of the first steps. `url` is "" when somebody else must do it; it `stays` when there is more to do."""

    title: str
    sentence: str
    done: bool
    url: str = ""
    verb: str = ""
    stays: bool = False


def _steps(request: BrandRequest, *, channels: int, has_posts: bool) -> list[Step]:
    """Nothing once there is a channel and a post."""
    if channels and has_posts:
        return []
    slug, may = request.brand.slug, request.access.may
    connect = reverse("connections:connect", args=[slug]) if may(Can.CONNECT) else ""
    write = reverse("calendar_app:composer_new", args=[slug]) if may(Can.WRITE) else ""
    zone = wall.label(request.brand.zone, datetime.now(UTC))
    return [
        Step(
            _("Brand and time zone"),
            f"{request.brand.name} · {zone}",
            done=True,
            url=reverse("accounts:brand", args=[slug]) if may(Can.SETTINGS) else "",
            verb=_("Change"),
            stays=True,
        ),
        Step(
            _("Connect a channel"),
            _("The account on a network where posts go out. About a minute."),
            done=bool(channels),
            url=connect,
            verb=_("Connect"),
        ),
        Step(
            _("First post"),
            _("Write it, look at it, choose its time."),
            done=has_posts,
            url=write,
            verb=_("Write"),
        ),
    ]


@require_safe
@needs(Can.VIEW)
def ask_changes(request: BrandRequest) -> HttpResponse:
    """Whether home or calendar are out of date."""
    return changing.answer(request, changes.of_brand(request.brand))
