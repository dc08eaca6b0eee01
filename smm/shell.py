"""What the frame around every page shows. Makes no query: it reads what the page's access has loaded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts import zones
from accounts.access import BRAND_COOKIE, Access, count_name
from accounts.grants import Can
from accounts.models import Brand
from accounts.models.user import Language, Theme
from accounts.views.preferences import THEME_COOKIE
from core import navigation
from core.navigation import Place
from media_library import addresses
from smm import demo_logins


@dataclass(frozen=True, slots=True)
class ShellBrand:
    """A brand as the frame shows it. `colour` and `tone` are the same number, 0 to 11; `logo` is an address or ""."""

    name: str
    slug: str
    url: str
    initial: str
    tone: int
    colour: int
    logo: str = ""


@dataclass(frozen=True, slots=True)
class Clock:
    """The brand's time: "Baku", "10:42", "GMT+4", and its offset from UTC in minutes."""

    place: str
    time: str
    offset: str
    minutes: int


@dataclass(frozen=True, slots=True)
class Item:
    """A place of the frame, for this person on this page."""

    key: str
    label: str
    url: str
    icon: str
    group: str
    current: bool
    keys: str = ""
    about: str = ""
    of: str = "brand"
    words: str = ""
    count: int = 0
    counted: bool = False
    count_name: str = ""


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `shell` for templates/layouts, and `demo_logins` on the sign-in page of a demonstration."""
    common = {
        "languages": _languages(),
        "theme": _theme(request),
        "person": _person(request),
        "open_signup": settings.OPEN_SIGNUP,
    }
    access: Access | None = getattr(request, "access", None)
    framed = _framed(request, access) if access is not None else {}
    return {"shell": {**common, **framed}, "demo_logins": demo_logins.logins(request)}


def _framed(request: HttpRequest, access: Access) -> dict[str, Any]:
    brand = last_brand(request, access)
    writes = brand is not None and access.may(Can.WRITE)
    nav = items(request, access, brand)
    settings_nav = _settings(nav, access, brand)
    return {
        "organization": access.organization,
        "organization_logo": addresses.logo(access.organization.pk, access.organization.logo),
        "brand": _brand(brand) if brand else None,
        "brands": [_brand(one) for one in access.brands],
        "clock": clock(brand.zone, timezone.now()) if brand else None,
        "nav": [item for item in nav if item.group != "settings"],
        "settings": settings_nav,
        "settings_url": address("settings", None) if settings_nav else "",
        "in_settings": any(item.current for item in nav if item.group == "settings"),
        "find_url": address("find", brand.slug) if brand else "",
        "may_write": writes,
        "changes_url": address("activity:changes", access.organization.slug),
        "new_post_url": address("calendar_app:composer_new", brand.slug) if brand and writes else "",
    }


def clock(zone: str, now: datetime) -> Clock:
    """What a clock in `zone` shows at `now`."""
    local, minutes = now.astimezone(ZoneInfo(zone)), zones.minutes_ahead(zone, now)
    return Clock(zones.place(zone), f"{local:%H:%M}", zones.offset(minutes), minutes)


def _last(request: HttpRequest, brands: tuple[Brand, ...]) -> Brand | None:
    """On a page of the organization: the brand she was in last, so that the frame stays the same."""
    slug = request.COOKIES.get(BRAND_COOKIE)
    return next((brand for brand in brands if brand.slug == slug), next(iter(brands), None))


def _brand(brand: Brand) -> ShellBrand:
    return ShellBrand(
        brand.name,
        brand.slug,
        brand.get_absolute_url(),
        brand.initial,
        tone=brand.tone,
        colour=brand.tone,
        logo=addresses.logo(brand.organization_id, brand.logo),
    )


@dataclass(frozen=True, slots=True)
class SettingsGroup:
    """Pages of settings that belong to the same: the brand, the organization, the person."""

    name: str
    items: list[Item]


def _settings(nav: list[Item], access: Access, brand: Brand | None) -> list[SettingsGroup]:
    names = {
        "brand": brand.name if brand else "",
        "organization": access.organization.name,
        "person": _("You"),
    }
    if names["brand"] == names["organization"]:
        names |= {"brand": _("Brand"), "organization": _("Organization")}
    found = [
        SettingsGroup(name, [item for item in nav if item.group == "settings" and item.of == of])
        for of, name in names.items()
    ]
    return [group for group in found if group.items]


def last_brand(request: HttpRequest, access: Access) -> Brand | None:
    """The brand that the frame shows: the page's own, else the one she was in last."""
    return access.brand or _last(request, access.brands)


