"""How django-allauth behaves here."""

from __future__ import annotations

import logging
from contextlib import ExitStack
from typing import Any
from zoneinfo import ZoneInfo

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.utils import filter_users_by_email
from allauth.core import context
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.http import HttpRequest, HttpResponse
from django.template import TemplateDoesNotExist
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from accounts import browsers, devices
from accounts.models import User
from accounts.services import letters, sessions, tries
from core import mails

QUIET = frozenset(
    {
        "account/messages/logged_in.txt",
        "account/messages/logged_out.txt",
        "mfa/messages/recovery_codes_generated.txt",
    }
)
"""What the next page shows anyway."""

WAYS = {
    "reauthenticate": _("Use your password"),
    "mfa_reauthenticate": _("Use a code of your app"),
    "mfa_reauthenticate:webauthn": _("Use your passkey"),
}
"""Ways to show that it is still she, by allauth's names for them."""

log = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):
    """Sign-up without an invitation is open only where OPEN_SIGNUP says so; passwords are tried a few times an hour."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "incorrect_code": _(
            "This code is not right. Codes change every 30 seconds and work once: take the one that is shown now."
        ),
        "too_many_login_attempts": _(
            "Too many wrong tries. Wait 12 minutes, or choose a new password by mail: then you are in at once."
        ),
        "rate_limited": _("Too many wrong tries. Wait 12 minutes, then try once more."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Whether a stranger may make an organization."""
        return bool(settings.OPEN_SIGNUP)

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *args: Any, **kwargs: Any
    ) -> None:
        """A message on the next page, unless that page says the same by itself."""
        if message_template not in QUIET:
            super().add_message(request, level, message_template, *args, **kwargs)

    # --- Guesses: tries are counted in Postgres, for the account and not for the address that was typed ---------------

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Use a try of the account; refuse when there is none left, whether or not the account exists."""
        super().pre_authenticate(request, **credentials)
        email = str(credentials.get("email", "")).lower()
        person = next(iter(filter_users_by_email(email)), None)
        self._bucket = _bucket(request, person, email)
        if tries.take(self._bucket):
            return
        log.warning("sign_in_slowed_down", extra={"user": person.pk if person else None})
        self._warn(person)
        raise self.validation_error("too_many_login_attempts")

    def _rollback_login_failed_rl_usage(self) -> None:
        super()._rollback_login_failed_rl_usage()
        self.count_no_try()

    def count_no_try(self) -> None:
        """The password was right: the try that was taken for it does not count."""
        tries.give_back(self._bucket)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """A wrong password, or nobody of this address."""
        log.warning("sign_in_failed")

    def send_account_already_exists_mail(self, email: str) -> None:
        """Sign-up with the address of an account takes as long as with a new one: a password is hashed there."""
        super().send_account_already_exists_mail(email)
        make_password(get_random_string(20))

    def _warn(self, person: User | None) -> None:
        if person is not None and tries.take(f"warned:{person.pk}", tries.LETTERS):
            self.send_notification_mail("guesses", person)

    def get_reauthentication_methods(self, user: User) -> list[dict[str, Any]]:
        """The ways she has, in our words."""
        return [way | {"description": WAYS[way["id"]]} for way in super().get_reauthentication_methods(user)]

    # --- What follows a sign-in or a new password ---------------------------------------------------------------------

    def login(self, request: HttpRequest, user: User) -> None:
        """Begin the session, under a new key."""
        self._is_first_time = user.last_login is None
        super().login(request, user)
        devices.begin_session(request)
        log.info("signed_in", extra={"user": user.pk})

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """Tell her about a browser that she has never signed in with, and remember it."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        if not self._is_first_time and not devices.knows(request, user.pk):
            self.send_notification_mail("new_device", user)
        devices.remember(request, response, user.pk)
        return response

    def set_password(self, user: User, password: str) -> None:
        """A new password ends all other sessions and makes good for wrong guesses at the old one."""
        super().set_password(user, password)
        sessions.end_others(user, keep=context.request.session.session_key)
        tries.refill(_of_account(user.pk))

    # --- Mail ---------------------------------------------------------------------------------------------------------

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

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """A letter about her account (accounts.services.letters), with the device and place it happened at."""
        letters.tell(
            user,
            template_prefix,
            to=email or "",
            device=browsers.name(devices.described(self.request)),
            place=browsers.masked(self.get_client_ip(self.request)),
            **(context or {}),
        )


def _bucket(request: HttpRequest, person: User | None, email: str) -> str:
    """Whose tries these are. A browser that she signed in with before has its own, which no stranger can use up."""
    if person is None:
        return f"password:{email}"
    if devices.knows(request, person.pk):
        return f"{_of_account(person.pk)}:{devices.of(request).id}"
    return _of_account(person.pk)


def _of_account(person_id: int) -> str:
    return f"password:{person_id}"


def _page(template_prefix: str, context: dict[str, Any]) -> str:
    try:
        return mails.html(f"{template_prefix}_message.mjml", context)
    except TemplateDoesNotExist:
        return mails.html("mail/words.mjml", context)
