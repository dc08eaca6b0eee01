"""The test database of each process: migrated once in a run, copied by every other process."""

from __future__ import annotations

import fcntl
from pathlib import Path
from typing import Any

from django.db import connection
from django.test.utils import setup_databases


def made_or_copied(folder: Path) -> Any:
    """What teardown_databases takes. `folder` is shared by all processes of a run; the owner is connected."""
    own = connection.creation._get_test_db_name()  # type: ignore[attr-defined]  # the stubs leave it out
    with (folder / "database.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        whole = folder / "database"
        if whole.exists():
            _copy(whole.read_text(), own)
            return _set_up(keepdb=True)
        made = _set_up(keepdb=False)
        _copy(own, f"{own}_whole")
        whole.write_text(f"{own}_whole")
        return made


def forget(folder: Path) -> None:
    """The last one to leave throws the copy away: whoever still runs has its own database by then."""
    with (folder / "database.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        whole = folder / "database"
        if whole.exists():
            _run(f'DROP DATABASE IF EXISTS "{whole.read_text()}"')
            whole.unlink()


def _set_up(*, keepdb: bool) -> Any:
    return setup_databases(verbosity=0, interactive=False, keepdb=keepdb, aliases={"default": False})


def _copy(source: str, target: str) -> None:
    """Nobody may be connected to the source meanwhile."""
    connection.close()
    _run(f'DROP DATABASE IF EXISTS "{target}"')
    _run(f'CREATE DATABASE "{target}" TEMPLATE "{source}"')


def _run(statement: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(statement)
