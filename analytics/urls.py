"""The room's addresses."""

from __future__ import annotations

from django.urls import URLPattern, path

from analytics import urls_reports
from analytics.views import (
    dashboard,
    exports,
    goals,
    links,
    results,
    shared,
    shares,
    short,
    week,
)

app_name = "analytics"
NUMBERS = "b/<slug:brand>/numbers/"
GOALS, SHARES, LINKS = f"{NUMBERS}goals/", f"{NUMBERS}shares/", f"{NUMBERS}links/"
urlpatterns: list[URLPattern] = [
    path(NUMBERS, dashboard.show, name="dashboard"),
    path(f"{NUMBERS}week/", week.week, name="week"),
    path(GOALS, goals.show, name="goals"),
    path(f"{GOALS}new/", goals.new, name="goal_new"),
    path(f"{GOALS}<uuid:goal>/", goals.edit, name="goal_edit"),
    path(f"{GOALS}<uuid:goal>/end/", goals.end, name="goal_end"),
    path(f"{NUMBERS}export.<slug:kind>", exports.export, name="export"),
    path(SHARES, shares.show, name="shares"),
    path(f"{SHARES}new/", shares.new, name="share_new"),
    path(f"{SHARES}<uuid:share>/revoke/", shares.revoke, name="share_revoke"),
    path(LINKS, links.show, name="links"),
    path(f"{LINKS}new/", links.make, name="link_make"),
    path("l/<str:code>", short.follow, name="short"),
    path("shared/<str:secret>/", shared.shared, name="shared"),
    path("b/<slug:brand>/posts/<uuid:post>/results/", results.results_of, name="results"),
    *urls_reports.urlpatterns,
]
