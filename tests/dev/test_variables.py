"""Variables for Django: a person's own win, but not where a job needs data of its own."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from dev import state, variables


def test_what_a_person_set_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "hers")
    monkeypatch.delenv("REDIS_URL", raising=False)

    env = variables.for_django({"SECRET_KEY": "ours", "REDIS_URL": "redis://ours"}, keeps_own=True)

    assert env["SECRET_KEY"] == "hers"
    assert env["REDIS_URL"] == "redis://ours"


def test_a_file_that_a_person_named_wins_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SECRET_KEY", raising=False)
    monkeypatch.setenv("SECRET_KEY_FILE", "/run/secrets/key")

    assert "SECRET_KEY" not in variables.for_django({"SECRET_KEY": "ours"}, keeps_own=True)


def test_a_job_with_data_of_its_own_never_meets_hers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://hers")
    monkeypatch.setenv("DATABASE_URL_FILE", "/run/secrets/url")

    env = variables.for_django({"DATABASE_URL": "postgres://ours"}, keeps_own=False)

    assert env["DATABASE_URL"] == "postgres://ours"
    assert "DATABASE_URL_FILE" not in env


def test_children_may_write_byte_code(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")

    assert "PYTHONDONTWRITEBYTECODE" not in variables.for_django({}, keeps_own=True)


def test_the_two_roles_get_their_own_passwords(place: state.Place) -> None:
    secrets = place.secrets()

    urls = variables.of_database("postgres://postgres:x@127.0.0.1:21000/postgres", secrets)

    assert urls["DATABASE_URL"] == f"postgres://meydan_app:{secrets.app}@127.0.0.1:21000/meydan"
    assert urls["DATABASE_OWNER_URL"] == f"postgres://meydan_owner:{secrets.owner}@127.0.0.1:21000/meydan"


def test_the_exported_lines_mean_the_same_to_a_shell(tmp_path: Path) -> None:
    file = tmp_path / "dev.env"

    variables.write_exports(file, {"SECRET_KEY": "a b'$(c)"})

    shown = subprocess.run(["sh", "-c", f'. {file}; printf %s "$SECRET_KEY"'], capture_output=True, text=True)
    assert shown.stdout == "a b'$(c)"
