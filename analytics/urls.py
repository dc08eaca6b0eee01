"""The room's addresses."""

from __future__ import annotations

from django.urls import URLPattern

from analytics import urls_reports

app_name = "analytics"
urlpatterns: list[URLPattern] = [
    *urls_reports.urlpatterns,
]
