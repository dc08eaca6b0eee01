"""Migration operations that put the wall into the database: policies, composite keys, and what may be crossed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation

CURRENT = "NULLIF(current_setting('meydan.organization_id', true), '')::bigint"
PERSON = "NULLIF(current_setting('meydan.person_id', true), '')::bigint"
CROSS_ROLE = "meydan_cross"
SEARCH_ROLE = "meydan_search"


class WallOperation(Operation):
    """An operation on one model's table that changes nothing in Django's state."""

    reversible = True
    reduces_to_sql = True

    def __init__(self, model: str) -> None:
        self.model = model

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Nothing: walls live in the database alone."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        """Build."""
        for statement in self.build(to_state.apps.get_model(app_label, self.model)):
            schema_editor.execute(statement, params=None)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        """Take down."""
        for statement in self.remove(from_state.apps.get_model(app_label, self.model)):
            schema_editor.execute(statement, params=None)

    def build(self, model: type[models.Model]) -> list[str]:
        """The statements that build."""
        raise NotImplementedError

    def remove(self, model: type[models.Model]) -> list[str]:
        """The statements that take it down."""
        raise NotImplementedError

    def describe(self) -> str:
        """For `migrate --plan`."""
        return f"{type(self).__name__} on {self.model}"


class Wall(WallOperation):
    """Forced row-level security, and the unique keys that other rows' composite keys point at.

    `own` replaces the rule that says which rows belong to the open organization (the table of organizations itself).
    """

    def __init__(self, model: str, own: str = f"organization_id = {CURRENT}") -> None:
        super().__init__(model)
        self.own = own

    def build(self, model: type[models.Model]) -> list[str]:
        """Policy first, then keys."""
        table = model._meta.db_table
        return [
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
            f"CREATE POLICY wall ON {table} USING ({self.own}) WITH CHECK ({self.own})",
            *_unique_keys(model),
        ]

    def remove(self, model: type[models.Model]) -> list[str]:
        """The reverse."""
        table = model._meta.db_table
        return [
            f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {table}_brand_key",
            f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {table}_organization_key",
            f"DROP POLICY wall ON {table}",
            f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY",
        ]


class Keys(WallOperation):
    """Composite foreign keys to other walled rows: (organization, [brand,] id). Their targets need their wall first."""

    def build(self, model: type[models.Model]) -> list[str]:
        """One for each key to a row that has an organization."""
        return [_foreign_key(model, field) for field in _walled_fields(model)]

    def remove(self, model: type[models.Model]) -> list[str]:
        """Drop them."""
        table = model._meta.db_table
        return [
            f"ALTER TABLE {table} DROP CONSTRAINT {table}_{field.column}_wall"
            for field in _walled_fields(model)
        ]


class KeysOf(WallOperation):
    """Composite keys of fields that were added to a table which has its others already."""

    def __init__(self, model: str, fields: Sequence[str]) -> None:
        super().__init__(model)
        self.fields = list(fields)

    def build(self, model: type[models.Model]) -> list[str]:
        """One for each of the fields."""
        return [_foreign_key(model, model._meta.get_field(name)) for name in self.fields]

    def remove(self, model: type[models.Model]) -> list[str]:
        """Drop them."""
        table = model._meta.db_table
        return [
            f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {table}_{name}_id_wall" for name in self.fields
        ]


class Policy(WallOperation):
    """A further policy for reading where no scope is open: for example a person's own memberships.

    Inside a scope only the wall counts, else a membership elsewhere would be found where she is a stranger.
    """

    def __init__(self, model: str, name: str, using: str) -> None:
        super().__init__(model)
        self.name = name
        self.using = using

    def build(self, model: type[models.Model]) -> list[str]:
        """Create it."""
        table = model._meta.db_table
        return [
            f"CREATE POLICY {self.name} ON {table} FOR SELECT USING (({self.using}) AND {CURRENT} IS NULL)"
        ]

    def remove(self, model: type[models.Model]) -> list[str]:
        """Drop it."""
        return [f"DROP POLICY {self.name} ON {model._meta.db_table}"]


class Crossing(WallOperation):
    """Let `crossing(...)` read these columns of all organizations, and nothing else."""

    def __init__(self, model: str, columns: Sequence[str]) -> None:
        super().__init__(model)
        self.columns = list(columns)

    def build(self, model: type[models.Model]) -> list[str]:
        """Grant the columns, and a policy that lets rows through."""
        table = model._meta.db_table
        return [
            f"GRANT SELECT ({', '.join(self.columns)}) ON {table} TO {CROSS_ROLE}",
            f"CREATE POLICY crossing ON {table} FOR SELECT TO {CROSS_ROLE} USING (true)",
        ]

    def remove(self, model: type[models.Model]) -> list[str]:
        """Take the way across away."""
        table = model._meta.db_table
        return [
            f"DROP POLICY crossing ON {table}",
            f"REVOKE ALL ON {table} FROM {CROSS_ROLE}",
        ]


class CrossingColumns(WallOperation):
    """Let `crossing(...)` read further columns of a table that has its way across already."""

    def __init__(self, model: str, columns: Sequence[str]) -> None:
        super().__init__(model)
        self.columns = list(columns)

    def build(self, model: type[models.Model]) -> list[str]:
        """Grant them."""
        return [f"GRANT SELECT ({', '.join(self.columns)}) ON {model._meta.db_table} TO {CROSS_ROLE}"]

    def remove(self, model: type[models.Model]) -> list[str]:
        """Take them away."""
        columns = ", ".join(self.columns)
        return [f"REVOKE SELECT ({columns}) ON {model._meta.db_table} FROM {CROSS_ROLE}"]  # noqa: S608 — names are ours


class Searchable(WallOperation):
    """Let the owner of search functions read these columns of all rows; each function keeps to the open organization.

    Row security would keep Postgres from using an index of a search (its operators are not leakproof).
    """

    def __init__(self, model: str, columns: Sequence[str]) -> None:
        super().__init__(model)
        self.columns = list(columns)

    def build(self, model: type[models.Model]) -> list[str]:
        """Grant the columns, and a policy that lets rows through."""
        table = model._meta.db_table
        return [
            f"GRANT SELECT ({', '.join(self.columns)}) ON {table} TO {SEARCH_ROLE}",
            f"CREATE POLICY search ON {table} FOR SELECT TO {SEARCH_ROLE} USING (true)",
        ]

    def remove(self, model: type[models.Model]) -> list[str]:
        """Take it away."""
        table = model._meta.db_table
        return [f"DROP POLICY search ON {table}", f"REVOKE ALL ON {table} FROM {SEARCH_ROLE}"]


class SearchFunction(Operation):
    """A function that acts as the owner of search functions. `body` is SQL in one statement that says `{current}`."""

    reversible = True
    reduces_to_sql = True

    def __init__(self, name: str, arguments: str, returns: str, body: str) -> None:
        self.name, self.arguments, self.returns, self.body = name, arguments, returns, body

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Nothing: functions live in the database alone."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        """Make it; nobody but the runtime role may call it. Its owner may make things here only meanwhile."""
        signature = f"{self.name}({self.arguments})"
        body = self.body.replace("{current}", CURRENT)
        acting = "LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp"
        for statement in (
            f"CREATE FUNCTION {signature} RETURNS {self.returns} {acting} AS $$BEGIN {body}; END$$",
            f"REVOKE ALL ON FUNCTION {signature} FROM PUBLIC",
            f"GRANT EXECUTE ON FUNCTION {signature} TO {settings.RUNTIME_ROLE}",
            f"GRANT CREATE ON SCHEMA public TO {SEARCH_ROLE}",
            f"ALTER FUNCTION {signature} OWNER TO {SEARCH_ROLE}",
            f"REVOKE CREATE ON SCHEMA public FROM {SEARCH_ROLE}",
        ):
            schema_editor.execute(statement, params=None)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        """Drop it."""
        schema_editor.execute(f"DROP FUNCTION {self.name}({self.arguments})", params=None)

    def describe(self) -> str:
        """For `migrate --plan`."""
        return f"SearchFunction {self.name}"


class AppendOnly(WallOperation):
    """The runtime role may insert and select; nothing that was written is ever changed or deleted by it."""

    def build(self, model: type[models.Model]) -> list[str]:
        """Take the other rights away."""
        return [f"REVOKE UPDATE, DELETE ON {model._meta.db_table} FROM {settings.RUNTIME_ROLE}"]

    def remove(self, model: type[models.Model]) -> list[str]:
        """Give them back."""
        return [f"GRANT UPDATE, DELETE ON {model._meta.db_table} TO {settings.RUNTIME_ROLE}"]


def _unique_keys(model: type[models.Model]) -> list[str]:
    table, pk = model._meta.db_table, model._meta.pk.column
    if not _has(model, "organization"):
        return []
    keys = [f"ALTER TABLE {table} ADD CONSTRAINT {table}_organization_key UNIQUE (organization_id, {pk})"]
    if _has(model, "brand"):
        keys.append(
            f"ALTER TABLE {table} ADD CONSTRAINT {table}_brand_key UNIQUE (organization_id, brand_id, {pk})"
        )
    return keys


def _walled_fields(model: type[models.Model]) -> list[Any]:
    """Foreign keys to rows that have an organization themselves."""
    return [
        field
        for field in model._meta.local_fields
        if isinstance(field, models.ForeignKey)
        and _has(field.related_model, "organization")
        and field.name != "organization"
    ]


def _foreign_key(model: type[models.Model], field: Any) -> str:
    table, target = model._meta.db_table, field.related_model
    shared = ["organization_id"]
    if field.name != "brand" and _has(model, "brand") and _has(target, "brand"):
        shared.append("brand_id")
    here = ", ".join([*shared, field.column])
    there = ", ".join([*shared, target._meta.pk.column])
    return (
        f"ALTER TABLE {table} ADD CONSTRAINT {table}_{field.column}_wall FOREIGN KEY ({here}) "
        f"REFERENCES {target._meta.db_table} ({there}) DEFERRABLE INITIALLY DEFERRED"
    )


def _has(model: Any, name: str) -> bool:
    return any(field.name == name for field in model._meta.local_fields)
