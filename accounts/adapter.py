"""How django-allauth behaves here."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """Sign-up without an invitation is open only where OPEN_SIGNUP says so."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Whether a stranger may make an organization."""
        return bool(settings.OPEN_SIGNUP)
