"""Whether the process lives, and whether it can serve."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.files.storage import FileSystemStorage
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core.tenancy.owner import as_owner
from smm import figures, health

pytestmark = pytest.mark.django_db(transaction=True)

WELL = {"database": "ok", "storage": "ok", "broker": "ok"}


@pytest.fixture(autouse=True)
def well(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """Files can be written and the broker answers."""
    monkeypatch.setattr(health, "default_storage", FileSystemStorage(location=tmp_path / "media"))
    monkeypatch.setattr(figures, "queue_depths", dict)
    health._known.cache_clear()
    yield
    health._known.cache_clear()


def ready() -> tuple[int, Any]:
    """What is answered."""
    answer = Client().get("/readyz")
    return answer.status_code, answer.json()


def test_the_process_lives_without_asking_anybody(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        answer = Client().get("/healthz")

    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_all_is_well() -> None:
    assert ready() == (200, {"status": "ok", "parts": WELL})


def test_asking_again_is_quick_and_costs_one_question() -> None:
    ready()
    with CaptureQueriesContext(connection) as queries:
        ready()
    asked = [query["sql"] for query in queries if query["sql"].startswith("SELECT")]

    took = []
    for _ in range(20):
        began = time.perf_counter()
        ready()
        took.append(time.perf_counter() - began)

    assert len(asked) == 1
    assert min(took) < 0.05


def test_without_a_database_it_cannot_serve(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*args: object, **kwargs: object) -> None:
        raise OperationalError('connection to "db.internal" as "meydan_app" failed')

    monkeypatch.setattr(connection, "ensure_connection", gone)
    monkeypatch.setattr(connection, "cursor", gone)

    status, said = ready()

    assert (status, said["parts"]["database"]) == (503, "does not answer")
    assert "internal" not in str(said)


def test_with_migrations_that_wait_it_cannot_serve() -> None:
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM django_migrations WHERE app = 'core' AND name LIKE '0001%' RETURNING name"
        )
        [(name,)] = cursor.fetchall()
    try:
        status, said = ready()
    finally:
        with as_owner(), connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO django_migrations (app, name, applied) VALUES ('core', %s, now())", [name]
            )

    assert (status, said["parts"]["database"]) == (503, "migrations wait")


def test_a_newer_database_is_served_so_that_old_and_new_run_together() -> None:
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('core', '9999_later', now())"
        )
    try:
        assert ready()[0] == 200
    finally:
        with as_owner(), connection.cursor() as cursor:
            cursor.execute("DELETE FROM django_migrations WHERE name = '9999_later'")


def test_files_that_cannot_be_written_stop_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "a-file").touch()
    monkeypatch.setattr(health, "default_storage", FileSystemStorage(location=tmp_path / "a-file" / "media"))

    status, said = ready()

    assert (status, said["parts"]["storage"]) == (503, "cannot be written")


def test_nothing_of_the_try_stays(tmp_path: Path) -> None:
    ready()

    assert list((tmp_path / "media").iterdir()) == []


def test_a_silent_broker_only_degrades(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(figures, "queue_depths", lambda: None)

    assert ready() == (200, {"status": "degraded", "parts": {**WELL, "broker": "does not answer"}})


@pytest.mark.parametrize("part", ["_storage", "_broker"])
def test_what_hangs_is_not_waited_for(monkeypatch: pytest.MonkeyPatch, part: str) -> None:
    monkeypatch.setattr(health, "PATIENCE_SECONDS", 0.1)
    monkeypatch.setattr(health, part, _slowly)
    began = time.monotonic()

    status, said = ready()

    assert time.monotonic() - began < 0.45
    assert said["parts"][part.strip("_")] == "does not answer"
    assert status == (503 if part == "_storage" else 200)


def _slowly() -> health.Part:
    time.sleep(0.5)
    return health.Part.OK


def test_it_is_asked_from_inside_without_https(settings: Any) -> None:
    settings.SECURE_SSL_REDIRECT = True

    assert Client().get("/readyz").status_code == 200
    assert Client().get("/healthz").status_code == 200
    assert Client().get("/status").status_code == 301
    assert django_settings.SECURE_REDIRECT_EXEMPT != []
