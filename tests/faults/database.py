"""A database of the stage's own, and the way in which this very process looks into it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit, urlunsplit

import psycopg2
from django.db import connection


class Database:
    """Made by the administrator, migrated by the owner, used by the runtime role."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._admin = os.environ["DATABASE_ADMIN_URL"]
        self._urls = {role: _named(os.environ[role], name) for role in ("DATABASE_URL", "DATABASE_OWNER_URL")}

    @property
    def admin_server(self) -> str:
        """The administrator's address of the server as a whole."""
        return self._admin

    @property
    def admin_url(self) -> str:
        """The administrator's address of this database: she sees every organization."""
        return _named(self._admin, self.name)

    def urls(self, port: int = 0) -> dict[str, str]:
        """The variables of children; with `port` they come through a proxy."""
        return {role: _through(url, port) if port else url for role, url in self._urls.items()}

    def make(self, env: Mapping[str, str], root: Path) -> None:
        """Make it anew. What is committed stays committed even where the server forgets more for speed."""
        owner = urlsplit(self._urls["DATABASE_OWNER_URL"]).username
        self.drop()
        self.admin(f'CREATE DATABASE "{self.name}" OWNER "{owner}"')
        self.admin(f'ALTER DATABASE "{self.name}" SET synchronous_commit = on')
        command = [sys.executable, "manage.py", "migrate", "-v0", "--no-input"]
        subprocess.run(command, cwd=root, env={**env, **self.urls()}, check=True)

    def drop(self) -> None:
        """Throw it away with everything in it."""
        self.admin(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')

    def admin(self, statement: str) -> None:
        """A statement that concerns databases as a whole."""
        made = psycopg2.connect(self._admin)
        made.autocommit = True
        with made.cursor() as cursor:
            cursor.execute(statement)
        made.close()

    def ask(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """Run one statement as the administrator, past the wall and past every service; its rows."""
        made = psycopg2.connect(self.admin_url, connect_timeout=5)
        made.autocommit = True
        try:
            with made.cursor() as cursor:
                cursor.execute(statement, values)
                return cursor.fetchall() if cursor.description else []
        finally:
            made.close()

    @contextmanager
    def locked(self, table: str) -> Iterator[None]:
        """Nobody else reads or writes the table inside the block."""
        made = psycopg2.connect(self.admin_url)
        try:
            with made.cursor() as cursor:
                cursor.execute(f'LOCK TABLE "{table}" IN ACCESS EXCLUSIVE MODE')
            yield
        finally:
            made.close()

    def drop_connections(self) -> None:
        """Break every connection to it but those of administrators."""
        self.admin(
            "SELECT pg_terminate_backend(a.pid) FROM pg_stat_activity a JOIN pg_roles r ON r.oid = a.usesysid "
            f"WHERE a.datname = '{self.name}' AND NOT r.rolsuper"
        )

    @contextmanager
    def entered(self) -> Iterator[None]:
        """Django's connection of this process leads here until the block ends."""
        names = ("NAME", "USER", "PASSWORD", "HOST", "PORT")
        before = {name: connection.settings_dict[name] for name in names}
        connection.close()
        connection.settings_dict.update(_parts(self._urls["DATABASE_URL"]))
        try:
            yield
        finally:
            connection.close()
            connection.settings_dict.update(before)


def _named(url: str, name: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def _through(url: str, port: int) -> str:
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=f"{parts.username}:{parts.password}@127.0.0.1:{port}"))


def _parts(url: str) -> dict[str, str]:
    """As Django's settings name them."""
    parts = urlsplit(url)
    return {
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
    }
