"""The scope, and the wall between organizations behind it."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Any

import pytest
from django.db import (
    DatabaseError,
    IntegrityError,
    OperationalError,
    ProgrammingError,
    connection,
    transaction,
)

from accounts.models import Brand, Membership, MembershipBrand, Organization, Team
from core.tenancy import scope
from tests import world
from tests.core.hands import at_once

OUTSIDE_TESTS = pytest.mark.django_db(transaction=True)


def seen() -> list[str]:
    """The brands that raw SQL finds."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT slug FROM accounts_brand ORDER BY slug")
        return [slug for (slug,) in cursor.fetchall()]


def break_transaction() -> None:
    """Leave the transaction as it is after any failed statement."""
    with contextlib.suppress(DatabaseError), connection.cursor() as cursor:
        cursor.execute("SELECT 1 / 0")


@pytest.mark.django_db
def test_walled_rows_raise_outside_a_scope() -> None:
    with pytest.raises(scope.NoScope):
        Brand.objects.count()


@pytest.mark.django_db
def test_raw_sql_sees_only_the_open_organization() -> None:
    one, two = world.place("one"), world.place("two")

    with scope.enter(one.organization.pk):
        assert seen() == ["one"]
    with scope.enter(two.organization.pk):
        assert seen() == ["two"]


@pytest.mark.django_db
def test_nothing_is_seen_without_a_scope_even_by_raw_sql() -> None:
    world.place("one")

    assert seen() == []


@OUTSIDE_TESTS
def test_lone_statements_outside_transactions_are_walled_too() -> None:
    one, two = world.place("one"), world.place("two")

    with scope.enter(one.organization.pk):
        assert seen() == ["one"]
        assert [brand.slug for brand in Brand.objects.iterator()] == ["one"]
    with scope.enter(two.organization.pk):
        assert seen() == ["two"]
    assert seen() == []


@OUTSIDE_TESTS
def test_a_transaction_takes_the_scope_at_its_start_and_leaves_nothing_on_the_line() -> None:
    one = world.place("one")

    with scope.enter(one.organization.pk), transaction.atomic():
        assert seen() == ["one"]

    with transaction.atomic():
        assert seen() == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('meydan.organization_id', true)")
        assert cursor.fetchone()[0] in {None, ""}


@OUTSIDE_TESTS
def test_the_wall_holds_on_a_line_that_was_opened_inside_a_statement_wrapper() -> None:
    one = world.place("one")

    def watch(execute: Callable[..., Any], *arguments: Any) -> Any:
        return execute(*arguments)

    def look() -> list[str]:
        with connection.execute_wrapper(watch):
            connection.ensure_connection()
        with scope.enter(one.organization.pk):
            return seen()

    assert at_once(look) == [["one"]]


@pytest.mark.django_db
def test_scopes_nest_and_give_back_the_former_one() -> None:
    one, two = world.place("one"), world.place("two")

    with scope.enter(one.organization.pk):
        with scope.enter(two.organization.pk):
            assert seen() == ["two"]
            with scope.leave():
                assert seen() == []
                assert scope.current() is None
            assert seen() == ["two"]
        assert seen() == ["one"]
        assert scope.required().organization_id == one.organization.pk
    assert seen() == []


@OUTSIDE_TESTS
def test_scopes_nest_inside_one_transaction() -> None:
    one, two = world.place("one"), world.place("two")

    with transaction.atomic():
        with scope.enter(one.organization.pk):
            assert seen() == ["one"]
            with scope.enter(two.organization.pk):
                assert seen() == ["two"]
            assert seen() == ["one"]
        assert seen() == []


@pytest.mark.django_db
def test_an_error_inside_a_scope_gives_back_the_former_one() -> None:
    one, two = world.place("one"), world.place("two")

    with scope.enter(one.organization.pk):
        with pytest.raises(RuntimeError), scope.enter(two.organization.pk):
            raise RuntimeError
        assert seen() == ["one"]


@OUTSIDE_TESTS
def test_a_rolled_back_savepoint_gives_back_the_scope_that_it_found() -> None:
    one, two = world.place("one"), world.place("two")

    with scope.enter(one.organization.pk), transaction.atomic():
        with contextlib.suppress(RuntimeError), transaction.atomic():
            with scope.enter(two.organization.pk):
                assert seen() == ["two"]
            raise RuntimeError
        assert seen() == ["one"]


