"""The room's addresses."""

from __future__ import annotations

from django.urls import path

from activity.views import changes, ledger, mails, notices, settings, unsubscribe

app_name = "activity"
urlpatterns = [
    path("me/notices/", notices.notices, name="notices"),
    path("me/notices/read/", notices.mark_read, name="mark_read"),
    path("me/notices/count/", notices.count, name="count"),
    path("me/notices/<int:notice>/open/", notices.open_notice, name="open"),
    path("o/<slug:organization>/notices/settings/", settings.settings, name="settings"),
    path("o/<slug:organization>/notices/changes/", changes.changes, name="changes"),
    path("o/<slug:organization>/ledger/mail/", mails.mails, name="mails"),
    path("o/<slug:organization>/ledger/mail/<uuid:mail>/again/", mails.again, name="mail_again"),
    path("o/<slug:organization>/ledger/", ledger.ledger, name="ledger"),
    path("o/<slug:organization>/ledger/export/", ledger.export, name="ledger_export"),
    path("u/<str:secret>/", unsubscribe.unsubscribe, name="unsubscribe"),
]
