"""`/o/<organization>/holds/`: what is paused and what can be paused; pausing and resuming."""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import BRAND_COOKIE, AccessRequest, BrandRequest, needs
from accounts.grants import Can
from accounts.models import Brand, Hold, Team
from accounts.selectors.holds import Pause
from accounts.services.holds import Target, may_hold
from calendar_app.forms import PauseForm
from calendar_app.selectors import pauses, waiting
from calendar_app.selectors.pauses import Behind, Overview, Place
from calendar_app.services import pausing
from connections.models import Channel
from connections.offered import name_of
from core.errors import DomainError
from core.htmx import done, page


@dataclass(frozen=True, slots=True)
class Spot:
    """Something that this person may pause. `url` is where the form goes, "" when exactly this is paused already.

    `is_paused` is also true when it is paused with something larger.
    """

    name: str
    url: str
    is_paused: bool
    network: str = ""
    network_name: str = ""


@dataclass(frozen=True, slots=True)
class BrandSpot:
    """A brand and its channels."""

    brand: Brand
    spot: Spot
    channels: tuple[Spot, ...]


@dataclass(frozen=True, slots=True)
class Running:
    """A pause in force; `url` is where it is ended, "" for who may not."""

    pause: Pause
    behind: Behind
    url: str


@require_safe
@needs(Can.VIEW)
def show(request: AccessRequest) -> HttpResponse:
    """Everybody sees what is paused; what can be paused stands there for those who may."""
    brands = _last_first(request)
    found = pauses.overview(brands)
    context = {
        "running": [_running(request, pause, behind) for pause, behind in found.paused],
        "waited": waiting.by_brand(brands),
        "everything": _everything(request, found),
        "regions": _regions(request, found),
        "places": [
            _place(found, place)
            for place in found.places
            if may_hold(request.access, Target(brand_id=place.brand.pk))
        ],
        "may_read_reasons": request.access.may(Can.WRITE),
        "form": PauseForm(),
    }
    return page(request, "calendar_app/holds.html", context)


@require_POST
@needs(Can.HOLD)
def pause_everything(request: AccessRequest) -> HttpResponse:
    """All brands, those to come among them."""
    return _pause(request, Target())


@require_POST
@needs(Can.HOLD)
def pause_region(request: AccessRequest, team: int) -> HttpResponse:
    """All brands of a region."""
    return _pause(request, Target(team_id=get_object_or_404(Team.objects, pk=team).pk))


@require_POST
@needs(Can.HOLD)
def pause_brand(request: BrandRequest) -> HttpResponse:
    """All channels of the brand."""
    return _pause(request, Target(brand_id=request.brand.pk))


@require_POST
@needs(Can.HOLD)
def pause_channel(request: BrandRequest, channel: UUID) -> HttpResponse:
    """One channel."""
    found = get_object_or_404(Channel.objects, pk=channel)
    return _pause(request, Target(brand_id=request.brand.pk, channel_id=found.pk))


@require_POST
@needs(Can.HOLD)
def resume(request: AccessRequest, hold: int) -> HttpResponse:
    """End the pause of everything or of a region."""
    return _resume(request, get_object_or_404(Hold.objects, pk=hold, brand=None))


@require_POST
@needs(Can.HOLD)
def resume_brand(request: BrandRequest, hold: int) -> HttpResponse:
    """End the pause of the brand or of one of its channels."""
    return _resume(request, get_object_or_404(Hold.objects, pk=hold, brand=request.brand))


def _pause(request: AccessRequest, target: Target) -> HttpResponse:
    form = PauseForm(request.POST)
    if not form.is_valid():
        raise DomainError(" ".join(str(error) for errors in form.errors.values() for error in errors))
    found = pausing.pause(target, access=request.access, reason=form.cleaned_data["reason"])
    return done(request, _here(request), found.sentence)


def _resume(request: AccessRequest, hold: Hold) -> HttpResponse:
    """Leads to what waited: the brand's list, or where several brands have one, the page of pauses."""
    pausing.resume(hold, access=request.access)
    brands = request.access.brands
    waited = waiting.by_brand([brand for brand in brands if hold.brand_id in (None, brand.pk)])
    if len(waited) != 1:
        return done(request, _here(request), _("The pause is over. What comes due from now on goes out."))
    brand, _number = waited[0]
    there = reverse("calendar_app:waiting", args=[brand.slug])
    return done(request, there, _("The pause is over. Decide here about what came due meanwhile."))


def _running(request: AccessRequest, pause: Pause, behind: Behind) -> Running:
    hold = pause.hold
    may = may_hold(request.access, Target(hold.team_id, hold.brand_id, hold.channel_id))
    if not may:
        return Running(pause, behind, "")
    if hold.brand:
        return Running(pause, behind, reverse("calendar_app:resume_brand", args=[hold.brand.slug, hold.pk]))
    slug = request.access.organization.slug
    return Running(pause, behind, reverse("calendar_app:resume", args=[slug, hold.pk]))


def _everything(request: AccessRequest, found: Overview) -> Spot | None:
    """None also where there is only one brand, so that there is one way to stop it."""
    is_one = len(found.places) < 2 and not found.regions
    if not may_hold(request.access, Target()) or is_one:
        return None
    url = reverse("calendar_app:pause_everything", args=[request.access.organization.slug])
    return _spot(_("All brands"), url, found.pause_of())


def _regions(request: AccessRequest, found: Overview) -> list[Spot]:
    if not may_hold(request.access, Target()):
        return []
    slug = request.access.organization.slug
    return [
        _spot(
            region.team.name,
            reverse("calendar_app:pause_region", args=[slug, region.team.pk]),
            found.pause_of(team_id=region.team.pk),
            is_inside=found.pause_of() is not None,
        )
        for region in found.regions
    ]


def _place(found: Overview, place: Place) -> BrandSpot:
    brand = place.brand
    url = reverse("calendar_app:pause_brand", args=[brand.slug])
    is_inside = found.covers(brand.pk)
    whole = _spot(brand.name, url, found.pause_of(brand_id=brand.pk), is_inside=is_inside)
    channels = [
        replace(
            _spot(
                f"@{channel.handle}",
                reverse("calendar_app:pause_channel", args=[brand.slug, channel.pk]),
                found.pause_of(brand_id=brand.pk, channel_id=channel.pk),
                is_inside=is_inside,
            ),
            network=channel.network,
            network_name=name_of(channel.network),
        )
        for channel in place.channels
    ]
    return BrandSpot(brand, whole, tuple(channels))


def _spot(name: str, url: str, pause: Pause | None, *, is_inside: bool = False) -> Spot:
    return Spot(name, "" if pause else url, is_paused=pause is not None or is_inside)


def _last_first(request: AccessRequest) -> list[Brand]:
    """The brand she was in last stands first: in a hurry it is the one that is meant."""
    last = request.COOKIES.get(BRAND_COOKIE)
    return sorted(request.access.brands, key=lambda brand: brand.slug != last)


def _here(request: AccessRequest) -> str:
    return reverse("calendar_app:holds", args=[request.access.organization.slug])
