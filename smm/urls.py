"""The addresses of the whole."""

from __future__ import annotations

from allauth.account import views as allauth_views
from django.urls import URLPattern, URLResolver, include, path

from accounts.access import framed
from accounts.views import home, preferences, profile
from smm import frame, health, metrics, status
from smm.demo import views as demo
from smm.finding import page as finding
from smm.mailbox import page as mailbox
from smm.styleguide import page as styleguide

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("status", status.status, name="status"),
    path("metrics", metrics.metrics, name="metrics"),
    path("styleguide/", styleguide.show, name="styleguide"),
    path("mailbox/", mailbox.show, name="mailbox"),
    path("mailbox/<str:key>/", mailbox.letter, name="mailbox_letter"),
    path("me/", profile.profile, name="profile"),
    path("me/settings/", frame.settings_index, name="settings"),
    path("b/<slug:brand>/find/", finding.find, name="find"),
    path("me/language/", preferences.set_language, name="set_language"),
    path("me/theme/", preferences.set_theme, name="set_theme"),
    path(
        "accounts/password/change/",
        framed(allauth_views.password_change),
        name="account_change_password",
    ),
    path("accounts/email/", framed(allauth_views.email), name="account_email"),
    path("", include("accounts.urls_security")),
    path("accounts/", include("allauth.account.urls")),
    path("b/<slug:brand>/demo/", demo.remove, name="remove_demo"),
    path("o/<slug:organization>/brands/example/", demo.example, name="example_brand"),
    path("api/v1/", include("smm.api_urls")),
    path("", include("accounts.urls")),
    path("", include("activity.urls")),
    path("", include("connections.urls")),
    path("", include("media_library.urls")),
    path("", include("calendar_app.urls")),
    path("", include("approvals.urls")),
    path("", include("inbox.urls")),
    path("", include("analytics.urls")),
]
