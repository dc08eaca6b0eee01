"""The people of an organization."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.access import by
from accounts.grants import Can, Role
from accounts.models import Invitation, Membership, MembershipBrand, Team, TeamBrand, TeamMember
from accounts.selectors.people import people_who
from accounts.services import brands, invitations
from core.ledger import SYSTEM
from core.tenancy import scope
from tests import world
from tests.world import Place

pytestmark = pytest.mark.django_db

PAGE = "/o/one/people/"


@pytest.fixture
def place() -> Place:
    """The organization whose people are looked at."""
    return world.place("one")


def roles_that_get(place: Place, client: Client, status: int) -> set[str]:
    """The roles to which the page answers with this status."""
    found = set()
    for role, person in place.people.items():
        client.force_login(person)
        if client.get(PAGE).status_code == status:
            found.add(role)
    return found


def test_owner_and_admin_see_the_people_and_all_other_roles_are_refused(place: Place, client: Client) -> None:
    assert roles_that_get(place, client, 200) == {Role.OWNER, Role.ADMIN}
    assert roles_that_get(place, client, 403) == set(Role.values) - {Role.OWNER, Role.ADMIN}


def test_strangers_get_404_and_the_anonymous_sign_in(place: Place, client: Client) -> None:
    assert client.get(PAGE).url == f"/accounts/login/?next={PAGE}"  # type: ignore[attr-defined]

    client.force_login(world.place("two").owner)

    assert client.get(PAGE).status_code == 404


def test_the_page_shows_members_with_their_roles_strongest_first(place: Place, client: Client) -> None:
    client.force_login(place.owner)

    lines = client.get(PAGE).context["members"]

    assert [line.role for line in lines] == list(Role.values)
    assert lines[0].is_me


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("q=EDITOR", ["Editor-One"]),
        ("q=one+ana", ["Analyst-One"]),
        ("role=client", ["Client-One"]),
        ("q=editor&role=client", []),
        ("team=999", []),
        ("role=nonsense", []),
    ],
)
def test_the_page_finds_people_by_words_role_and_team(
    place: Place, client: Client, query: str, names: list[str]
) -> None:
    client.force_login(place.owner)

    assert [line.name for line in client.get(f"{PAGE}?{query}").context["members"]] == names


def test_those_who_have_left_stand_behind_a_tab(place: Place, client: Client) -> None:
    with scope.enter(place.organization.pk):
        Membership.objects.filter(user=place.editor).update(deactivated_at="2026-01-02T00:00Z")
    client.force_login(place.owner)

    assert "Editor-One" not in {line.name for line in client.get(PAGE).context["members"]}
    assert [line.name for line in client.get(f"{PAGE}?show=gone").context["members"]] == ["Editor-One"]


def test_the_page_costs_the_same_whether_few_or_many_work_here(place: Place, client: Client) -> None:
    client.force_login(place.owner)
    client.get(PAGE)

    with CaptureQueriesContext(connection) as few:
        client.get(PAGE)
    with scope.enter(place.organization.pk):
        for number in range(9):
            user = world.person(f"more-{number}")
            Membership.objects.create(organization=place.organization, user=user, role=Role.EDITOR)
    with CaptureQueriesContext(connection) as many:
        client.get(PAGE)

    told = [query for query in many if "SAVEPOINT" not in query["sql"]]
    assert len(few) == len(many)
    assert len(told) == 5 + 6


def test_an_invitation_is_taken_back_once_and_by_nobody_from_outside(place: Place, client: Client) -> None:
    client.force_login(place.owner)
    with scope.enter(place.organization.pk):
        invitation = invitations.invite(
            organization=place.organization, email="new@example.com", role=Role.EDITOR, by=by(place.owner)
        )
    address = f"/invitations/{invitation.pk}/revoke/"

    stranger = world.place("two").owner
    outsider = Client()
    outsider.force_login(stranger)
    assert outsider.post(f"/o/two/people{address}").status_code == 404
    assert outsider.post(f"/o/one/people{address}").status_code == 404

    assert client.post(f"/o/one/people{address}").status_code == 302
    assert client.post(f"/o/one/people{address}").status_code == 409
    with scope.enter(place.organization.pk):
        assert Invitation.objects.get().revoked_at is not None


def test_people_who_may_something_are_found_by_word_and_brand(place: Place) -> None:
    with scope.enter(place.organization.pk):
        second = brands.create(
            organization=place.organization, name="Two", zone="UTC", language="en", by=SYSTEM
        )
        analyst = Membership.objects.get(user=place.analyst)
        editor = Membership.objects.filter(user=place.editor)
        MembershipBrand.objects.create(
            organization=place.organization, membership=analyst, brand=place.brand, role=Role.ADMIN
        )
        editor.update(all_brands=False)
        MembershipBrand.objects.create(
            organization=place.organization, membership=editor.get(), brand=second, role=None
        )
        place.admin.is_active = False
        place.admin.save()

        assert people_who(Can.CONNECT, place.brand) == [place.analyst, place.owner]
        assert people_who(Can.CONNECT, second) == [place.owner]
        assert place.editor not in people_who(Can.WRITE, place.brand)
        assert place.editor in people_who(Can.WRITE, second)


def test_who_sees_brands_by_her_teams_is_found_in_those_alone(place: Place) -> None:
    with scope.enter(place.organization.pk):
        second = brands.create(
            organization=place.organization, name="Two", zone="UTC", language="en", by=SYSTEM
        )
        team = Team.objects.create(organization=place.organization, name="Region")
        TeamBrand.objects.create(organization=place.organization, team=team, brand=second)
        editor = Membership.objects.get(user=place.editor)
        TeamMember.objects.create(organization=place.organization, team=team, membership=editor)
        Membership.objects.filter(pk=editor.pk).update(all_brands=False, by_teams=True)

        assert place.editor in people_who(Can.WRITE, second)
        assert place.editor not in people_who(Can.WRITE, place.brand)
