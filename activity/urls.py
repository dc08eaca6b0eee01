"""The room's addresses."""

from __future__ import annotations

from django.urls import path

from activity.views import notices

app_name = "activity"
urlpatterns = [
    path("me/notices/", notices.notices, name="notices"),
    path("me/notices/read/", notices.mark_read, name="mark_read"),
    path("me/notices/count/", notices.count, name="count"),
]
