"""The room's addresses. `home`, `profile`, `set_language` and `set_theme` stand in smm.urls, without a namespace."""

from __future__ import annotations

from django.urls import path

from accounts.views import brand, brands, deleting, invitations, organization, people, publishing, start

app_name = "accounts"
urlpatterns = [
    path("me/start/", start.start, name="start"),
    path("me/invitation/", invitations.invitation, name="invitation"),
    path("me/invitations/<str:secret>/", invitations.link, name="invitation_link"),
    path("b/<slug:brand>/settings/", brand.brand, name="brand"),
    path("b/<slug:brand>/settings/delete/", deleting.delete, name="brand_delete"),
    path("b/<slug:brand>/settings/publishing/", publishing.publishing, name="publishing"),
    path("o/<slug:organization>/settings/", organization.organization, name="organization"),
    path("o/<slug:organization>/brands/", brands.brands, name="brands"),
    path("o/<slug:organization>/brands/new/", brands.new, name="brand_new"),
    path("o/<slug:organization>/people/", people.people, name="people"),
    path(
        "o/<slug:organization>/people/invitations/<uuid:invitation_id>/revoke/", people.revoke, name="revoke"
    ),
]
