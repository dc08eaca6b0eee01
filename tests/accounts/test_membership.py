"""The query over her membership that every page makes, composed once for everybody."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.db import connection, transaction
from django.utils import timezone, translation

from accounts import membership
from accounts.grants import Role
from accounts.models import Membership, MembershipBrand, User
from core.tenancy import scope
from tests import world
from tests.world import Place

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def place() -> Place:
    """The organization that is asked about."""
    return world.place("one")


def asked(person: User) -> str:
    return str(membership.query(person).query)


def test_what_is_asked_depends_on_nothing_but_the_person(place: Place) -> None:
    with scope.enter(place.organization.pk), transaction.atomic():
        before = asked(place.editor)
        other = User(
            pk=place.editor.pk, name="Other", language="az", zone="Asia/Baku", email="other@example.com"
        )
        later = timezone.now() + timedelta(days=400, hours=7)
        with time_machine.travel(later), translation.override("az"), timezone.override("Asia/Baku"):
            assert asked(other) == before


def test_it_is_the_row_that_the_orm_finds(place: Place) -> None:
    with scope.enter(place.organization.pk), transaction.atomic():
        analyst = Membership.objects.get(user=place.analyst)
        MembershipBrand.objects.create(
            organization=place.organization, membership=analyst, brand=place.brand, role=Role.EDITOR
        )
        analyst.refresh_from_db()

        own = membership.of(place.analyst)
        assert own is not None
        for found, meant in ((own.member, analyst), (own.member.organization, place.organization)):
            fields = [field.attname for field in meant._meta.concrete_fields]
            assert [getattr(found, name) for name in fields] == [getattr(meant, name) for name in fields]
        assert own.limits == {place.brand.pk: Role.EDITOR}
        assert own.counts.keys() == {"notices", "approvals", "inbox"}


def test_each_person_gets_her_own_and_strangers_none(place: Place) -> None:
    stranger = world.place("two").owner

    with scope.enter(place.organization.pk):
        found = [membership.of(person) for person in (place.owner, place.editor, stranger)]

    assert [own and own.member.user_id for own in found] == [place.owner.pk, place.editor.pk, None]


def test_it_works_where_prepared_statements_do_not_last(place: Place) -> None:
    connection._prepared = None  # type: ignore[attr-defined]
    try:
        with scope.enter(place.organization.pk):
            own = membership.of(place.editor)
    finally:
        connection.close()

    assert own is not None
    assert own.member.user_id == place.editor.pk
