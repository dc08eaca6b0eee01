"""How django-allauth's second factors behave here."""

from __future__ import annotations

from urllib.parse import urlsplit

from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts import browsers
from accounts.models import User
from core import crypto

SEAL = "mfa_authenticator"
NAME = "Meydan"


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets are sealed at rest; passkeys belong to the host of BASE_URL."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "add_email_blocked": _(
            "While a second factor protects your account, no address can be added. Remove the second factor, add the "
            "address, confirm it, then set up the second factor again."
        ),
        "incorrect_code": _(
            "This code is not right. Codes change every 30 seconds and work once: take the one that is shown now."
        ),
        "cannot_generate_recovery_codes": _(
            "Recovery codes come with a second factor. Set up a passkey or an authenticator app first."
        ),
        "unverified_email": _(
            "First confirm all your addresses, or remove those that are not confirmed; then set up a second factor."
        ),
    }

    def get_totp_issuer(self) -> str:
        """What the app shows beside the code."""
        return NAME

    def encrypt(self, text: str) -> str:
        """Sealed with the first key of TOKEN_KEYS."""
        return crypto.seal(text, SEAL)

    def decrypt(self, encrypted_text: str) -> str:
        """The plain secret. Raises Unreadable for what was not sealed by us."""
        return crypto.unseal(encrypted_text, SEAL)

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:
        """Where it was made, unless the person says something better."""
        return browsers.name(context.request.headers.get("User-Agent", "")) or gettext("Passkey")

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """To which host passkeys are bound; on a development machine to the one in the address bar."""
        host = context.request.get_host().partition(":")[0]
        return {
            "id": host if settings.DEVELOPMENT else str(urlsplit(settings.BASE_URL).hostname),
            "name": NAME,
        }
