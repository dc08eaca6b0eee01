"""Letters to a person about her own account, when something happened to the ways into it. In her language and zone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import mails
from core.tenancy import scope


@dataclass(frozen=True, slots=True)
class Told:
    """What happened, as subject and sentence; and where she goes when it was not she (a name for `reverse`)."""

    subject: Promise
    sentence: Promise
    view: str = "mfa_index"


KNOWN = {
    "account/email/password_changed": Told(
        _("Your password was changed"), _("The password of your account was changed."), "account_reset_password"
    ),
    "account/email/password_set": Told(
        _("Your password was set"), _("Your account has a password now."), "account_reset_password"
    ),
    "account/email/password_reset": Told(
        _("Your password was changed"),
        _("The password of your account was changed by a link that we had mailed to you."),
        "account_reset_password",
    ),
    "account/email/email_changed": Told(
        _("Your main address was changed"),
        _("The main address of your account was changed from %(from_email)s to %(to_email)s."),
        "account_email",
    ),
    "account/email/email_deleted": Told(
        _("An address was removed from your account"),
        _("The address %(deleted_email)s was removed from your account."),
        "account_email",
    ),
    "mfa/email/totp_activated": Told(
        _("An authenticator app protects your account"),
        _("From now on a sign-in with your password also asks for a code of your authenticator app."),
    ),
    "mfa/email/totp_deactivated": Told(
        _("The authenticator app was removed"),
        _("A sign-in with your password no longer asks for a code of an authenticator app."),
    ),
    "mfa/email/recovery_codes_generated": Told(
        _("You have new recovery codes"), _("New recovery codes were made. The old ones no longer work.")
    ),
    "mfa/email/webauthn_added": Told(
        _("A passkey was added to your account"), _("A new passkey opens your account.")
    ),
    "mfa/email/webauthn_removed": Told(
        _("A passkey was removed from your account"), _("One of your passkeys no longer opens your account.")
    ),
    "recovery_code_used": Told(
        _("A recovery code was used"),
        _("Somebody signed in to your account with a recovery code. Codes that are left: %(left)s."),
    ),
    "new_device": Told(
        _("A sign-in from a new device"),
        _("Somebody signed in to your account from a device that we have not seen before."),
    ),
    "guesses": Told(
        _("Somebody is guessing your password"),
        _(
            "There were several sign-ins to your account with a wrong password. We now let through only a few an hour. "
            "A browser that you have signed in with before is not slowed down."
        ),
        "account_reset_password",
    ),
    "second_factor_removed": Told(
        _("Your second factor was removed"),
        _(
            "At your request the people who run this installation removed the second factor of your account and ended "
            "all its sessions. Sign in with your password and set up a new one."
        ),
    ),
}  # fmt: skip


def tell(person: User, kind: str, *, to: str = "", device: str = "", place: str = "", **facts: Any) -> None:
    """Write down the letter `kind` to her main address, or to another one. Raises KeyError for an unknown kind."""
    told = KNOWN[kind]
    with scope.leave(), translation.override(person.language), timezone.override(ZoneInfo(person.zone)):
        subject = str(told.subject)
        context = {
            "sentence": str(told.sentence) % facts,
            "at": timezone.now(),
            "zone": person.zone,
            "device": device,
            "place": place,
            "address": settings.BASE_URL + reverse(told.view),
        }
        mails.letter(
            to or person.email, name="accounts/mail/security", context=context, subject=subject, about=kind
        ).send()
