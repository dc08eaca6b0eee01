"""Migrations: named, reversible, complete, and every walled table has its wall."""

from __future__ import annotations

import re
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.migration import Migration

from core.tenancy.walls import Wall
from tests.architecture.source import rooms

NAMED = re.compile(r"\d{4}_(?!auto)[a-z][a-z0-9]*(_[a-z0-9]+)*")
UNWALLED = frozenset({"core.Door", "core.Lane"})
"""Found before the tenant is known, and without content."""


def ours() -> dict[tuple[str, str], Migration]:
    """Our migrations by room and name."""
    loaded = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    return {key: migration for key, migration in loaded.items() if key[0] in rooms()}


def test_every_migration_says_what_it_does() -> None:
    names = [name for _room, name in ours()]

    assert names
    assert [name for name in names if not NAMED.fullmatch(name) or "_alter_" in name] == []


def test_every_migration_can_be_taken_back() -> None:
    stuck = [
        f"{room}.{name}: {operation.describe()}"
        for (room, name), migration in ours().items()
        for operation in migration.operations
        if not operation.reversible
    ]

    assert stuck == []


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    said = StringIO()
    try:
        call_command("makemigrations", check=True, dry_run=True, stdout=said, verbosity=1)
    except SystemExit:
        pytest.fail(said.getvalue())


def test_every_table_with_an_organization_has_a_wall_in_its_migrations() -> None:
    walls = {
        f"{room}.{operation.model}".lower()
        for (room, _name), migration in ours().items()
        for operation in migration.operations
        if isinstance(operation, Wall)
    }
    walled = {
        model._meta.label
        for model in apps.get_models()
        if any(field.column == "organization_id" for field in model._meta.local_fields)
    }

    assert {label for label in walled - UNWALLED if label.lower() not in walls} == set()


@pytest.mark.django_db
def test_the_database_has_every_migration() -> None:
    applied = MigrationLoader(connection).applied_migrations

    assert set(ours()) <= set(applied)
