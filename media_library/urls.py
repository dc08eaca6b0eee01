"""Addresses of files, from the site's root."""

from __future__ import annotations

from django.urls import path

from media_library.views import files, logos, uploads

app_name = "media_library"
urlpatterns = [
    path("b/<slug:brand>/media/", uploads.upload, name="upload"),
    path("b/<slug:brand>/settings/logo/", logos.of_brand, name="brand_logo"),
    path("o/<slug:organization>/settings/logo/", logos.of_organization, name="organization_logo"),
    path("media/<str:signed>", files.file, name="file"),
]
