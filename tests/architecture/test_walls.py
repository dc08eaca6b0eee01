"""The wall as the database has it: read from its catalogue, so that no table, key or right is forgotten."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, models, transaction

from core.tenancy.keys import WalledKey, WalledOneToOne
from core.tenancy.owner import as_owner
from tests.architecture.source import python, rooms, shown, tree

pytestmark = pytest.mark.django_db

UNWALLED = {
    "core_door": "found before the tenant is known; holds keys and hashes, no content",
    "core_lane": "workers claim lanes of all tenants; holds times, no content",
}
CROSSED = {
    "activity_digest": {"organization_id", "person_id", "state", "due_at", "fenced_at"},
    "activity_mail": {"organization_id", "server", "state", "due_at", "fenced_at"},
    "calendar_app_delivery": {"organization_id", "channel_id", "state", "due_at", "fenced_at", "held_reason"},
    "connections_channel": {"organization_id", "id", "network", "state"},
    "inbox_reply": {"organization_id", "channel_id", "state", "due_at", "fenced_at"},
    "connections_credential": {"channel_id", "expires_at"},
}
"""What `crossing(…)` may read: states, times and ids, never content, names or secrets. It only shrinks.

Beyond the sweep's: why a delivery is held and how channels are (metrics count them), when keys end (the metrics' earliest
end), and which organizations have a channel on a network (they are told when it fails).
"""
CROSSERS = {
    "core/outbox/sweep.py": "when the next row of each lane is due",
    "connections/selectors/reach.py": "which organizations hear that a network is in trouble",
    "smm/figures.py": "how many deliveries and channels are in which state, and when the first key ends",
}
"""Who uses `crossing(…)`. It only shrinks."""
APPEND_ONLY = {"core_event", "calendar_app_postversion"}

COLUMNS = """
SELECT c.relname, a.attname, a.attnotnull FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'public'
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE c.relkind IN ('r', 'p')
"""
SECURITY = """
SELECT c.relname, c.relrowsecurity AND c.relforcerowsecurity,
       EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND p.polname = 'wall' AND p.polcmd = '*'
               AND p.polpermissive AND p.polqual IS NOT NULL AND p.polwithcheck IS NOT NULL
               AND pg_get_expr(p.polqual, c.oid) LIKE '%%meydan.organization_id%%')
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'public'
WHERE c.relkind IN ('r', 'p')
"""
KEYS = """
SELECT k.conname, here.relname, there.relname,
       ARRAY(SELECT a.attname::text FROM unnest(k.conkey) WITH ORDINALITY AS u (number, place)
             JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.number ORDER BY u.place)
FROM pg_constraint k
JOIN pg_class here ON here.oid = k.conrelid JOIN pg_class there ON there.oid = k.confrelid
JOIN pg_namespace n ON n.oid = here.relnamespace AND n.nspname = 'public'
WHERE k.contype = 'f'
"""
UNIQUES = """
SELECT i.relname, t.relname,
       ARRAY(SELECT a.attname::text FROM unnest(x.indkey::smallint[]) WITH ORDINALITY AS u (number, place)
             JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = u.number ORDER BY u.place)
FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid
JOIN pg_namespace n ON n.oid = t.relnamespace AND n.nspname = 'public'
WHERE x.indisunique AND NOT x.indisprimary
"""
RIGHTS = """
SELECT c.relname, a.attname FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'public'
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE c.relkind IN ('r', 'p', 'v', 'm') AND has_column_privilege('meydan_cross', c.oid, a.attnum, %s)
"""


def ask(sql: str, *values: Any) -> list[Any]:
    """Rows of the catalogue."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def columns() -> dict[str, dict[str, bool]]:
    """Table → column → whether it is never null."""
    found: dict[str, dict[str, bool]] = {}
    for table, column, is_required in ask(COLUMNS):
        found.setdefault(table, {})[column] = is_required
    return found


def walled() -> set[str]:
    """Tables whose rows belong to an organization."""
    return {table for table, known in columns().items() if "organization_id" in known} - set(UNWALLED)


