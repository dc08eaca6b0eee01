"""Forms by which a person proves who she is. Each wrong try counts for her account, in Postgres (services.tries)."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.account.forms import ChangePasswordForm as AllauthChangePasswordForm
from allauth.account.forms import LoginForm
from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as codes
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.services import second_factor, tries

CODE = {
    "autocomplete": "one-time-code",
    "inputmode": "numeric",
    "autocapitalize": "off",
    "spellcheck": "false",
}
LONGEST_NAME = 60


class SignInForm(LoginForm):
    """Address and password; the browser may offer passkeys under the address."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs["autocomplete"] = "username webauthn"


class CodeForm(codes.AuthenticateForm):
    """The second step of a sign-in: a code of the app, or one of the recovery codes. Each works once."""

    code = forms.CharField(
        label=_("Code"), max_length=20, widget=forms.TextInput(attrs=CODE | {"autofocus": True})
    )

    def clean_code(self) -> str:
        """The code, used up."""
        return _tried(self.user, super().clean_code, self)

    def save(self) -> None:
        """A recovery code is told by mail: it is what a thief would use."""
        super().save()
        if self.authenticator.type == Authenticator.Type.RECOVERY_CODES:
            self.authenticator.refresh_from_db()
            left = len(self.authenticator.wrap().get_unused_codes())
            get_account_adapter().send_notification_mail("recovery_code_used", self.user, {"left": left})


class AgainForm(codes.ReauthenticateForm):
    """The same before something that changes who can get in."""

    code = forms.CharField(
        label=_("Code"), max_length=20, widget=forms.TextInput(attrs=CODE | {"autofocus": True})
    )

    def clean_code(self) -> str:
        """The code, used up."""
        return _tried(self.user, super().clean_code, self)


class AppForm(ActivateTOTPForm):
    """The first code of a new authenticator app."""

    code = forms.CharField(label=_("Code of the app"), max_length=20, widget=forms.TextInput(attrs=CODE))

    def clean_code(self) -> str:
        """The code; it is used up when the app is saved."""
        return _tried(self.user, super().clean_code)


class PasskeyForm(AddWebAuthnForm):
    """A new passkey: always one that asks for finger, face or PIN, so that it opens the account by itself."""

    name = forms.CharField(label=_("Name of the passkey"), max_length=LONGEST_NAME, required=False)
    passwordless = None

    def clean(self) -> dict[str, Any]:
        """Refuse a key that did not ask who is holding it."""
        self.cleaned_data["passwordless"] = True
        try:
            cleaned: dict[str, Any] = super().clean()
        except ValueError:  # what a browser would never send
            raise get_adapter().validation_error("incorrect_code") from None
        return cleaned


class PasskeyNameForm(EditWebAuthnForm):
    """What a passkey is called."""

    name = forms.CharField(label=_("Name of the passkey"), max_length=LONGEST_NAME)


class ChangePasswordForm(AllauthChangePasswordForm):
    """The old password counts as a try, like at sign-in."""

    def clean_oldpassword(self) -> str:
        """The old password."""
        adapter = get_account_adapter()
        adapter.pre_authenticate(context.request, email=self.user.email)
        old: str = super().clean_oldpassword()
        adapter.count_no_try()
        return old


def _tried(person: User, check: Any, form: Any = None) -> str:
    """What `check` gives for one try of the person. Raises ValidationError when none is left, or when it is wrong."""
    bucket = f"proof:{person.pk}"
    if not tries.take(bucket):
        raise get_account_adapter().validation_error("rate_limited")
    code: str = check()
    used = getattr(form, "authenticator", None)
    if used is not None and used.type == Authenticator.Type.TOTP and not second_factor.spend(used, code):
        raise get_adapter().validation_error("incorrect_code")
    tries.refill(bucket)
    return code
