"""The addresses of the whole."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from accounts.views import home, preferences, profile

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("me/", profile.profile, name="profile"),
    path("me/language/", preferences.set_language, name="set_language"),
    path("me/theme/", preferences.set_theme, name="set_theme"),
    path("accounts/", include("allauth.urls")),
    path("", include("accounts.urls")),
    path("", include("activity.urls")),
    path("", include("connections.urls")),
    path("", include("media_library.urls")),
]