def open_tables() -> list[str]:
    """Walled tables through which the runtime role could look past the wall."""
    wanted = walled() | {"accounts_organization"}
    closed = {table for table, is_forced, has_policy in ask(SECURITY) if is_forced and has_policy}
    return sorted(wanted - closed)


def narrow_keys() -> list[str]:
    """Foreign keys between walled tables that do not hold the organization, or the brand where both have one.

    Beside a key that holds both, a further one over the same column may leave the brand out.
    """
    known, tables, found = columns(), walled(), []
    keys = [
        (name, here, there, set(held)) for name, here, there, held in ask(KEYS) if {here, there} <= tables
    ]
    for name, here, there, held in keys:
        both = {"organization_id"} | ({"brand_id"} & known[here].keys() & known[there].keys())
        beside = [
            more for _name, source, target, more in keys if (source, target) == (here, there) and both <= more
        ]
        is_whole = both <= held or ("organization_id" in held and any(more - both <= held for more in beside))
        if not is_whole or not all(known[here][column] for column in both):
            found.append(f"{name} of {here} to {there}: {sorted(held)}")
    return found


def fields_without_key() -> list[str]:
    """Foreign keys of Django between walled tables that the database does not know."""
    tables = walled()
    held = {(here, there, column) for _name, here, there, names in ask(KEYS) for column in names}
    return [
        str(field)
        for field in _foreign_keys()
        if field.model._meta.db_table in tables
        and field.related_model._meta.db_table in tables
        and (field.model._meta.db_table, field.related_model._meta.db_table, field.column) not in held
    ]


def wide_uniques() -> list[str]:
    """Unique indexes of walled tables that do not begin with the organization.

    A one-to-one key may stand alone: what it points at is unique in the installation.
    """
    singles = {
        (field.model._meta.db_table, field.column)
        for field in _foreign_keys()
        if isinstance(field, WalledOneToOne)
    }
    return [
        f"{name} of {table}: {held}"
        for name, table, held in ask(UNIQUES)
        if table in walled()
        and held[:1] != ["organization_id"]
        and not (len(held) == 1 and (table, held[0]) in singles)
    ]


def _foreign_keys() -> Iterator[Any]:
    for model in apps.get_models():
        yield from (field for field in model._meta.local_fields if isinstance(field, models.ForeignKey))


def test_every_table_with_an_organization_is_walled() -> None:
    assert open_tables() == []


def test_every_key_between_walled_tables_holds_the_organization_and_the_brand() -> None:
    assert narrow_keys() == []


def test_every_foreign_key_of_django_between_walled_tables_is_known_to_the_database() -> None:
    assert fields_without_key() == []


def test_keys_between_walled_tables_are_walled_keys() -> None:
    tables = walled()
    plain = [
        str(field)
        for field in _foreign_keys()
        if field.model._meta.db_table in tables
        and field.related_model._meta.db_table in tables
        and not isinstance(field, WalledKey | WalledOneToOne)
    ]

    assert plain == []


def test_every_unique_index_of_a_walled_table_begins_with_the_organization() -> None:
    assert wide_uniques() == []


def test_the_unwalled_tables_are_those_that_are_listed() -> None:
    assert {table for table, known in columns().items() if "organization_id" in known} - walled() == set(
        UNWALLED
    )


