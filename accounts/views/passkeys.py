"""`/me/security/passkeys/`: keys that open the account with a finger, a face or a PIN; and the sign-in with one."""

from __future__ import annotations

from typing import Any

from allauth.mfa.webauthn.internal import auth
from allauth.mfa.webauthn.views import (
    AddWebAuthnView,
    EditWebAuthnView,
    LoginWebAuthnView,
    ReauthenticateWebAuthnView,
    RemoveWebAuthnView,
)
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.access import PersonRequest, framed
from accounts.selectors import security as selectors
from accounts.views.security import show_codes
from core.htmx import page


@require_safe
@never_cache
@framed
def passkeys(request: PersonRequest) -> HttpResponse:
    """Her passkeys, with their last use."""
    return page(request, "accounts/passkeys.html", {"passkeys": selectors.passkeys(request.user)})


class AddPasskey(AddWebAuthnView):
    """A new passkey. Without another second factor it also brings recovery codes."""

    template_name = "accounts/passkey_add.html"
    success_url = reverse_lazy("mfa_list_webauthn")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The browser is asked for a key that it keeps and that asks who holds it."""
        found: dict[str, Any] = super().get_context_data(**kwargs)
        return found | {"options": auth.begin_registration(self.request.user, True)}

    def get_success_url(self) -> str:
        """Back to the list."""
        return str(self.success_url)

    def form_valid(self, form: Any) -> HttpResponse:
        """Saved; new recovery codes are shown in this answer and never again."""
        response: HttpResponse = super().form_valid(form)
        return show_codes(self.request) if self.did_generate_recovery_codes else response


class RenamePasskey(EditWebAuthnView):
    """Another name."""

    template_name = "accounts/passkey_edit.html"


class RemovePasskey(RemoveWebAuthnView):
    """The key opens nothing any more."""

    template_name = "accounts/passkey_remove.html"


class SignInByPasskey(LoginWebAuthnView):
    """GET gives a browser what it needs to ask for a key (JSON), POST signs in with what it answered."""


class AgainByPasskey(ReauthenticateWebAuthnView):
    """A passkey before something that changes who can get in."""

    template_name = "accounts/again_passkey.html"

    def form_invalid(self, form: Any) -> HttpResponse:
        """Once more, with the sentence of what was wrong."""
        return _once_more(self.request, form)


def _once_more(request: HttpRequest, form: Any) -> HttpResponse:
    for sentence in form.errors.get("credential", []):
        messages.error(request, sentence)
    return redirect(request.get_full_path())
