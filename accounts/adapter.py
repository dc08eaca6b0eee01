"""How django-allauth behaves here."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest

QUIET = frozenset({"account/messages/logged_in.txt", "account/messages/logged_out.txt"})
"""What the next page shows anyway."""


class AccountAdapter(DefaultAccountAdapter):
    """Sign-up without an invitation is open only where OPEN_SIGNUP says so."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Whether a stranger may make an organization."""
        return bool(settings.OPEN_SIGNUP)

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *args: Any, **kwargs: Any
    ) -> None:
        """A message on the next page, unless that page says the same by itself."""
        if message_template not in QUIET:
            super().add_message(request, level, message_template, *args, **kwargs)
