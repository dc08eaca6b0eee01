"""The demo: filled once, removed in one click, and what is real stays."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from accounts.grants import Role
from accounts.models import Brand, Membership, Organization, User
from accounts.services import brands
from calendar_app.models import Post
from core.ledger import SYSTEM
from core.tenancy import scope
from smm.demo_logins import LOGINS, PASSWORD
from tests import world

pytestmark = pytest.mark.django_db
NIGAR, SELIN, ORXAN = (login.email for login in LOGINS)
HOME, PAGE = "/b/kehreba-coffee/", "/b/kehreba-coffee/demo/"


@pytest.fixture(autouse=True)
def demo(tmp_path: Path, settings: Any) -> Brand:
    """The demo's brand."""
    settings.MEDIA_ROOT = tmp_path / "media"
    call_command("seed_demo", without_history=True, stdout=StringIO())
    with scope.as_person(User.objects.get(email=NIGAR).pk):
        number = Membership._base_manager.values_list("organization_id", flat=True).get()
    with scope.enter(number):
        found: Brand = Brand.objects.select_related("organization").get()
        return found


def browser(email: str) -> Client:
    """One of the demo's people."""
    client = Client()
    client.force_login(User.objects.get(email=email))
    return client


def organizations(brand: Brand) -> int:
    """How many rows the demo's organization has."""
    with scope.enter(brand.organization_id):
        return Organization.objects.count()


@pytest.mark.parametrize(("email", "status"), [(NIGAR, 200), (SELIN, 403), (ORXAN, 403)])
def test_only_the_owner_is_offered_to_remove_it(email: str, status: int) -> None:
    client = browser(email)

    assert (PAGE in client.get(HOME).content.decode()) is (status == 200)
    assert client.get(PAGE).status_code == status
    assert client.post(PAGE).status_code == (302 if status == 200 else 403)


def test_it_goes_with_its_organization_and_its_people(demo: Brand) -> None:
    owner = browser(NIGAR)

    answer = owner.post(PAGE, follow=True)

    assert answer.redirect_chain[-1][0] == "/accounts/login/"
    assert "The demo data is gone." in answer.content.decode()
    assert organizations(demo) == 0
    assert not User.objects.filter(email__in=[NIGAR, SELIN, ORXAN], is_active=True).exists()
    assert not Client().login(username=NIGAR, password=PASSWORD)
    assert Client().get(HOME).status_code == 302


def test_it_does_not_come_back_with_the_next_start(demo: Brand) -> None:
    browser(NIGAR).post(PAGE)

    call_command("seed_demo", without_history=True, stdout=StringIO())

    assert not User.objects.filter(is_active=True).exists()


def test_what_is_real_beside_it_stays(demo: Brand) -> None:
    with scope.enter(demo.organization_id):
        owner = world.person("real")
        Membership.objects.create(organization_id=demo.organization_id, user=owner, role=Role.OWNER)
    brands.create(organization=demo.organization, name="Real", zone="UTC", language="en", by=SYSTEM)
    client = Client()
    client.force_login(owner)

    answer = client.post(PAGE, follow=True)

    assert answer.redirect_chain[-1][0] == "/b/real/"
    assert client.get(HOME).status_code == 404
    with scope.enter(demo.organization_id):
        assert [brand.name for brand in Brand.objects.all()] == ["Real"]
        assert [row.user.email for row in Membership.objects.filter(deactivated_at=None)] == [owner.email]
    assert not User.objects.get(email=SELIN).is_active


def test_the_only_owner_stays_where_something_real_is_left(demo: Brand) -> None:
    brands.create(organization=demo.organization, name="Real", zone="UTC", language="en", by=SYSTEM)

    answer = browser(NIGAR).post(PAGE, follow=True)

    assert answer.redirect_chain[-1][0] == "/b/real/"
    assert User.objects.get(email=NIGAR).is_active


def test_real_people_do_not_lose_their_organization_with_an_example() -> None:
    place = world.place("one")
    with scope.enter(place.organization.pk):
        Brand.objects.update(is_demo=True)
    client = Client()
    client.force_login(place.owner)

    asked, answer = client.get("/b/one/demo/"), client.post("/b/one/demo/")

    assert (asked.status_code, answer.status_code) == (409, 409)
    assert "This is your only brand. Add another one first." in answer.content.decode()
    assert client.get("/b/one/").status_code == 200


def test_a_brand_that_is_no_demo_cannot_be_removed_that_way() -> None:
    place = world.place("one")
    client = Client()
    client.force_login(place.owner)

    assert client.get("/b/one/demo/").status_code == 404
    assert client.post("/b/one/demo/").status_code == 404
    assert "/b/one/demo/" not in client.get("/b/one/").content.decode()


@pytest.mark.parametrize("role", Role.values)
def test_an_example_brand_is_added_by_owner_and_admin_alone(role: str) -> None:
    place = world.place("one")
    client = Client()
    client.force_login(place.people[role])

    answer = client.post("/o/one/brands/example/")

    may = role in {Role.OWNER, Role.ADMIN}
    assert answer.status_code == (302 if may else 403)
    with scope.enter(place.organization.pk):
        example = Brand.objects.filter(is_demo=True).first()
        assert (example is not None) is may
        if example:
            assert answer.url == example.get_absolute_url()  # type: ignore[attr-defined]
            assert Post.objects.filter(brand=example).count() == 5