SEEDS = {
    "no wall": (open_tables, "CREATE TABLE seed (id bigint, organization_id bigint)"),
    "not forced": (open_tables, "ALTER TABLE accounts_team NO FORCE ROW LEVEL SECURITY"),
    "not enabled": (open_tables, "ALTER TABLE accounts_team DISABLE ROW LEVEL SECURITY"),
    "no policy": (open_tables, "DROP POLICY wall ON accounts_team"),
    "a policy that lets all through": (open_tables, "ALTER POLICY wall ON accounts_team USING (true)"),
    "a key without the organization": (
        narrow_keys,
        "ALTER TABLE accounts_teammember ADD FOREIGN KEY (team_id) REFERENCES accounts_team (id)",
    ),
    "a key over a brand that may be missing": (
        narrow_keys,
        "ALTER TABLE connections_credential ALTER brand_id DROP NOT NULL",
    ),
    "a missing key": (
        fields_without_key,
        "ALTER TABLE accounts_teammember DROP CONSTRAINT accounts_teammember_team_id_wall",
    ),
    "a unique index over all tenants": (wide_uniques, "CREATE UNIQUE INDEX ON accounts_team (name)"),
}


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.django_db(transaction=True)
def test_a_hole_in_the_wall_is_found(seed: str) -> None:
    look, statement = SEEDS[seed]
    with as_owner(), transaction.atomic():
        before = look()
        connection.cursor().execute(statement)
        after = look()
        transaction.set_rollback(True)

    assert before == []
    assert after


def test_the_runtime_role_owns_nothing_and_passes_no_wall() -> None:
    role = settings.RUNTIME_ROLE
    flags = ask(
        "SELECT rolsuper, rolbypassrls, rolcreatedb, rolcreaterole FROM pg_roles WHERE rolname = %s", role
    )

    assert ask("SELECT current_user::text") == [(role,)]
    assert flags == [(False, False, False, False)]
    assert ask("SELECT relname FROM pg_class WHERE relowner = %s::regrole", role) == []
    assert ask("SELECT proname FROM pg_proc WHERE proowner = %s::regrole", role) == []
    assert (
        ask(
            "SELECT datname FROM pg_database WHERE datdba = %s::regrole AND datname = current_database()",
            role,
        )
        == []
    )


def test_the_runtime_role_may_become_the_crossing_role_only_and_inherits_nothing_of_it() -> None:
    may_become = ask(
        "SELECT r.rolname FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.roleid "
        "WHERE m.member = %s::regrole AND m.set_option",
        settings.RUNTIME_ROLE,
    )
    inherits = ask(
        "SELECT r.rolname FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.roleid "
        "WHERE m.member = %s::regrole AND m.inherit_option",
        settings.RUNTIME_ROLE,
    )

    assert (may_become, inherits) == ([("meydan_cross",)], [])


@pytest.mark.parametrize("right", ["UPDATE", "DELETE"])
def test_ledger_and_versions_are_append_only_for_the_runtime_role(right: str) -> None:
    allowed = {
        table for table in APPEND_ONLY if ask("SELECT has_table_privilege(%s, %s)", table, right) == [(True,)]
    }

    assert allowed == set()


def test_a_crossing_may_read_the_listed_columns_and_write_nothing() -> None:
    readable: dict[str, set[str]] = {}
    for table, column in ask(RIGHTS, "SELECT"):
        readable.setdefault(table, set()).add(column)

    assert readable == CROSSED
    for right in ("INSERT", "UPDATE", "REFERENCES"):
        assert ask(RIGHTS, right) == []


def test_functions_that_act_as_their_owner_belong_to_the_search_role() -> None:
    found = ask(
        "SELECT p.proname, p.proowner::regrole::text FROM pg_proc p "
        "JOIN pg_namespace n ON n.oid = p.pronamespace AND n.nspname = 'public' WHERE p.prosecdef"
    )

    assert [name for name, owner in found if owner != "meydan_search"] == []


def crossers() -> set[str]:
    """Files that call `crossing(…)`."""
    return {
        shown(file)
        for file in python(tests=False)
        if any(
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name | ast.Attribute)
            and _called(node) == "crossing"
            for node in ast.walk(tree(file))
        )
    }


def _called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def test_only_the_listed_modules_cross_the_wall() -> None:
    assert crossers() == set(CROSSERS)


def test_only_the_tenancy_speaks_of_roles_and_settings_of_the_wall() -> None:
    words = ("SET LOCAL ROLE", "SET ROLE", "RESET ROLE", "set_config(", "SET LOCAL meydan")
    files = [file for file in python(tests=False) if not shown(file).startswith("core/tenancy/")]

    assert [shown(file) for file in files if any(word in file.read_text() for word in words)] == []
    assert "core" in rooms()
