"""Everything a job needs on disk before it starts: Python packages, front end, translations."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from dev import console, environment, frontend, paths, translations


def everything() -> None:
    """Bring all up to date; quick when nothing changed, and one job at a time."""
    with _one_at_a_time():
        (paths.DATA / "static").mkdir(exist_ok=True)
        environment.ensure()
        frontend.ensure()
        translations.ensure()


def python_only() -> None:
    """Bring the Python packages up to date."""
    with _one_at_a_time():
        environment.ensure()


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    paths.DATA.mkdir(exist_ok=True)
    with (paths.DATA / "setup.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            console.say("another job is setting up this folder; waiting for it")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield
