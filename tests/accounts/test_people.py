"""The people of an organization."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.grants import Can, Role
from accounts.models import Invitation, Membership, MembershipBrand
from accounts.selectors.people import people_who
from accounts.services import brands
from activity.models import Mail
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


def test_an_invitation_goes_out_by_mail_and_stands_on_the_page(place: Place, client: Client) -> None:
    client.force_login(place.owner)

    answer = client.post(PAGE, {"email": "New@Example.com", "role": "approver"}, follow=True)

    assert b"new@example.com" in answer.content
    with scope.enter(place.organization.pk):
        assert Mail.objects.get().subject == f"{place.owner.name} invites you to One"


@pytest.mark.parametrize(
    ("email", "role"), [("editor-one@example.com", "editor"), ("new@example.com", "owner"), ("no", "editor")]
)
def test_a_wrong_invitation_is_said_in_the_form(place: Place, client: Client, email: str, role: str) -> None:
    client.force_login(place.owner)

    answer = client.post(PAGE, {"email": email, "role": role})

    assert answer.context["form"].errors
    with scope.enter(place.organization.pk):
        assert not Invitation.objects.exists()


def test_an_invitation_is_taken_back_once_and_by_nobody_from_outside(place: Place, client: Client) -> None:
    client.force_login(place.owner)
    client.post(PAGE, {"email": "new@example.com", "role": "editor"})
    with scope.enter(place.organization.pk):
        invitation = Invitation.objects.get()
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
