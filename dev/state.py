"""What one start leaves on disk: its lock, its run.json, its secrets.

A place is one folder with its own database, queue, logs and ports; two never disturb each other.
"""

from __future__ import annotations

import base64
import fcntl
import json
import os
import secrets
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO

from dev import console, paths, processes


@dataclass(slots=True)
class Status:
    """Contents of run.json: who runs here, where it answers, and which processes belong to it."""

    address: str | None = None
    supervisor: processes.Record | None = None
    processes: list[processes.Record] = field(default_factory=list)
    ports: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Secrets:
    """Random passwords and keys of one place; they live as long as its database."""

    postgres: str
    owner: str
    app: str
    secret_key: str
    token_keys: str


class Place:
    """One folder of data and the lock on it."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name = name
        self.folder = folder
        self.log = folder / "log"
        self._lock: IO[str] | None = None

    def claim(self) -> bool:
        """Take the lock for the life of this process; False when another living one holds it."""
        self.make_folders()
        handle = (self.folder / "lock").open("w")
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            handle.close()
            return False
        self._lock = handle
        return True

    def release(self) -> None:
        """Give the lock back; nothing happens when it is not held."""
        if self._lock:
            self._lock.close()
            self._lock = None

    def make_folders(self) -> None:
        """Make the folders, readable whatever the umask: the database may have another account."""
        for folder in (paths.DATA, self.folder, self.log):
            folder.mkdir(parents=True, exist_ok=True)
            folder.chmod(0o755)

    def read_status(self) -> Status:
        """What run.json says; an empty status when it is missing or damaged."""
        try:
            raw = json.loads((self.folder / "run.json").read_text())
            supervisor = raw["supervisor"] and processes.Record(**raw["supervisor"])
            records = [processes.Record(**record) for record in raw["processes"]]
            return Status(raw["address"], supervisor, records, dict(raw["ports"]))
        except (FileNotFoundError, ValueError, KeyError, TypeError):
            return Status()

    def write_status(self, status: Status) -> None:
        """Replace run.json in one step, so that a reader never sees half of it."""
        replace_file(self.folder / "run.json", json.dumps(asdict(status), indent=2))

    def secrets(self) -> Secrets:
        """The secrets of this place, made at the first call."""
        file = self.folder / "secrets.json"
        if not file.exists():
            replace_file(file, json.dumps(asdict(_new_secrets()), indent=2))
        try:
            return Secrets(**json.loads(file.read_text()))
        except (ValueError, TypeError) as error:
            raise console.CannotGoOnError(
                f"{file} cannot be read ({error}). Restore it, or start afresh with: make clean"
            ) from error


def _new_secrets() -> Secrets:
    key = base64.b64encode(secrets.token_bytes(32)).decode()
    return Secrets(
        postgres=secrets.token_urlsafe(24),
        owner=secrets.token_urlsafe(24),
        app=secrets.token_urlsafe(24),
        secret_key=secrets.token_urlsafe(48),
        token_keys=f"k1:{key}",
    )


def replace_file(path: Path, text: str) -> None:
    """Write a file that only its owner may read, in one step."""
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as stream:
        stream.write(text)
    fresh.replace(path)


def development() -> Place:
    """The place of `make run`."""
    return Place("run", paths.DATA)


def named(name: str) -> Place:
    """A place beside the one of `make run`."""
    return Place(name, paths.DATA / name)


def claim_first_free(name: str, most: int = 12) -> Place:
    """Claim the place of this name, or a numbered one beside it while others use it."""
    for number in range(1, most + 1):
        place = named(name if number == 1 else f"{name}-{number}")
        if place.claim():
            return place
    raise console.CannotGoOnError(f"{most} runs of “{name}” are busy in this folder; wait for one.")