@OUTSIDE_TESTS
def test_a_failed_statement_in_a_savepoint_gives_back_the_scope_that_it_found() -> None:
    one, two = world.place("one"), world.place("two")

    with scope.enter(one.organization.pk), transaction.atomic():
        with contextlib.suppress(RuntimeError), transaction.atomic(), scope.enter(two.organization.pk):
            break_transaction()
            raise RuntimeError
        assert seen() == ["one"]


@OUTSIDE_TESTS
def test_a_broken_line_is_reported_as_what_it_is() -> None:
    one = world.place("one")

    with (
        pytest.raises(OperationalError),
        scope.enter(one.organization.pk),
        transaction.atomic(),
        scope.leave(),
    ):
        connection.cursor().execute("SELECT pg_terminate_backend(pg_backend_pid())")

    assert scope.current() is None
    assert seen() == []


@OUTSIDE_TESTS
def test_scopes_of_threads_do_not_meet() -> None:
    one, two = world.place("one"), world.place("two")

    def look(organization_id: int) -> Callable[[], list[list[str]]]:
        def job() -> list[list[str]]:
            with scope.enter(organization_id):
                return [seen() for _ in range(20)]

        return job

    with scope.enter(one.organization.pk):
        found = at_once(look(one.organization.pk), look(two.organization.pk), lambda: [seen()])

    assert found == [[["one"]] * 20, [["two"]] * 20, [[]]]


@pytest.mark.django_db
def test_a_scope_of_some_brands_shows_their_rows_only() -> None:
    place = world.place("one")

    with scope.enter(place.organization.pk, [place.brand.pk]) as opened:
        assert opened.brand_ids == (place.brand.pk,)
    with scope.enter(place.organization.pk, []) as opened:
        assert opened.brand_ids == ()


@pytest.mark.django_db
def test_a_row_cannot_be_written_into_another_organization() -> None:
    one, two = world.place("one"), world.place("two")

    with scope.enter(one.organization.pk):
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Team.objects.create(organization_id=two.organization.pk, name="spies")
        team = Team.objects.create(organization_id=one.organization.pk, name="ours")
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Team.objects.filter(pk=team.pk).update(organization_id=two.organization.pk)


@pytest.mark.django_db
def test_rows_of_another_organization_can_neither_be_changed_nor_deleted() -> None:
    one, two = world.place("one"), world.place("two")

    with scope.enter(one.organization.pk):
        assert Brand._base_manager.filter(pk=two.brand.pk).update(name="ours") == 0
        assert Brand._base_manager.filter(pk=two.brand.pk)._raw_delete("default") == 0


@pytest.mark.django_db
def test_a_key_cannot_point_into_another_organization() -> None:
    one, two = world.place("one"), world.place("two")

    with scope.enter(one.organization.pk):
        member = Membership.objects.get(user=one.editor)
        MembershipBrand.objects.create(
            organization=one.organization, membership=member, brand_id=two.brand.pk
        )
        with pytest.raises(IntegrityError), transaction.atomic():
            connection.check_constraints()
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_a_person_may_list_her_own_memberships() -> None:
    one = world.place("one")

    with scope.as_person(one.editor.pk):
        rows = Membership._base_manager.values_list("user_id", flat=True)
        assert list(rows) == [one.editor.pk]
    assert not Membership._base_manager.exists()


@pytest.mark.django_db
def test_a_membership_elsewhere_is_not_seen_inside_a_scope() -> None:
    one, two = world.place("one"), world.place("two")

    with scope.as_person(one.editor.pk), scope.enter(two.organization.pk):
        assert not Membership._base_manager.filter(user=one.editor).exists()
        assert not Organization._base_manager.filter(pk=one.organization.pk).exists()


@pytest.mark.django_db
def test_a_person_may_read_her_memberships_only() -> None:
    one = world.place("one")

    with scope.as_person(one.editor.pk):
        assert Membership._base_manager.filter(user=one.editor).update(role="owner") == 0
