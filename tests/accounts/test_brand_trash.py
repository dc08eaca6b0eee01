"""A brand into the trash and out of it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from accounts.grants import Role
from accounts.models import Brand, Hold, Organization
from accounts.services import brands
from core.ledger import SYSTEM
from core.tenancy import scope
from tests import world
from tests.world import Place

pytestmark = pytest.mark.django_db
PAGE = "/b/one/settings/delete/"


@pytest.fixture
def place() -> Place:
    """An organization with two brands."""
    made = world.place("one")
    brands.create(organization=made.organization, name="Second", zone="UTC", language="en", by=SYSTEM)
    return made


def send(place: Place, name: str = "One", role: str = Role.OWNER) -> Any:
    """The form of somebody in a role."""
    client = Client()
    client.force_login(place.people[role])
    return client.post(PAGE, {"name": name}, follow=True)


def is_trashed(place: Place) -> bool:
    """Whether the first brand lies there."""
    with scope.enter(place.organization.pk):
        return bool(Brand.trash.filter(pk=place.brand.pk).exists())


@pytest.mark.parametrize("role", Role.values)
def test_the_owner_deletes_a_brand_and_the_others_are_refused(place: Place, role: str) -> None:
    answer = send(place, role=role)

    assert answer.status_code == (200 if role == Role.OWNER else 403)
    assert is_trashed(place) is (role == Role.OWNER)


def test_nobody_finds_its_pages_and_nothing_of_it_goes_out(place: Place) -> None:
    answer = send(place)

    client = Client()
    client.force_login(place.owner)
    assert "One is in the trash. It can be brought back for 30 days." in answer.content.decode()
    assert client.get("/b/one/").status_code == 404
    assert client.get("/").url == "/b/second/"  # type: ignore[attr-defined]
    assert [brand.slug for brand in client.get("/b/second/").context["shell"]["brands"]] == ["second"]
    with scope.enter(place.organization.pk):
        assert Hold.objects.filter(brand=place.brand, channel_id=None, ended_at=None).count() == 1


@pytest.mark.parametrize("typed", ["", "one", "Two", "One!"])
def test_another_name_deletes_nothing(place: Place, typed: str) -> None:
    answer = send(place, name=typed)

    assert list(answer.context["form"].errors) == ["name"]
    assert not is_trashed(place)


def test_the_only_brand_cannot_be_deleted(place: Place) -> None:
    alone = world.place("two")
    client = Client()
    client.force_login(alone.owner)

    answer = client.post("/b/two/settings/delete/", {"name": "Two"})

    assert "This is your only brand. Add another one first." in answer.content.decode()
    assert not is_trashed(alone)
    with scope.enter(alone.organization.pk):
        assert not Hold.objects.exists()


def test_it_comes_back_paused(place: Place) -> None:
    send(place)
    client = Client()
    client.force_login(place.owner)

    answer = client.post("/o/one/brands/", {"restore": str(place.brand.pk)}, follow=True)

    page = answer.content.decode()
    assert "One is back. Its publishing is paused until you let it go on." in page
    assert "Publishing is paused for One." in page
    assert not is_trashed(place)


def test_an_admin_sees_no_trash_and_restores_nothing(place: Place) -> None:
    send(place)
    client = Client()
    client.force_login(place.admin)

    assert client.get("/o/one/brands/").context["trashed"] == []
    assert client.post("/o/one/brands/", {"restore": str(place.brand.pk)}).status_code == 403
    assert is_trashed(place)


@pytest.mark.parametrize("number", ["", "x", "0", "9" * 30])
def test_what_is_no_brand_in_the_trash_is_not_found(place: Place, number: str) -> None:
    client = Client()
    client.force_login(place.owner)

    assert client.post("/o/one/brands/", {"restore": number}).status_code == 404


def test_a_brand_of_others_is_not_found(place: Place) -> None:
    send(place)
    other = world.place("two")
    client = Client()
    client.force_login(other.owner)

    assert client.post("/o/two/brands/", {"restore": str(place.brand.pk)}).status_code == 404
    assert is_trashed(place)
    assert Organization.objects.count() == 0
