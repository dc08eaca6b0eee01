"""Statements that the database plans once for each connection."""

from __future__ import annotations

import pytest
from django.db import Error, connection

from core.prepared import Prepared

pytestmark = pytest.mark.django_db(transaction=True)
SUM = Prepared("sum", "SELECT %(a)s + %(b)s + %(a)s", a="bigint", b="bigint")
NAMES = "SELECT statement FROM pg_prepared_statements"


def ask(a: int, b: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(SUM.on(cursor), {"a": a, "b": b})
        return int(cursor.fetchone()[0])


def planned() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(NAMES)
        return [text for (text,) in cursor.fetchall() if "$1 + $2 + $1" in text]


def test_a_statement_is_planned_once_for_a_connection() -> None:
    connection.close()

    assert (ask(1, 2), ask(20, 1)) == (4, 41)
    assert len(planned()) == 1

    connection.close()
    assert planned() == []
    assert ask(1, 2) == 4


def test_behind_a_pooler_that_loses_names_it_is_asked_in_full(caplog: pytest.LogCaptureFixture) -> None:
    ask(1, 2)
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")

    with pytest.raises(Error):
        ask(1, 2)

    assert (ask(1, 2), ask(20, 1)) == (4, 41)
    assert planned() == []
    assert "prepared_statements_lost" in caplog.text


def test_a_name_that_somebody_gave_already_is_no_trouble_but_once() -> None:
    ask(1, 2)
    # as on a connection that another process had used before
    connection._prepared = set()  # type: ignore[attr-defined]

    with pytest.raises(Error):
        ask(1, 2)

    assert ask(1, 2) == 4


def test_a_migration_that_changes_a_column_fails_it_once() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE words (word varchar(5))")
        words = Prepared("words", "SELECT word FROM words WHERE word = %(word)s", word="text")
        cursor.execute(words.on(cursor), {"word": "a"})
        cursor.execute("ALTER TABLE words ALTER word TYPE varchar(9)")

        with pytest.raises(Error):
            cursor.execute(words.on(cursor), {"word": "a"})

        cursor.execute(words.on(cursor), {"word": "a"})
    connection.close()
