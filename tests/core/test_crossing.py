"""The loud way across the wall."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, ProgrammingError, connection, transaction

from accounts.models import Brand
from activity.models import Mail
from core import clock
from core.outbox.states import State
from core.tenancy import scope
from core.tenancy.crossing import crossing
from tests import world

pytestmark = pytest.mark.django_db(transaction=True)


def role() -> str:
    """Who the database takes us for."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        return str(cursor.fetchone()[0])


def mail_of(place: world.Place) -> None:
    """A mail of an organization that waits."""
    with scope.enter(place.organization.pk):
        Mail.objects.create(
            organization_id=place.organization.pk,
            state=State.WAITING,
            due_at=clock.now() - timedelta(minutes=1),
            to="someone@example.com",
            text="secret",
        )


def test_a_crossing_reads_the_granted_columns_of_every_organization() -> None:
    one, two = world.place("one"), world.place("two")
    mail_of(one)
    mail_of(two)

    with crossing("a test"):
        rows = list(Mail._base_manager.values_list("organization_id", "state").order_by("organization_id"))

    assert rows == [(one.organization.pk, "waiting"), (two.organization.pk, "waiting")]


@pytest.mark.parametrize("column", ["text", '"to"', "subject", "*"])
def test_a_crossing_reads_no_content(column: str) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), crossing("a test"):
        connection.cursor().execute(f"SELECT {column} FROM activity_mail")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE activity_mail SET state = 'live'",
        "DELETE FROM activity_mail",
        "INSERT INTO activity_mail (state) VALUES ('draft')",
        "SELECT id FROM accounts_brand",
        "SELECT key FROM core_door",
        "SELECT id FROM accounts_user",
    ],
)
def test_a_crossing_may_do_nothing_else(statement: str) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), crossing("a test"):
        connection.cursor().execute(statement)


def test_the_role_and_the_scope_are_back_after_a_crossing() -> None:
    one = world.place("one")
    before = role()

    with scope.enter(one.organization.pk):
        with crossing("a test"):
            assert role() == "meydan_cross"
            assert scope.current() is None
        assert role() == before
        assert Brand.objects.count() == 1


def test_the_role_is_back_after_an_error_inside_a_crossing() -> None:
    before = role()

    with pytest.raises(DatabaseError), crossing("a test"):
        connection.cursor().execute("SELECT 1 / 0")

    assert role() == before


def test_a_crossing_is_a_transaction_of_its_own() -> None:
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic(), crossing("a test"):
        pass


def test_a_crossing_needs_a_reason() -> None:
    with pytest.raises(ValueError, match="why"), crossing(""):
        pass
