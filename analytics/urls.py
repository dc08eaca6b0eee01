"""The room's addresses."""

from __future__ import annotations

from django.urls import URLPattern, path

from analytics.views import dashboard, goals, results, short, week

app_name = "analytics"
NUMBERS = "b/<slug:brand>/numbers/"
GOALS = f"{NUMBERS}goals/"
urlpatterns: list[URLPattern] = [
    path(NUMBERS, dashboard.show, name="dashboard"),
    path(f"{NUMBERS}week/", week.week, name="week"),
    path(GOALS, goals.show, name="goals"),
    path(f"{GOALS}new/", goals.new, name="goal_new"),
    path(f"{GOALS}<uuid:goal>/", goals.edit, name="goal_edit"),
    path(f"{GOALS}<uuid:goal>/end/", goals.end, name="goal_end"),
    path("b/<slug:brand>/posts/<uuid:post>/results/", results.results_of, name="results"),
    path("l/<str:code>", short.follow, name="short"),
]
