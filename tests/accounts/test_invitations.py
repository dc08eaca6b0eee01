"""An invitation from the receiver's side."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts import access
from accounts.grants import Role
from accounts.models import Invitation, Membership, User
from accounts.services import invitations
from core.errors import DomainError
from core.tenancy import scope
from tests import world
from tests.accounts import mailbox
from tests.world import Place

pytestmark = pytest.mark.django_db

JOIN = {"name": "Leyla", "password": "a good long password"}


@pytest.fixture
def place() -> Place:
    """The organization that invites."""
    return world.place("one")


def invite(place: Place, email: str = "leyla@example.com", role: Role = Role.APPROVER) -> str:
    """The path of the link in the mail."""
    with scope.enter(place.organization.pk):
        invitations.invite(organization=place.organization, email=email, role=role, by=access.by(place.owner))
        return mailbox.link(mailbox.latest(email))


def change(place: Place, **fields: Any) -> None:
    """Change the newest invitation behind everybody's back."""
    with scope.enter(place.organization.pk):
        Invitation.objects.update(**fields)


def membership(place: Place, email: str = "leyla@example.com") -> Membership | None:
    """Her place in the organization, if she has one."""
    with scope.enter(place.organization.pk):
        found: Membership | None = Membership.objects.filter(user__email=email).first()
        return found


def test_a_new_person_joins_with_a_name_and_a_password(place: Place, client: Client) -> None:
    page = client.get(invite(place), follow=True)
    assert "Owner-One" in page.content.decode()

    answer = client.post("/me/invitation/", JOIN)

    assert answer.url == "/b/one/"  # type: ignore[attr-defined]
    joined = membership(place)
    assert joined is not None
    assert joined.role == Role.APPROVER
    assert client.get("/me/").status_code == 200


def test_the_address_is_proven_by_it(place: Place, client: Client) -> None:
    client.get(invite(place))
    client.post("/me/invitation/", JOIN)
    client.logout()

    answer = client.post("/accounts/login/", {"login": "leyla@example.com", "password": JOIN["password"]})

    assert answer.url == "/"  # type: ignore[attr-defined]


def test_the_secret_leaves_the_address_at_once(place: Place, client: Client) -> None:
    link = invite(place)

    answer = client.get(link)

    assert answer.url == "/me/invitation/"  # type: ignore[attr-defined]
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert (
        client.get("/me/invitation/").headers["Referrer-Policy"] == "same-origin"
    )  # else a form's Origin is null
    assert link.rsplit("/", 2)[1] not in str(dict(client.session))


def test_an_existing_person_must_sign_in_and_then_joins(place: Place, client: Client) -> None:
    person = world.person("leyla")
    client.get(invite(place))

    client.post("/me/invitation/", JOIN)
    assert membership(place) is None

    client.force_login(person)
    client.get(invite(place))
    answer = client.post("/me/invitation/")
    assert answer.url == "/b/one/"  # type: ignore[attr-defined]
    assert membership(place) is not None


def test_the_invitation_is_still_there_after_signing_in(place: Place, client: Client) -> None:
    client.get(invite(place))
    world.person("leyla")

    page = client.get("/me/invitation/").content.decode()

    assert "/accounts/login/?next=/me/invitation/" in page


def test_somebody_else_cannot_accept(place: Place, client: Client) -> None:
    client.force_login(world.place("two").editor)
    page = client.get(invite(place), follow=True)
    assert "This invitation is for leyla@example.com" in page.content.decode()

    client.post("/me/invitation/")

    assert membership(place) is None
    assert membership(place, "editor-two@example.com") is None


def test_the_service_refuses_the_wrong_address_too(place: Place) -> None:
    invite(place)
    stranger = world.person("stranger")

    with scope.enter(place.organization.pk), pytest.raises(DomainError, match=r"is for leyla@example\.com"):
        invitations.accept(Invitation.objects.get(), person=stranger)


def test_a_used_link_says_so(place: Place, client: Client) -> None:
    link = invite(place)
    client.get(link)
    client.post("/me/invitation/", JOIN)

    answer = Client().get(link, follow=True)

    assert answer.status_code == 410
    assert "used already" in answer.content.decode()


def test_an_expired_link_says_so_and_makes_nobody(place: Place, client: Client) -> None:
    client.get(invite(place))
    change(place, expires_at=timezone.now() - timedelta(seconds=1))

    answer = client.post("/me/invitation/", JOIN)

    assert answer.status_code == 410
    assert "expired" in answer.content.decode()
    assert not User.objects.filter(email="leyla@example.com").exists()


def test_a_revoked_link_says_so(place: Place, client: Client) -> None:
    client.get(invite(place))
    change(place, revoked_at=timezone.now())

    answer = client.post("/me/invitation/", JOIN)

    assert answer.status_code == 410
    assert "taken back" in answer.content.decode()


def test_a_newer_invitation_closes_the_older(place: Place, client: Client) -> None:
    older = invite(place)
    newer = invite(place, role=Role.EDITOR)

    assert client.get(older, follow=True).status_code == 410
    assert client.get(newer, follow=True).status_code == 200


def test_a_secret_that_nobody_gave_out_leads_nowhere(client: Client) -> None:
    assert client.get("/me/invitations/never/").status_code == 404
    assert client.get("/me/invitation/").status_code == 404


def test_a_weak_password_is_refused(place: Place, client: Client) -> None:
    client.get(invite(place))

    answer = client.post("/me/invitation/", {"name": "Leyla", "password": "password12"})

    assert answer.context["form"].errors["password"]
    assert membership(place) is None


def test_two_at_once_accept_it_only_once(place: Place) -> None:
    invite(place)
    person = world.person("leyla")
    with scope.enter(place.organization.pk):
        first, second = Invitation.objects.get(), Invitation.objects.get()
        invitations.accept(first, person=person)

        with pytest.raises(DomainError, match="used already"):
            invitations.accept(second, person=person)


def test_a_former_member_comes_back_with_the_invited_role(place: Place, client: Client) -> None:
    with scope.enter(place.organization.pk):
        Membership.objects.filter(user=place.editor).update(deactivated_at=timezone.now())
    client.force_login(place.editor)
    client.get(invite(place, place.editor.email, Role.ANALYST))

    client.post("/me/invitation/")

    back = membership(place, place.editor.email)
    assert back is not None
    assert (back.role, back.deactivated_at) == (Role.ANALYST, None)


def test_an_owner_is_not_made_by_mail(place: Place) -> None:
    with pytest.raises(DomainError):
        invite(place, role=Role.OWNER)


def test_the_mail_is_in_the_receivers_language(place: Place) -> None:
    world.person("leyla", language="tr")

    invite(place)

    with scope.enter(place.organization.pk):
        assert 'lang="tr"' in mailbox.latest("leyla@example.com").html
