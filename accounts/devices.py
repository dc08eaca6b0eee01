"""Which browsers a person has signed in with: a signed cookie, so that a stranger's guesses never lock her own browser out.

The cookie opens nothing. It gives its browser tries of its own (accounts.adapter), and spares its person the mail about a
sign-in on a new device.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from accounts import browsers, sessions
from accounts.models.session import DEVICE_LENGTH

COOKIE = "__Host-device" if settings.SECURE else "device"
SALT = "accounts.devices"
YEAR = 365 * 24 * 3600
MOST_PEOPLE = 20
"""People of one browser; the one who signed in longest ago is forgotten."""


@dataclass(frozen=True, slots=True)
class Device:
    """A browser and the people who have signed in with it, latest first."""

    id: str
    people: tuple[int, ...] = ()


def of(request: HttpRequest) -> Device:
    """The browser of a request; a new one when its cookie says nothing or was not made by us."""
    try:
        number, *people = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=YEAR)
    except (signing.BadSignature, ValueError):
        return Device(secrets.token_urlsafe(16))
    return Device(str(number), tuple(people))


def knows(request: HttpRequest, person_id: int) -> bool:
    """Whether she has signed in with this browser before."""
    return person_id in of(request).people


def remember(request: HttpRequest, response: HttpResponse, person_id: int) -> None:
    """She has signed in with this browser."""
    device = of(request)
    people = [person_id, *(one for one in device.people if one != person_id)]
    response.set_cookie(
        COOKIE,
        signing.dumps([device.id, *people[:MOST_PEOPLE]], salt=SALT),
        max_age=YEAR,
        secure=settings.SECURE,
        httponly=True,
        samesite="Lax",
    )


def begin_session(request: HttpRequest) -> None:
    """Write down where and when this session was signed in. Call after the sign-in."""
    now = sessions.now()
    request.session[sessions.STARTED] = request.session[sessions.SEEN] = now
    request.session[sessions.DEVICE] = described(request)
    request.session[sessions.PLACE] = browsers.masked(get_adapter(request).get_client_ip(request))


def described(request: HttpRequest) -> str:
    """How the browser describes itself."""
    return request.headers.get("User-Agent", "")[:DEVICE_LENGTH]
