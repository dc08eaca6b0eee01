"""The wall between organizations."""

from __future__ import annotations

import pytest
from django.db import connection

from accounts.models import Brand, Membership
from core.tenancy import scope
from tests import world


@pytest.mark.django_db
def test_walled_rows_raise_outside_a_scope() -> None:
    with pytest.raises(scope.NoScope):
        Brand.objects.count()


@pytest.mark.django_db
def test_raw_sql_sees_only_the_open_organization() -> None:
    one, two = world.place("one"), world.place("two")

    with scope.enter(one.organization.pk), connection.cursor() as cursor:
        cursor.execute("SELECT slug FROM accounts_brand")
        seen = cursor.fetchall()

    assert seen == [("one",)]
    assert two.brand.slug == "two"


@pytest.mark.django_db
def test_nothing_is_seen_without_a_scope_even_by_raw_sql() -> None:
    world.place("one")

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM accounts_brand")
        assert cursor.fetchone() == (0,)


@pytest.mark.django_db
def test_a_person_may_list_her_own_memberships() -> None:
    one = world.place("one")

    with scope.as_person(one.editor.pk):
        rows = Membership._base_manager.values_list("user_id", flat=True)
        assert list(rows) == [one.editor.pk]
