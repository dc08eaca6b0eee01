"""The addresses of second factors and sessions, under the names by which django-allauth asks for them."""

from __future__ import annotations

from django.urls import path
from django.views.decorators.cache import never_cache

from accounts.access import framed
from accounts.views import passkeys, security, sessions

urlpatterns = [
    path("me/security/", security.overview, name="mfa_index"),
    path("me/security/app/", framed(never_cache(security.ActivateApp.as_view())), name="mfa_activate_totp"),
    path("me/security/app/remove/", framed(security.DeactivateApp.as_view()), name="mfa_deactivate_totp"),
    path("me/security/codes/", security.codes, name="mfa_view_recovery_codes"),
    path("me/security/codes/new/", framed(security.MakeCodes.as_view()), name="mfa_generate_recovery_codes"),
    path("me/security/passkeys/", passkeys.passkeys, name="mfa_list_webauthn"),
    path("me/security/passkeys/new/", framed(passkeys.AddPasskey.as_view()), name="mfa_add_webauthn"),
    path(
        "me/security/passkeys/<int:pk>/", framed(passkeys.RenamePasskey.as_view()), name="mfa_edit_webauthn"
    ),
    path(
        "me/security/passkeys/<int:pk>/remove/",
        framed(passkeys.RemovePasskey.as_view()),
        name="mfa_remove_webauthn",
    ),
    path("me/sessions/", sessions.sessions, name="sessions"),
    path("me/sessions/end/", sessions.end_others, name="end_other_sessions"),
    path("me/sessions/<slug:handle>/end/", sessions.end, name="end_session"),
    path("accounts/2fa/", security.SecondStep.as_view(), name="mfa_authenticate"),
    path("accounts/2fa/again/", security.AgainByCode.as_view(), name="mfa_reauthenticate"),
    path(
        "accounts/2fa/again/passkey/", passkeys.AgainByPasskey.as_view(), name="mfa_reauthenticate_webauthn"
    ),
    path("accounts/passkey/", passkeys.SignInByPasskey.as_view(), name="mfa_login_webauthn"),
]
