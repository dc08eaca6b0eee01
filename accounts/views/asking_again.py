"""Asking for the password once more before something that cannot be taken back by oneself."""

from __future__ import annotations

from urllib.parse import urlencode

from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse


def asks_again(request: HttpRequest, back: str) -> HttpResponse | None:
    """The way to the page that asks, which leads `back`; None for who was asked within the last minutes."""
    if did_recently_reauthenticate(request):
        return None
    return redirect(f"{reverse('account_reauthenticate')}?{urlencode({REDIRECT_FIELD_NAME: back})}")
