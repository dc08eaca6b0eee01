"""`/b/<brand>/approvals/guests/`: outsiders with a link of their own."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import BrandRequest, needs
from accounts.grants import Can
from accounts.services import policies
from approvals.forms import GuestForm
from approvals.models import Comment, Guest
from approvals.selectors import talk
from approvals.services import guests
from approvals.services.guests import Card
from approvals.views import settingtabs
from core.errors import NotAllowed
from core.htmx import done, page


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Can.SCHEDULE)
def show(request: BrandRequest) -> HttpResponse:
    """Who they are; a POST invites one."""
    if request.method != "POST":
        return _show(request, GuestForm(initial={"language": request.brand.language}))
    form = GuestForm(request.POST)
    if not form.is_valid():
        return _show(request, form)
    card = Card(**form.cleaned_data)
    try:
        guest = guests.invite(request.brand, card, inviter=request.access.membership, by=request.access.by)
    except NotAllowed as error:
        form.add_error("email", str(error.sentence))
        return _show(request, form)
    return done(
        request, _here(request), _("Invited: %(name)s. The link is on its way.") % {"name": guest.name}
    )


@require_POST
@needs(Can.SCHEDULE)
def again(request: BrandRequest, guest: UUID) -> HttpResponse:
    """A new link; the old ones lead nowhere."""
    found = _guest(guest)
    guests.send_again(found, by=request.access.by)
    return done(request, _here(request), _("A new link is on its way to %(name)s.") % {"name": found.name})


@require_POST
@needs(Can.SCHEDULE)
def revoke(request: BrandRequest, guest: UUID) -> HttpResponse:
    """None of her links opens anything from now on."""
    found = _guest(guest)
    guests.revoke(found, by=request.access.by)
    return done(
        request, _here(request), _("The link of %(name)s opens nothing any more.") % {"name": found.name}
    )


@require_POST
@needs(Can.SETTINGS)
def talk_default(request: BrandRequest) -> HttpResponse:
    """Whom a new comment is for: `to` is internal or client."""
    to = request.POST.get("to", "")
    if to not in Comment.Visibility.values:
        raise NotAllowed(_("Choose whom new comments are for."))
    policies.set_talk(request.brand, to_client=to == Comment.Visibility.CLIENT, by=request.access.by)
    return done(request, _here(request), _("Saved. It counts for comments from now on."))


def _guest(pk: UUID) -> Guest:
    found: Guest = get_object_or_404(Guest.objects.select_related("brand"), pk=pk)
    return found


def _here(request: BrandRequest) -> str:
    return reverse("approvals:guests", args=[request.brand.slug])


def _show(request: BrandRequest, form: GuestForm) -> HttpResponse:
    context = {
        "form": form,
        "guests": talk.guests(request.brand),
        "may_settle": request.access.may(Can.SETTINGS),
        "tabs": settingtabs.tabs(request, "guests"),
    }
    return page(request, "approvals/guests.html", context)
