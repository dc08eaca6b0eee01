"""The room's addresses. `home`, `profile`, `set_language` and `set_theme` stand in smm.urls, without a namespace."""

from __future__ import annotations

from django.urls import path

from accounts.views import invitations, people, publishing, start

app_name = "accounts"
urlpatterns = [
    path("me/start/", start.start, name="start"),
    path("me/invitation/", invitations.invitation, name="invitation"),
    path("me/invitations/<str:secret>/", invitations.link, name="invitation_link"),
    path("b/<slug:brand>/settings/publishing/", publishing.publishing, name="publishing"),
    path("b/<slug:brand>/settings/publishing/descriptions/", publishing.descriptions, name="publishing_alt"),
    path("o/<slug:organization>/people/", people.people, name="people"),
    path(
        "o/<slug:organization>/people/invitations/<uuid:invitation_id>/revoke/", people.revoke, name="revoke"
    ),
]
