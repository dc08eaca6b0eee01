"""Addresses of files, from the site's root."""

from __future__ import annotations

from django.urls import path

from media_library.views import files, uploads

app_name = "media_library"
urlpatterns = [
    path("b/<slug:brand>/media/", uploads.upload, name="upload"),
    path("media/<str:signed>", files.file, name="file"),
]
