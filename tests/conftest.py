"""What every test stands on: the database made by its owner, used by the runtime role; closed sockets; random order.

Sockets: only loopback can be reached (pytest-socket, see addopts in pyproject.toml).
Order: random in every run; `-p randomly_seed=<seed>` as the run printed it brings an order back.
Clock: it goes on. What decides about sending asks the database's clock, which no test can stop: with only Python's clock
standing still there would be two, and tests would pass that production fails. Tests move rows (`due_at` into the past),
not the clock. A test of pure Python that depends on the time takes the fixture `still_clock`.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.contrib.contenttypes.management import create_contenttypes
from django.db import connection
from django.db.models.signals import post_migrate
from django.test.utils import teardown_databases

from core import tally
from core.tenancy import denied
from core.tenancy.owner import as_owner
from tests import databases


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that read what a whole machine did come last: it takes a minute of mostly waiting, beside all others.

    Of two processes the first begins with tests that want the database and makes it; the second begins with tests that
    want none. (pytest-xdist deals each process an eighth of all tests to begin with, in their order.)
    """
    items.sort(key=_reads_the_machine)
    eighth = len(items) // 8
    without = [item for item in items if not _wants_the_database(item)][:eighth]
    if len(without) == eighth:
        chosen = set(without)
        others = [item for item in items if item not in chosen]
        items[:] = [*others[:eighth], *without, *others[eighth:]]


def _wants_the_database(item: pytest.Item) -> bool:
    return item.get_closest_marker("django_db") is not None or "db" in getattr(item, "fixturenames", ())


def _reads_the_machine(item: pytest.Item) -> bool:
    return "told" in getattr(item, "fixturenames", ())


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all processes of a run: what is made once lies there."""
    folder = tmp_path_factory.getbasetemp()
    return folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder


@pytest.fixture(scope="session")
def telling_command(run_folder: Path) -> list[str]:
    """What tells it, or waits until it is told."""
    return [sys.executable, "-m", "tests.deploy.telling", str(run_folder)]


@pytest.fixture(scope="session", autouse=True)
def machine_beside(request: pytest.FixtureRequest, telling_command: list[str]) -> Iterator[None]:
    """Begins in one of the processes as soon as tests run, where some of them read it."""
    is_first = os.environ.get("PYTEST_XDIST_WORKER", "gw0") == "gw0"
    if not is_first or not any(_reads_the_machine(item) for item in request.session.items):
        yield
        return
    teller = subprocess.Popen(telling_command)
    yield
    teller.terminate()
    teller.wait(60)


@pytest.fixture(scope="session")
def django_db_setup(
    run_folder: Path,
    django_test_environment: None,
    django_db_blocker: Any,
    django_db_use_migrations: bool,
    django_db_keepdb: bool,
    django_db_createdb: bool,
    django_db_modify_db_settings: None,
) -> Iterator[None]:
    """pytest-django's own set-up, done by the owner of the tables; the tests run as the runtime role."""
    with django_db_blocker.unblock(), as_owner():
        _leave_out_model_permissions()
        made = databases.made_or_copied(run_folder)
        with connection.cursor() as cursor:
            cursor.execute(f"GRANT TRUNCATE ON ALL TABLES IN SCHEMA public TO {settings.RUNTIME_ROLE}")
    yield
    with django_db_blocker.unblock(), as_owner():
        teardown_databases(made, verbosity=0)
        databases.forget(run_folder)


def _leave_out_model_permissions() -> None:
    """Django writes a permission for each act on each model, again after each test that empties the tables.

    Nothing asks for them: rights are those of roles (accounts.grants).
    """
    post_migrate.disconnect(create_contenttypes)
    post_migrate.disconnect(dispatch_uid="django.contrib.auth.management.create_permissions")


@pytest.fixture(autouse=True)
def nothing_counted() -> Iterator[None]:
    """What other tests counted is not written by this one, and what it counts is not due at once."""
    tally._pending.clear()
    tally._pending.flushed = time.monotonic()
    denied.take()
    yield
    tally._pending.clear()
    denied.take()


@pytest.fixture
def still_clock() -> Iterator[datetime]:
    """Python's clock stands still at 2027-03-01 09:00 UTC, a Monday. Not for tests that ask the database for rows."""
    moment = datetime(2027, 3, 1, 9, tzinfo=UTC)
    with time_machine.travel(moment, tick=False):
        yield moment
