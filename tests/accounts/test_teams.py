"""Teams and regions."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from accounts.grants import Role
from accounts.models import Hold, Membership, MembershipBrand, Team, TeamBrand, TeamMember
from accounts.services import brands
from core.ledger import SYSTEM, Event
from core.tenancy import scope
from tests import world
from tests.world import Place

pytestmark = pytest.mark.django_db
PAGE = "/o/one/teams/"


@pytest.fixture
def place() -> Place:
    """The organization whose teams are made."""
    return world.place("one")


def send(place: Place, path: str = "new/", who: str = Role.OWNER, **data: Any) -> Any:
    """A form about teams."""
    client = Client()
    client.force_login(place.people[who])
    return client.post(f"{PAGE}{path}", {"name": "Türkiye", **data})


def made(place: Place) -> tuple[str, set[int], set[int]]:
    """Name, people and brands of the only team."""
    with scope.enter(place.organization.pk):
        team = Team.objects.get()
        people = set(TeamMember.objects.values_list("membership_id", flat=True))
        return team.name, people, set(TeamBrand.objects.values_list("brand_id", flat=True))


def pk(place: Place, role: str) -> int:
    """The id of a membership."""
    with scope.enter(place.organization.pk):
        return int(Membership.objects.get(user=place.people[role]).pk)


def test_a_team_is_made_changed_and_removed(place: Place) -> None:
    editor, analyst = pk(place, Role.EDITOR), pk(place, Role.ANALYST)

    assert send(place, members=[editor], brands=[place.brand.pk]).status_code == 302
    assert made(place) == ("Türkiye", {editor}, {place.brand.pk})

    with scope.enter(place.organization.pk):
        team = Team.objects.get()
    assert send(place, f"{team.pk}/", name=" Bakı  ofisi ", members=[analyst]).status_code == 302
    assert made(place) == ("Bakı ofisi", {analyst}, set())

    assert send(place, f"{team.pk}/remove/").status_code == 302
    with scope.enter(place.organization.pk):
        assert not Team.objects.exists()
        events = Event.objects.filter(kind__startswith="accounts.team_").order_by("id")
        assert [event.kind.rpartition("_")[2] for event in events] == ["created", "changed", "removed"]


def test_a_name_is_given_once(place: Place) -> None:
    send(place)

    answer = send(place, members=[pk(place, Role.EDITOR)])

    assert "There is a team with this name already." in answer.content.decode()
    assert answer.context["form"]["members"].value() == [str(pk(place, Role.EDITOR))]


def test_a_paused_region_is_not_removed(place: Place) -> None:
    send(place, brands=[place.brand.pk])
    with scope.enter(place.organization.pk):
        team = Team.objects.get()
        Hold.objects.create(organization=place.organization, team=team)

    assert send(place, f"{team.pk}/remove/").status_code == 409
    assert made(place)[0] == "Türkiye"


def test_an_admin_of_one_brand_gives_no_other_and_keeps_what_she_does_not_see(place: Place) -> None:
    second = brands.create(organization=place.organization, name="Two", zone="UTC", language="en", by=SYSTEM)
    send(place, brands=[second.pk])
    with scope.enter(place.organization.pk):
        team = Team.objects.get()
        admin = Membership.objects.get(user=place.admin)
        Membership.objects.filter(pk=admin.pk).update(all_brands=False)
        MembershipBrand.objects.create(organization=place.organization, membership=admin, brand=place.brand)

    assert send(place, f"{team.pk}/", Role.ADMIN, brands=[second.pk]).context["form"].errors["brands"]
    assert send(place, f"{team.pk}/", Role.ADMIN, members=[admin.pk]).context["form"].errors["name"]
    assert made(place) == ("Türkiye", set(), {second.pk})
    assert send(place, f"{team.pk}/remove/", Role.ADMIN).status_code == 409


def test_the_page_counts_people_and_names_brands(place: Place) -> None:
    send(place, members=[pk(place, Role.EDITOR), pk(place, Role.ANALYST)], brands=[place.brand.pk])
    client = Client()
    client.force_login(place.admin)

    lines = client.get(PAGE).context["lines"]

    assert [(line.team.name, line.people, line.brands, line.is_region) for line in lines] == [
        ("Türkiye", 2, "One", True)
    ]


@pytest.mark.parametrize("role", [Role.APPROVER, Role.EDITOR, Role.CLIENT])
def test_who_manages_no_people_makes_no_team(place: Place, role: str) -> None:
    assert send(place, who=role).status_code == 403


def test_teams_of_others_are_not_found(place: Place) -> None:
    two = world.place("two")
    with scope.enter(two.organization.pk):
        theirs = Team.objects.create(organization=two.organization, name="Theirs")

    assert send(place, f"{theirs.pk}/").status_code == 404
    assert send(place, f"{theirs.pk}/remove/").status_code == 404
