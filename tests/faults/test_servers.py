"""Servers under a stage: whoever kills a database server kills only one that was made for it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from dev import paths
from tests.faults import servers
from tests.faults.servers import NotOurs, Postgres

pytestmark = pytest.mark.skipif(
    not os.environ.get("DATABASE_ADMIN_URL"), reason="needs a database server (make starts one)"
)


def test_a_server_that_was_not_made_for_it_is_left_alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(paths, "DATA", tmp_path)
    monkeypatch.setattr(paths, "OUTSIDE", tmp_path)
    server = Postgres(os.environ["DATABASE_ADMIN_URL"])

    with pytest.raises(NotOurs, match="make faults"):
        server.become_parent()


def test_its_own_is_told_by_its_folder_and_its_port(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    data = tmp_path / "faults-2" / "postgres"
    data.mkdir(parents=True)
    monkeypatch.setattr(paths, "DATA", tmp_path)
    monkeypatch.setattr(servers, "_ask", lambda *_: str(data))
    server = Postgres(os.environ["DATABASE_ADMIN_URL"])
    (data / "postmaster.pid").write_text(f"1\n{data}\n0\n{server.port + 1}\n")

    with pytest.raises(NotOurs, match=str(data)):
        server.become_parent()

    (data / "postmaster.pid").write_text(f"1\n{data}\n0\n{server.port}\n")
    server._data = data
    server._refuse_foreign()
