"""The room's addresses."""

from __future__ import annotations

from django.urls import URLPattern, path

from analytics.views import dashboard, results, week

app_name = "analytics"
NUMBERS = "b/<slug:brand>/numbers/"
urlpatterns: list[URLPattern] = [
    path(NUMBERS, dashboard.show, name="dashboard"),
    path(f"{NUMBERS}week/", week.week, name="week"),
    path("b/<slug:brand>/posts/<uuid:post>/results/", results.results_of, name="results"),
]
