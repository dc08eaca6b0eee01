"""Inviting several people, from the inviter's side."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from accounts.grants import Role
from accounts.models import Invitation, Membership, MembershipBrand, Team, TeamMember
from accounts.services import brands
from activity.models import Mail
from core.ledger import SYSTEM, Event
from core.tenancy import scope
from tests import world
from tests.accounts import mailbox
from tests.world import Place

pytestmark = pytest.mark.django_db
PAGE = "/o/one/people/invite/"
JOIN = {"name": "Leyla", "password": "a good long password"}


@pytest.fixture
def place() -> Place:
    """The organization that invites."""
    return world.place("one")


def send(place: Place, who: str = Role.OWNER, **data: Any) -> Any:
    """The form of somebody in a role."""
    client = Client()
    client.force_login(place.people[who])
    filled = {"addresses": "new@example.com", "role": "editor", "sees": "all", "language": "en", **data}
    return client.post(PAGE, filled)


def invited(place: Place) -> list[str]:
    """The addresses of open invitations."""
    with scope.enter(place.organization.pk):
        rows = Invitation.objects.filter(revoked_at=None, accepted_at=None)
        return sorted(rows.values_list("email", flat=True))


def kinds(place: Place) -> list[str]:
    """What the ledger tells, in order."""
    with scope.enter(place.organization.pk):
        return list(Event.objects.order_by("id").values_list("kind", flat=True))


def join(place: Place, email: str) -> Membership:
    """Follow the link of the newest mail and make an account."""
    with scope.enter(place.organization.pk):
        link = mailbox.link(mailbox.latest(email))
    client = Client()
    client.get(link)
    client.post("/me/invitation/", JOIN)
    with scope.enter(place.organization.pk):
        found: Membership = Membership.objects.get(user__email=email)
        return found


def test_a_pasted_list_invites_everybody_once(place: Place) -> None:
    pasted = "Ana@Example.com, bo@example.com;\nCem Ak <cem@example.com>\n\nbo@example.com"

    answer = send(place, addresses=pasted)

    assert answer.status_code == 302
    assert invited(place) == ["ana@example.com", "bo@example.com", "cem@example.com"]
    with scope.enter(place.organization.pk):
        assert Mail.objects.count() == 3


def test_a_wrong_address_is_named_and_nobody_is_invited_and_nothing_typed_is_lost(place: Place) -> None:
    typed = {"addresses": "ana@example.com\nnot-one\n@two", "message": "Salam!", "role": "analyst"}

    answer = send(place, **typed)

    sentence = str(answer.context["form"].errors["addresses"][0])
    assert "not-one, @two" in sentence
    for name, value in typed.items():
        assert answer.context["form"][name].value() == value
    assert invited(place) == []


def test_members_and_the_invited_are_named_plainly(place: Place) -> None:
    send(place, addresses="ana@example.com")

    answer = send(place, addresses="ana@example.com editor-one@example.com new@example.com")

    assert list(answer.context["form"].errors["addresses"]) == [
        "editor-one@example.com is a member already.",
        "ana@example.com is invited already. You can send that invitation again.",
    ]
    assert invited(place) == ["ana@example.com"]


def test_at_most_fifty_at_once(place: Place) -> None:
    answer = send(place, addresses="\n".join(f"p{number}@example.com" for number in range(51)))

    assert "at most 50" in str(answer.context["form"].errors["addresses"][0])
    assert invited(place) == []


@pytest.mark.parametrize("role", ["owner", "nonsense"])
def test_nobody_is_invited_as_owner(place: Place, role: str) -> None:
    assert send(place, role=role).context["form"].errors["role"]
    assert invited(place) == []


def test_words_and_language_are_in_the_mail(place: Place) -> None:
    send(place, message="Xoş gəldin & <b>salam</b>", language="az")

    with scope.enter(place.organization.pk):
        mail = mailbox.latest("new@example.com")
    assert 'lang="az"' in mail.html
    assert "Xoş gəldin &amp; &lt;b&gt;salam" in mail.html
    assert "Xoş gəldin & <b>salam</b>" in mail.text


def test_whoever_accepts_sees_what_was_chosen(place: Place) -> None:
    second = brands.create(organization=place.organization, name="Two", zone="UTC", language="en", by=SYSTEM)
    with scope.enter(place.organization.pk):
        team = Team.objects.create(organization=place.organization, name="Region")

    send(place, sees="some", brands=[str(second.pk)], teams=[str(team.pk)])
    joined = join(place, "new@example.com")

    assert (joined.role, joined.all_brands, joined.by_teams) == (Role.EDITOR, False, False)
    with scope.enter(place.organization.pk):
        assert list(MembershipBrand.objects.values_list("brand_id", "role")) == [(second.pk, None)]
        assert TeamMember.objects.get().team_id == team.pk


def test_only_these_brands_means_at_least_one(place: Place) -> None:
    assert send(place, sees="some").context["form"].errors["brands"]


def test_an_admin_of_one_brand_cannot_give_more_than_she_sees(place: Place) -> None:
    second = brands.create(organization=place.organization, name="Two", zone="UTC", language="en", by=SYSTEM)
    with scope.enter(place.organization.pk):
        admin = Membership.objects.get(user=place.admin)
        Membership.objects.filter(pk=admin.pk).update(all_brands=False)
        MembershipBrand.objects.create(
            organization=place.organization, membership=admin, brand=place.brand, role=None
        )

    assert send(place, Role.ADMIN, sees="all").context["form"].errors["sees"]
    assert send(place, Role.ADMIN, sees="some", brands=[str(second.pk)]).context["form"].errors["brands"]
    assert send(place, Role.ADMIN, sees="some", by_teams="on").context["form"].errors
    assert send(place, Role.ADMIN, sees="some", brands=[str(place.brand.pk)]).status_code == 302
    assert invited(place) == ["new@example.com"]


def test_sending_again_gives_a_fresh_link_and_kills_the_old(place: Place) -> None:
    send(place)
    with scope.enter(place.organization.pk):
        invitation = Invitation.objects.get()
        old = mailbox.link(mailbox.latest("new@example.com"))
        Invitation.objects.update(expires_at="2026-01-01T00:00Z")
    client = Client()
    client.force_login(place.owner)

    answer = client.post(f"/o/one/people/invitations/{invitation.pk}/again/")

    assert answer.status_code == 302
    assert Client().get(old).status_code == 404
    with scope.enter(place.organization.pk):
        fresh = mailbox.link(mailbox.latest("new@example.com"))
    assert Client().get(fresh, follow=True).status_code == 200
    assert kinds(place)[-1] == "accounts.invitation_sent_again"


def test_what_was_taken_back_is_not_sent_again(place: Place) -> None:
    send(place)
    with scope.enter(place.organization.pk):
        invitation = Invitation.objects.get()
    client = Client()
    client.force_login(place.owner)
    client.post(f"/o/one/people/invitations/{invitation.pk}/revoke/")

    assert client.post(f"/o/one/people/invitations/{invitation.pk}/again/").status_code == 409


@pytest.mark.parametrize("role", [Role.APPROVER, Role.EDITOR, Role.CLIENT])
def test_who_manages_no_people_invites_nobody(place: Place, role: str) -> None:
    assert send(place, role).status_code == 403
    assert invited(place) == []


def test_tries_in_vain_are_in_the_ledger(place: Place) -> None:
    send(place)
    with scope.enter(place.organization.pk):
        link = mailbox.link(mailbox.latest("new@example.com"))
    other, late = Client(), Client()
    other.force_login(place.editor)
    other.get(link)
    late.get(link)

    page = other.post("/me/invitation/")
    with scope.enter(place.organization.pk):
        Invitation.objects.update(expires_at="2026-01-01T00:00Z")
    assert late.post("/me/invitation/", JOIN).status_code == 410

    assert "This invitation is for new@example.com" in page.content.decode()
    with scope.enter(place.organization.pk):
        events = Event.objects.filter(kind="accounts.invitation_refused").order_by("id")
        told = [(event.facts["rule"], event.by_kind) for event in events]
    assert told == [("another_person", "person"), ("expired", "guest")]
    log = _log(place)
    assert f"{place.editor} tried to use an invitation in vain: it is for another address" in log
    assert "tried to use an invitation in vain: it had expired" in log


def _log(place: Place) -> str:
    client = Client()
    client.force_login(place.owner)
    return client.get("/o/one/ledger/").content.decode()
