"""`/me/sessions/`: where a person is signed in."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.access import PersonRequest, framed
from accounts.selectors import sessions as selectors
from accounts.services import sessions as services
from core.htmx import done, page

HERE = "/me/sessions/"


@require_safe
@never_cache
@framed
def sessions(request: PersonRequest) -> HttpResponse:
    """Her sessions, this one first."""
    return page(
        request,
        "accounts/sessions.html",
        {"sessions": selectors.of(request.user, this=request.session.session_key)},
    )


@require_POST
@framed
def end(request: PersonRequest, handle: str) -> HttpResponse:
    """End one of them; a second click finds nothing left to end and says so."""
    was_there = services.end(request.user, handle)
    return done(
        request,
        HERE,
        gettext("That device is signed out.") if was_there else gettext("That session was over already."),
    )


@require_POST
@framed
def end_others(request: PersonRequest) -> HttpResponse:
    """End all but this one."""
    ended = services.end_others(request.user, keep=request.session.session_key)
    sentence = ngettext(
        "%(count)d other device is signed out.", "%(count)d other devices are signed out.", ended
    )
    return done(request, HERE, sentence % {"count": ended})
