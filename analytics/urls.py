"""The room's addresses."""

from __future__ import annotations

from django.urls import URLPattern, path

from analytics.views import report_link

app_name = "analytics"
urlpatterns: list[URLPattern] = [
    path("r/<str:secret>/", report_link.show, name="report_link"),
    path("r/<str:secret>/report.pdf", report_link.pdf, name="report_link_pdf"),
    path("r/<str:secret>/report.xlsx", report_link.xlsx, name="report_link_xlsx"),
    path("r/<str:secret>/end/", report_link.end, name="report_link_end"),
]
