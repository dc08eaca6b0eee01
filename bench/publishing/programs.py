"""The measured system: one worker that publishes and the beat, by the command lines of `make run`."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from bench.measuring import processes
from dev import programs, state


@contextmanager
def publishing(folder: Path) -> Iterator[int]:
    """Run the publishing worker and the beat until the block ends; the worker's process id."""
    env = dict(os.environ)
    worker = next(program for program in programs.workers(env) if program.name == "publish")
    beat = programs.beat(env, state.Place("bench", folder))
    with (
        processes.running(worker.command, worker.environment, folder / "worker.log") as pid,
        processes.running(beat.command, env, folder / "beat.log"),
    ):
        yield pid


@contextmanager
def no_ops(folder: Path) -> Iterator[int]:
    """Run a worker of the same size that only knows tasks that do nothing."""
    env: Mapping[str, str] = dict(os.environ)
    size = ("-Q", "bench", "-P", "threads", "-c", "16", "-n", "bench@%h")
    command = [*programs.CELERY, "worker", "-I", "bench.publishing.no_op", *size, *programs.ALONE]
    with processes.running(command, env, folder / "no_op.log") as pid:
        yield pid
