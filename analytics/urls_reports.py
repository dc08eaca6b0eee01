"""The addresses of reports."""

from __future__ import annotations

from django.urls import URLPattern, path

from analytics.views import report_link, report_preview, report_recipients, report_runs, reports

BRAND = "b/<slug:brand>/reports/"
ONE = f"{BRAND}<uuid:report>/"
RUN = f"{BRAND}runs/<uuid:run>/"

urlpatterns: list[URLPattern] = [
    path("r/<str:secret>/", report_link.show, name="report_link"),
    path("r/<str:secret>/report.pdf", report_link.pdf, name="report_link_pdf"),
    path("r/<str:secret>/report.xlsx", report_link.xlsx, name="report_link_xlsx"),
    path("r/<str:secret>/end/", report_link.end, name="report_link_end"),
    path(BRAND, reports.listed, name="reports"),
    path(f"{BRAND}new/", reports.new, name="report_new"),
    path(ONE, reports.report, name="report"),
    path(f"{ONE}change/", reports.change, name="report_change"),
    path(f"{ONE}switch/", reports.switch, name="report_switch"),
    path(f"{ONE}people/", report_recipients.add_person, name="report_add_person"),
    path(f"{ONE}outsiders/", report_recipients.add_outsider, name="report_add_outsider"),
    path(f"{ONE}preview/", report_preview.preview, name="report_preview"),
    path(f"{ONE}preview/mail/", report_preview.preview_mail, name="report_preview_mail"),
    path(f"{ONE}preview/report.<str:kind>", report_preview.preview_file, name="report_preview_file"),
    path(f"{ONE}test/", report_preview.test, name="report_test"),
    path(
        f"{BRAND}recipients/<uuid:recipient>/remove/",
        report_recipients.remove,
        name="report_recipient_remove",
    ),
    path(RUN, report_runs.run, name="report_run"),
    path(f"{RUN}again/", report_runs.run_again, name="report_run_again"),
    path(f"{RUN}<str:language>/report.<str:kind>", report_runs.download, name="report_download"),
    path(f"{BRAND}mails/<uuid:report_mail>/again/", report_runs.mail_again, name="report_mail_again"),
]
