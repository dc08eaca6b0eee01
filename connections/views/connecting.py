"""Connecting an account: choose its network, then sign in; and signing in again."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import BrandRequest, needs
from accounts.grants import Can
from connections import offered
from connections.forms import ConnectForm
from connections.models import Channel
from connections.services import connecting
from connections.services.connecting import NotConnected, Typed
from connections.views.channels import get_channel
from core.htmx import done, page
from networks.base import Connects

SignIn = Callable[[Typed], Channel]


@require_safe
@needs(Can.CONNECT)
def connect(request: BrandRequest) -> HttpResponse:
    """The networks that can be connected here."""
    return page(request, "connections/connect.html", {"networks": offered.offered()})


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@needs(Can.CONNECT)
def connect_network(request: BrandRequest, network: str) -> HttpResponse:
    """The network's form; on success the new channel."""
    found = _offer(network)
    form = ConnectForm(found, request.POST or None)
    channel = _signed_in(
        form, lambda typed: connecting.connect(request.brand, network, typed, request.access.by)
    )
    if channel is not None:
        return _welcome(request, channel)
    context = {"network": found, "form": form, "about": f"connections/about/{found.key}.html"}
    return page(request, "connections/connect_network.html", context)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@needs(Can.CONNECT)
def reconnect(request: BrandRequest, channel: UUID) -> HttpResponse:
    """The same form for an account that is known; another account is refused."""
    known = get_channel(request, channel)
    found = _offer(known.network)
    form = ConnectForm(found, request.POST or None, initial={"server": known.origin, "handle": known.handle})
    again = _signed_in(form, lambda typed: connecting.reconnect(known, typed, request.access.by))
    if again is not None:
        return _welcome(request, again)
    context = {
        "network": found,
        "form": form,
        "about": f"connections/about/{found.key}.html",
        "channel": known,
    }
    return page(request, "connections/connect_network.html", context)


def _offer(key: str) -> Connects:
    found = offered.offer(key)
    if found is None:
        raise Http404
    return found


def _signed_in(form: ConnectForm, sign_in: SignIn) -> Channel | None:
    """The channel; None when the form was not sent, is wrong, or was refused (it then says so)."""
    if not form.is_valid():
        return None
    try:
        return sign_in(form.cleaned_data)
    except NotConnected as error:
        form.refuse(error)
        return None


def _welcome(request: BrandRequest, channel: Channel) -> HttpResponse:
    to = reverse("connections:channel", args=[request.brand.slug, channel.pk])
    return done(request, to, _("@%(handle)s is connected.") % {"handle": channel.handle})
