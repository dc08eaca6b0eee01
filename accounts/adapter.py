"""How django-allauth behaves here."""

from __future__ import annotations

from contextlib import ExitStack
from typing import Any
from zoneinfo import ZoneInfo

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.http import HttpRequest
from django.template import TemplateDoesNotExist
from django.template.loader import render_to_string
from django.utils import timezone, translation

from accounts.models import User
from core import mails

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

    def render_mail(
        self,
        template_prefix: str,
        email: str | list[str],
        context: dict[str, Any],
        headers: dict[str, str] | None = None,
    ) -> EmailMessage:
        """The library's mail in our look and in the receiver's language and zone.

        One without `…_message.mjml` shows its plain text.
        """
        with ExitStack() as speaking:
            person = context.get("user")
            if isinstance(person, User):
                speaking.enter_context(translation.override(person.language))
                speaking.enter_context(timezone.override(ZoneInfo(person.zone)))
            subject = mails.one_line(render_to_string(f"{template_prefix}_subject.txt", context))
            text = render_to_string(f"{template_prefix}_message.txt", context).strip() + "\n"
            context = {**context, "subject": subject, "text": text}
            about = {"X-About": template_prefix.rpartition("/")[2]}
            to = [email] if isinstance(email, str) else email
            mail = EmailMultiAlternatives(
                subject, text, self.get_from_email(), to, headers={**about, **(headers or {})}
            )
            mail.attach_alternative(_page(template_prefix, context), "text/html")
        return mail


def _page(template_prefix: str, context: dict[str, Any]) -> str:
    try:
        return mails.html(f"{template_prefix}_message.mjml", context)
    except TemplateDoesNotExist:
        return mails.html("mail/words.mjml", context)
