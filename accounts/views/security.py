"""`/me/security/`: what protects an account, and the authenticator app."""

from __future__ import annotations

from typing import Any

from allauth.mfa.base.views import AuthenticateView, ReauthenticateView
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.access import PersonRequest, framed
from accounts.selectors import security as selectors
from accounts.services import second_factor
from core.htmx import page


@require_safe
@never_cache
@framed
def overview(request: PersonRequest) -> HttpResponse:
    """All ways into the account."""
    protection = selectors.protection(request.user)
    return page(request, "accounts/security.html", {"protection": protection})


class ActivateApp(ActivateTOTPView):
    """A new authenticator app; the first one also brings recovery codes, shown in this answer and never again."""

    template_name = "accounts/app_on.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the key in groups of four, for typing."""
        found: dict[str, Any] = super().get_context_data(**kwargs)
        secret = found["form"].secret
        return found | {"key_groups": [secret[start : start + 4] for start in range(0, len(secret), 4)]}

    def form_valid(self, form: Any) -> HttpResponse:
        """Saved; its first code is used up."""
        response: HttpResponse = super().form_valid(form)
        app = selectors.app(self.request.user)
        if app is not None:
            second_factor.spend(app, form.cleaned_data["code"])
        return show_codes(self.request) if self.did_generate_recovery_codes else response


class DeactivateApp(DeactivateTOTPView):
    """The end of the authenticator app."""

    template_name = "accounts/app_off.html"


@require_safe
@never_cache
@framed
def codes(request: PersonRequest) -> HttpResponse:
    """How many recovery codes are left; the codes themselves are shown only when they are made."""
    return page(request, "accounts/codes.html", {"protection": selectors.protection(request.user)})


class MakeCodes(GenerateRecoveryCodesView):
    """New recovery codes in place of the old ones, shown in this answer and never again."""

    http_method_names = ("post",)
    template_name = "accounts/codes.html"

    def form_valid(self, form: Any) -> HttpResponse:
        """Made, and shown."""
        super().form_valid(form)
        return show_codes(self.request)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With what the page shows anyway."""
        found: dict[str, Any] = super().get_context_data(**kwargs)
        return found | {"protection": selectors.protection(self.request.user)}


def show_codes(request: Any) -> HttpResponse:
    """The page with the codes of the moment. Only ever the answer to the POST that made them."""
    made = selectors.plain_codes(request.user)
    grouped = [f"{code[:4]} {code[4:]}" for code in made]
    response = page(request, "accounts/codes_shown.html", {"codes": grouped})
    response.headers["Cache-Control"] = "no-store"
    return response


class SecondStep(AuthenticateView):
    """The second step of a sign-in."""

    template_name = "accounts/second_step.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With what she can prove herself by."""
        found: dict[str, Any] = super().get_context_data(**kwargs)
        return found | {"protection": selectors.protection(self.stage.login.user)}


class AgainByCode(ReauthenticateView):
    """A code before something that changes who can get in."""

    template_name = "accounts/again_code.html"
