"""The lock on pages, and what a page costs before it does anything of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import path

from accounts.access import BRAND_COOKIE, BrandRequest, needs
from accounts.grants import Can, Role, granted
from accounts.models import Membership, MembershipBrand, Team, TeamBrand, TeamMember, User
from accounts.services import brands
from core.ledger import SYSTEM
from core.tenancy import scope
from smm.urls import urlpatterns as ours
from tests import world
from tests.world import Place

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


@needs(Can.WRITE)
def bare(request: BrandRequest) -> HttpResponse:
    """A page that does nothing of its own inside the frame."""
    return render(request, "layouts/app.html")


urlpatterns = [*ours, path("b/<slug:brand>/bare/", bare)]


@pytest.fixture
def place() -> Place:
    """The organization whose page is opened."""
    return world.place("one")


def open_as(person: User, address: str = "/b/one/bare/") -> Any:
    """The page as this person sees it."""
    client = Client()
    client.force_login(person)
    return client.get(address)


def test_a_page_costs_five_queries_before_its_own(place: Place, client: Client) -> None:
    for number in range(3):
        brands.create(
            organization=place.organization, name=f"More {number}", zone="UTC", language="en", by=SYSTEM
        )
    client.force_login(place.editor)

    with CaptureQueriesContext(
        connection,
    ) as queries:
        answer = client.get("/b/one/bare/")

    assert answer.status_code == 200
    told = [query["sql"] for query in queries if "SAVEPOINT" not in query["sql"]]
    tables = ["accounts_session", "accounts_user", "core_door", "accounts_membership", "accounts_brand"]
    assert [table in sql for table, sql in zip(tables, told, strict=True)] == [True] * 5


def test_the_frame_shows_the_persons_places_and_brands(place: Place) -> None:
    page = open_as(place.owner).content.decode()

    assert place.owner.name in page
    assert "/o/one/holds/" in page
    assert "/o/one/holds/" not in open_as(place.editor).content.decode()


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.OWNER, 200), (Role.CONTRIBUTOR, 200), (Role.ANALYST, 403), (Role.CLIENT, 403)],
)
def test_the_right_decides(place: Place, role: Role, status: int) -> None:
    assert open_as(place.people[role]).status_code == status


def test_strangers_and_unknown_brands_get_the_same_answer(place: Place) -> None:
    stranger = world.place("two").owner

    assert open_as(stranger).status_code == 404
    assert open_as(stranger, "/b/nowhere/bare/").status_code == 404


def test_the_anonymous_sign_in_and_come_back(place: Place, client: Client) -> None:
    assert client.get("/b/one/bare/?a=1").url == "/accounts/login/?next=/b/one/bare/%3Fa%3D1"  # type: ignore[attr-defined]


def test_the_brand_is_remembered(place: Place) -> None:
    assert open_as(place.editor).cookies[BRAND_COOKIE].value == "one"
    assert BRAND_COOKIE not in open_as(world.person("nigar")).cookies


def test_a_member_of_some_brands_sees_no_other(place: Place) -> None:
    second = brands.create(organization=place.organization, name="Two", zone="UTC", language="en", by=SYSTEM)
    with scope.enter(place.organization.pk):
        Membership.objects.filter(user=place.editor).update(all_brands=False)
        MembershipBrand.objects.create(
            organization=place.organization,
            membership=Membership.objects.get(user=place.editor),
            brand=second,
        )

    assert open_as(place.editor).status_code == 404
    assert open_as(place.editor, "/b/two/bare/").status_code == 200


def test_a_member_by_teams_sees_the_brands_of_her_teams_at_no_further_query(place: Place) -> None:
    second = brands.create(organization=place.organization, name="Two", zone="UTC", language="en", by=SYSTEM)
    with scope.enter(place.organization.pk):
        editor = Membership.objects.get(user=place.editor)
        Membership.objects.filter(pk=editor.pk).update(all_brands=False, by_teams=True)
        team = Team.objects.create(organization=place.organization, name="Region")
        TeamBrand.objects.create(organization=place.organization, team=team, brand=second)
        assert open_as(place.editor, "/b/two/bare/").status_code == 404
        TeamMember.objects.create(organization=place.organization, team=team, membership=editor)

    assert open_as(place.editor).status_code == 404
    client = Client()
    client.force_login(place.editor)
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/b/two/bare/").status_code == 200
    assert len([query for query in queries if "SAVEPOINT" not in query["sql"]]) == 5


def test_being_in_a_team_alone_shows_none_of_its_brands(place: Place) -> None:
    with scope.enter(place.organization.pk):
        editor = Membership.objects.get(user=place.editor)
        Membership.objects.filter(pk=editor.pk).update(all_brands=False)
        team = Team.objects.create(organization=place.organization, name="Region")
        TeamBrand.objects.create(organization=place.organization, team=team, brand=place.brand)
        TeamMember.objects.create(organization=place.organization, team=team, membership=editor)

    assert open_as(place.editor).status_code == 404


def test_a_colleague_who_sees_by_the_team_opens_nothing_to_the_others_in_it(place: Place) -> None:
    with scope.enter(place.organization.pk):
        team = Team.objects.create(organization=place.organization, name="Region")
        TeamBrand.objects.create(organization=place.organization, team=team, brand=place.brand)
        for person, by_teams in ((place.editor, False), (place.approver, True)):
            member = Membership.objects.get(user=person)
            Membership.objects.filter(pk=member.pk).update(all_brands=False, by_teams=by_teams)
            TeamMember.objects.create(organization=place.organization, team=team, membership=member)

    assert open_as(place.editor).status_code == 404
    assert open_as(place.approver).status_code == 200


def test_a_brand_raises_a_role_there_alone(place: Place) -> None:
    brands.create(organization=place.organization, name="Two", zone="UTC", language="en", by=SYSTEM)
    with scope.enter(place.organization.pk):
        MembershipBrand.objects.create(
            organization=place.organization,
            membership=Membership.objects.get(user=place.analyst),
            brand=place.brand,
            role=Role.EDITOR,
        )

    assert open_as(place.analyst).status_code == 200
    assert open_as(place.analyst, "/b/two/bare/").status_code == 403


def test_a_deactivated_member_is_a_stranger(place: Place) -> None:
    with scope.enter(place.organization.pk):
        Membership.objects.filter(user=place.editor).update(deactivated_at="2026-01-01T00:00Z")

    assert open_as(place.editor).status_code == 404


@pytest.mark.parametrize("raised", [None, Role.OWNER, Role.CLIENT])
def test_a_raise_never_takes_away_and_never_makes_an_owner(raised: Role | None) -> None:
    assert granted(Role.EDITOR, raised) >= granted(Role.EDITOR)
    assert Can.OWN not in granted(Role.EDITOR, raised)


def test_every_view_of_the_room_has_its_lock() -> None:
    public = {"home", "set_language", "set_theme", "invitation", "invitation_link", "unsubscribe"}
    public |= {"brands"}  # the API's own lock: a key or a session
    public |= {"mfa_authenticate", "mfa_login_webauthn"}  # the way in
    public |= {"mfa_reauthenticate", "mfa_reauthenticate_webauthn"}  # the library's own lock: login_required

    open_doors = {name for name, view in _views() if not _is_locked(view)}

    assert open_doors == public


def _views() -> list[tuple[str, Callable[[HttpRequest], HttpResponse]]]:
    found = []
    for pattern in ours:
        own = getattr(pattern, "url_patterns", [pattern])
        found += [(one.name, one.callback) for one in own if _is_of_the_room(one)]
    return found


def _is_of_the_room(pattern: Any) -> bool:
    module = getattr(getattr(pattern, "callback", None), "__module__", "")
    return module.startswith(("accounts.", "activity."))


def _is_locked(view: Any) -> bool:
    return hasattr(view, "needs") or hasattr(view, "own")
