"""The organizations a person belongs to."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.grants import Role
from accounts.models import Membership
from core.tenancy import scope
from tests import world
from tests.world import Place

pytestmark = pytest.mark.django_db
PAGE = "/me/organizations/"


def join(place: Place, who: Place) -> None:
    """The editor of one place belongs to another, too."""
    with scope.enter(place.organization.pk):
        Membership.objects.create(organization=place.organization, user=who.editor, role=Role.ANALYST)


def test_her_own_are_listed_and_no_other_in_one_query(client: Client) -> None:
    one, two, three = world.place("one"), world.place("two"), world.place("three")
    join(two, one)
    client.force_login(one.editor)

    with CaptureQueriesContext(connection) as queries:
        page = client.get(PAGE, headers={"HX-Request": "true"}).content.decode()

    told = [query for query in queries if "SAVEPOINT" not in query["sql"]]
    assert len(told) == 3, "session, person, memberships"
    assert "/o/one/enter/" in page
    assert "/o/two/enter/" in page
    assert three.organization.slug not in page
    assert "<html" not in page


def test_one_that_she_left_is_gone_from_the_list(client: Client) -> None:
    one, two = world.place("one"), world.place("two")
    join(two, one)
    with scope.enter(two.organization.pk):
        Membership.objects.filter(user=one.editor).update(deactivated_at="2026-01-01T00:00Z")
    client.force_login(one.editor)

    assert "/o/two/" not in client.get(PAGE).content.decode()
    assert client.get("/o/two/enter/").status_code == 404


def test_entering_leads_to_the_first_brand_there(client: Client) -> None:
    one, two = world.place("one"), world.place("two")
    join(two, one)
    client.force_login(one.editor)

    assert client.get("/o/two/enter/").url == "/b/two/"  # type: ignore[attr-defined]


def test_who_sees_no_brand_there_comes_to_her_own_place(client: Client) -> None:
    one = world.place("one")
    with scope.enter(one.organization.pk):
        Membership.objects.filter(user=one.editor).update(all_brands=False)
    client.force_login(one.editor)

    answer = client.get("/o/one/enter/", follow=True)

    assert answer.redirect_chain == [("/o/one/me/", 302)]
    assert answer.status_code == 200


def test_the_frame_offers_the_list_and_asks_for_it_only_when_it_is_opened(client: Client) -> None:
    one = world.place("one")
    client.force_login(one.client)

    page = client.get("/b/one/").content.decode()

    assert f'hx-get="{PAGE}?here=one"' in page
    assert "/o/one/enter/" not in page


def test_the_anonymous_sign_in_first(client: Client) -> None:
    assert client.get(PAGE).url == f"/accounts/login/?next={PAGE}"  # type: ignore[attr-defined]
