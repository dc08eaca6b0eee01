"""The programs of the product and how they are started."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from dev import paths, ports, state, supervisor

BIN = paths.VENV / "bin"
GUNICORN: tuple[str | Path, ...] = (BIN / "gunicorn", "-k", "gthread", "--no-control-socket")
AIOSMTPD: tuple[str | Path, ...] = (BIN / "aiosmtpd", "--nosetuid")
CELERY: tuple[str | Path, ...] = (BIN / "celery", "--quiet", "-A", "smm")
NO_WARNING_AS_ROOT = {"PYTHONWARNINGS": "ignore:You're running the worker with superuser privileges"}
ALONE = ("--without-gossip", "--without-mingle", "--without-heartbeat")
OTHER_QUEUES = "default,mail,inbox,metrics,reports,media"


def web(port: int, env: Mapping[str, str]) -> supervisor.Program:
    """The web server: two processes of four threads."""
    size = ("-w", "2", "--threads", "4")
    return supervisor.Program("web", [*GUNICORN, "smm.wsgi", "-b", _at(port), *size], env)


def sandbox(port: int, env: Mapping[str, str], place: state.Place) -> supervisor.Program:
    """The made-up social network that the demo publishes to."""
    env = dict(env) | {"SANDBOX_DATA": str(place.folder / "sandbox.sqlite3")}
    command = [*GUNICORN, "sandbox.wsgi", "-b", _at(port), "--threads", "8"]
    return supervisor.Program("sandbox", command, env)


def workers(env: Mapping[str, str]) -> list[supervisor.Program]:
    """One worker only publishes, so that no other job delays a due post; one does all the rest."""
    return [
        _worker("publish", "publish", 16, env),
        _worker("worker", OTHER_QUEUES, 8, env),
    ]


def _worker(name: str, queues: str, threads: int, env: Mapping[str, str]) -> supervisor.Program:
    size = ("-P", "threads", "-c", str(threads))
    command = [*CELERY, "worker", "-Q", queues, *size, "-n", f"{name}@%h", *ALONE]
    return supervisor.Program(name, command, dict(env) | NO_WARNING_AS_ROOT)


def beat(env: Mapping[str, str], place: state.Place) -> supervisor.Program:
    """The clock that rings the ticks."""
    command = [*CELERY, "beat", "--schedule", place.folder / "beat", "--pidfile", ""]
    return supervisor.Program("beat", command, env)


def mail_catcher(port: int, mailbox: Path, env: Mapping[str, str]) -> supervisor.Program:
    """A real SMTP server that keeps every mail in a Maildir and passes none on."""
    handler = ("-c", "aiosmtpd.handlers.Mailbox", mailbox)
    return supervisor.Program("mail", [*AIOSMTPD, "-l", _at(port), *handler], env)


def _at(port: int) -> str:
    return f"{ports.LOOPBACK}:{port}"
