"""A PostgreSQL backend whose every transaction begins by telling the database the scope.

`SET LOCAL` ends with its transaction, so a pooled connection never carries a tenant over. A lone statement outside a
transaction gets a short one of its own, so that row-level security sees the tenant there too.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from django.db import Error, ProgrammingError, transaction
from django.db.backends.postgresql import base
from psycopg2 import errors, extensions

from core.tenancy import denied, scope

UNABLE = frozenset({extensions.TRANSACTION_STATUS_INERROR, extensions.TRANSACTION_STATUS_UNKNOWN})
"""The transaction broke, or the line to the server did."""


OUTLIVED = (errors.InvalidSqlStatementName, errors.DuplicatePreparedStatement, errors.FeatureNotSupported)
"""What was prepared is no longer so: a pooler put another connection under ours, or a migration changed a column of it."""

log = logging.getLogger(__name__)


class DatabaseWrapper(base.DatabaseWrapper):
    """See the module."""

    _prepared: set[str] | None
    """The names that the open connection knows; None where they do not last."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.execute_wrappers.append(self._in_own_transaction)

    def init_connection_state(self) -> None:
        """A new connection knows no statement."""
        super().init_connection_state()
        self._prepared = set()

    def prepare(self, name: str, statement: str) -> bool:
        """Make a prepared statement known to this connection, once; False where that does not last (`core.prepared`)."""
        self.ensure_connection()
        if self._prepared is None:
            return False
        if name not in self._prepared:
            try:
                with self.wrap_database_errors, self.connection.cursor() as cursor:
                    cursor.execute(statement)
            except Error as error:
                self._notice_outlived(error)
                raise
            self._prepared.add(name)
        return True

    def bind_scope(self) -> None:
        """Tell the open transaction which organization and person it acts for ('' is nobody)."""
        if self.connection is None or self.connection.get_transaction_status() in UNABLE:
            return  # what broke rolls back, and the setting with it
        opened = scope.current()
        organization = "" if opened is None else str(opened.organization_id)
        person = str(scope.person_id() or "")
        with self.wrap_database_errors, self.connection.cursor() as cursor:
            cursor.execute(
                "SET LOCAL meydan.organization_id = %s; SET LOCAL meydan.person_id = %s",
                [organization, person],
            )

    def _set_autocommit(self, autocommit: bool) -> None:
        super()._set_autocommit(autocommit)  # type: ignore[misc]
        if not autocommit and _anything_to_bind():
            self.bind_scope()

    def _in_own_transaction(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any
    ) -> Any:
        lone = self.get_autocommit() and not self.in_atomic_block
        try:
            if lone and _anything_to_bind():
                with transaction.atomic(using=self.alias):
                    return execute(sql, params, many, context)
            return execute(sql, params, many, context)
        except ProgrammingError as error:
            denied.notice(error)
            self._notice_outlived(error)
            raise
        except Error as error:
            self._notice_outlived(error)
            raise

    def _notice_outlived(self, error: Error) -> None:
        if isinstance(error.__cause__, OUTLIVED):
            log.warning("prepared_statements_lost", extra={"error": repr(error.__cause__)})
            self._prepared = None


def _anything_to_bind() -> bool:
    return scope.current() is not None or scope.person_id() is not None