def slugs(access: Access, brand: Brand | None) -> dict[str, str | None]:
    """What `reverse` needs for a thing of the brand, of the organization or of the person."""
    return {
        "brand": brand.slug if brand else "",
        "organization": access.organization.slug,
        "person": None,
    }


def items(request: HttpRequest, access: Access, brand: Brand | None) -> list[Item]:
    """Every place that this person may go to, settings among them, in their order."""
    names = slugs(access, brand)
    allowed = [place for place in navigation.places() if _may(access, place)]
    found = [(place, address(place.view, names[place.of])) for place in allowed]
    view = request.resolver_match.view_name if request.resolver_match else ""
    counts = _counts(access, brand)
    return _items([(place, url) for place, url in found if url], request.path, view, counts)


def _counts(access: Access, brand: Brand | None) -> dict[str, tuple[str, int]]:
    """What each place counts for the brand that is shown, and the name by which it is kept right."""
    found: dict[str, tuple[str, int]] = {}
    for place in navigation.places():
        own = count_name(place.key, brand.pk) if brand else ""
        name = own if own in access.counts else place.key
        if name in access.counts:
            found[place.key] = (name, access.counts[name])
    return found


def _items(
    found: list[tuple[Place, str]], path: str, view: str, counts: Mapping[str, tuple[str, int]]
) -> list[Item]:
    """The current place is the one that says so of the view, or whose address begins the path (the longest one), else the
    room's own: a post is in the calendar.
    """
    open_ones = [(place, url) for place, url in found if not place.alone]
    named = [url for place, url in found if view in place.also]
    exact = [url for _place, url in found if path == url]
    below = sorted((url for _place, url in open_ones if path.startswith(url)), key=len, reverse=True)
    same_room = [url for place, url in open_ones if _room(view) and _room(view) == _room(place.view)]
    here = next(iter(named + exact + below + same_room), "")
    return [
        Item(
            place.key,
            str(place.label),
            url,
            place.icon,
            place.group,
            current=url == here,
            keys=place.keys,
            about=str(place.about),
            of=place.of,
            words=str(place.words),
            count=counts[place.key][1] if place.key in counts else 0,
            counted=place.key in counts,
            count_name=counts[place.key][0] if place.key in counts else "",
        )
        for place, url in found
    ]


def _room(view: str) -> str:
    return view.rpartition(":")[0]


def _may(access: Access, place: Place) -> bool:
    if not place.needs:
        return True
    return access.may_everywhere(Can(place.needs)) if place.everywhere else access.may(Can(place.needs))


def address(view: str, slug: str | None) -> str:
    """The address of a view, "" when there is no such page."""
    try:
        return reverse(view, args=[] if slug is None else [slug])
    except NoReverseMatch:
        return ""


def _languages() -> list[dict[str, Any]]:
    active = translation.get_language()
    return [{"code": one.value, "name": one.label, "current": one.value == active} for one in Language]


def _theme(request: HttpRequest) -> str:
    person = getattr(request, "user", None)
    chosen = person.theme if person and person.is_authenticated else request.COOKIES.get(THEME_COOKIE, "")
    return chosen if chosen in Theme.values else Theme.SYSTEM.value


def _person(request: HttpRequest) -> dict[str, str] | None:
    person = getattr(request, "user", None)
    if person is None or not person.is_authenticated:
        return None
    return {"name": person.name, "initials": person.initials, "email": person.email}
