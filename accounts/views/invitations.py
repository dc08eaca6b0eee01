"""Invitations from the receiver's side: the link of the mail, then a clean address.

The secret is exchanged for the session at the first GET, so that it stays out of histories, logs and referrers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts import devices
from accounts.access import in_organization
from accounts.forms import JoinForm, spoken
from accounts.models import Invitation, User
from accounts.services import invitations
from core import doors
from core.doors import Door
from core.errors import DomainError
from core.htmx import done, page
from core.tenancy import scope

SESSION_KEY = "invitation"
GONE, NOT_FOUND = 410, 404

View = Callable[..., HttpResponse]


def unreferred(view: View) -> View:
    """No address of this page is told to the next one."""

    @wraps(view)
    def quiet(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

    return quiet


@login_not_required
@require_safe
@never_cache
@unreferred
def link(request: HttpRequest, secret: str) -> HttpResponse:
    """The mail's link."""
    way = doors.find_secret(Door.Kind.INVITATION, secret)
    if way is None:
        return _closed(
            request,
            gettext(
                "This link leads nowhere. Open the one in your latest mail, or ask for a new invitation."
            ),
            NOT_FOUND,
        )
    request.session[SESSION_KEY] = [way.organization_id, way.target]
    return redirect("accounts:invitation")


@login_not_required
@require_http_methods(["GET", "POST"])
@never_cache
def invitation(request: HttpRequest) -> HttpResponse:
    """What she is invited to, and the one button. Whoever has an account must sign in: a link is not enough."""
    with _held(request) as found:
        if found is None:
            return _closed(request, gettext("Open the link in your mail once more."), NOT_FOUND)
        try:
            invitations.refuse_closed(found)
        except DomainError as error:
            if request.method == "POST":
                invitations.note_refused(found, error, _person(request))
            return _closed(request, str(error.sentence), GONE)
        if request.user.is_authenticated:
            return _as_member(request, found)
        return _as_stranger(request, found)


@contextmanager
def _held(request: HttpRequest) -> Iterator[Invitation | None]:
    """The invitation of this session, inside its organization's scope."""
    held = request.session.get(SESSION_KEY)
    if held is None:
        yield None
        return
    with scope.enter(held[0]):
        yield Invitation.objects.select_related("organization", "invited_by").filter(pk=held[1]).first()


def _as_member(request: Any, found: Invitation) -> HttpResponse:
    fits = request.user.email.lower() == found.email
    if request.method == "POST":
        try:
            invitations.accept(found, person=request.user)
        except DomainError as error:
            invitations.note_refused(found, error, request.user)
            if fits:
                return _closed(request, str(error.sentence), GONE)
        else:
            return _welcome(request, found, request.user)
    return page(request, "accounts/invitation.html", {"invitation": found, "fits": fits})


def _as_stranger(request: HttpRequest, found: Invitation) -> HttpResponse:
    if invitations.knows(found.email):
        return page(request, "accounts/invitation.html", {"invitation": found, "must_sign_in": True})
    form = JoinForm(request.POST or None, email=found.email, initial={"name": found.name})
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        person = invitations.accept_as_new(
            found, name=values["name"], password=values["password"], language=spoken()
        )
        login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
        devices.begin_session(request)
        response = _welcome(request, found, person)
        devices.remember(request, response, person.pk)
        return response
    return page(request, "accounts/invitation.html", {"invitation": found, "form": form})


def _welcome(request: HttpRequest, found: Invitation, person: User) -> HttpResponse:
    request.session.pop(SESSION_KEY, None)
    sentence = gettext("Welcome to %(organization)s.") % {"organization": found.organization.name}
    with in_organization(person, found.organization.slug) as access:
        brand = next(iter(access.brands), None)
    return done(request, brand.get_absolute_url() if brand else "/", sentence)


def _person(request: HttpRequest) -> User | None:
    return request.user if isinstance(request.user, User) else None


def _closed(request: HttpRequest, sentence: str, status: int) -> HttpResponse:
    return page(request, "accounts/invitation_closed.html", {"sentence": sentence}, status=status)
