"""The room's addresses. `home`, `profile`, `set_language` and `set_theme` stand in smm.urls, without a namespace."""

from __future__ import annotations

from django.urls import path

from accounts.views import (
    api_keys,
    brand,
    brands,
    deleting,
    invitations,
    member,
    organization,
    organizations,
    ownership,
    people,
    publishing,
    standing,
    start,
    teams,
)

app_name = "accounts"
ORGANIZATION = "o/<slug:organization>/"
INVITATION = f"{ORGANIZATION}people/invitations/<uuid:invitation_id>/"
MEMBER = f"{ORGANIZATION}people/<int:membership>/"
urlpatterns = [
    path("me/start/", start.start, name="start"),
    path("me/invitation/", invitations.invitation, name="invitation"),
    path("me/invitations/<str:secret>/", invitations.link, name="invitation_link"),
    path("b/<slug:brand>/settings/", brand.brand, name="brand"),
    path("b/<slug:brand>/settings/delete/", deleting.delete, name="brand_delete"),
    path("b/<slug:brand>/settings/publishing/", publishing.publishing, name="publishing"),
    path("b/<slug:brand>/settings/publishing/descriptions/", publishing.descriptions, name="publishing_alt"),
    path("me/organizations/", organizations.organizations, name="organizations"),
    path(f"{ORGANIZATION}enter/", organizations.enter, name="enter"),
    path(f"{ORGANIZATION}me/", standing.standing, name="standing"),
    path(f"{ORGANIZATION}me/leave/", standing.leave, name="leave"),
    path(f"{ORGANIZATION}me/ownership/", ownership.offered, name="ownership_offered"),
    path(f"{ORGANIZATION}ownership/", ownership.ownership_page, name="ownership"),
    path(f"{ORGANIZATION}ownership/withdraw/", ownership.withdraw, name="ownership_withdraw"),
    path(f"{ORGANIZATION}people/", people.people, name="people"),
    path(f"{ORGANIZATION}people/invite/", people.invite, name="invite"),
    path(f"{INVITATION}revoke/", people.revoke, name="revoke"),
    path(f"{INVITATION}again/", people.send_again, name="invitation_again"),
    path(MEMBER, member.member, name="member"),
    path(f"{MEMBER}role/", member.role, name="member_role"),
    path(f"{MEMBER}reach/", member.reach, name="member_reach"),
    path(f"{MEMBER}teams/", member.teams, name="member_teams"),
    path(f"{MEMBER}away/", member.away, name="member_away"),
    path(f"{MEMBER}deactivate/", member.deactivate, name="member_deactivate"),
    path(f"{MEMBER}reactivate/", member.reactivate, name="member_reactivate"),
    path(f"{ORGANIZATION}teams/", teams.teams, name="teams"),
    path(f"{ORGANIZATION}teams/new/", teams.new, name="team_new"),
    path(f"{ORGANIZATION}teams/<int:team>/", teams.team, name="team"),
    path(f"{ORGANIZATION}teams/<int:team>/remove/", teams.remove, name="team_remove"),
    path(f"{ORGANIZATION}keys/", api_keys.api_keys, name="api_keys"),
    path(f"{ORGANIZATION}keys/<uuid:api_key>/revoke/", api_keys.revoke, name="api_key_revoke"),
    path(f"{ORGANIZATION}settings/", organization.organization, name="organization"),
    path(f"{ORGANIZATION}brands/", brands.brands, name="brands"),
    path(f"{ORGANIZATION}brands/new/", brands.new, name="brand_new"),
]
