"""End what a killed start left behind in a place."""

from __future__ import annotations

import os
import signal
from pathlib import Path

from dev import console, processes, state

MARK = "DEV_JOB_FOLDER"
"""The variable that everything a job attends to inherits, so that it is found whoever its parent was."""


def mark(place: state.Place) -> dict[str, str]:
    """What goes into the environment of a program whose own children must not outlive the job."""
    return {MARK: str(place.folder)}


def end(place: state.Place) -> None:
    """End the processes that run.json of a claimed place names, if they are still the same ones, and all marked ones.

    What a killed test run started ends first, apps then, and the database last, as at a normal end. Afterwards run.json
    names none; ports stay written down for the next start.
    """
    end_marked(place)
    status = place.read_status()
    for record in reversed(status.processes):
        polite = signal.SIGINT if record.name == "postgres" else signal.SIGTERM
        if processes.end_left_over(record, polite, patience=10):
            console.say(f"ended {record.name} (process {record.pid}), left by an earlier start")
    place.write_status(state.Status(ports=status.ports))


def end_marked(place: state.Place) -> int:
    """kill -9 of all processes that carry the mark of a place, until none is left; returns how many there were.

    Only where the system shows the environment of processes (Linux), and only one's own. Nothing of theirs is worth
    keeping: their data is thrown away by the next start.
    """
    ended: set[int] = set()
    while found := _marked(place) - ended:
        for pid in found:
            processes.signal_leader(pid, signal.SIGKILL)
        ended |= found
    if ended:
        console.say(f"ended {len(ended)} processes that a test run of “{place.name}” left behind")
    return len(ended)


def _marked(place: state.Place) -> set[int]:
    wanted = f"{MARK}={place.folder}".encode()
    mine = os.getpid()
    return {pid for pid in processes.all_pids() if pid != mine and wanted in _environment(pid).split(b"\0")}


def _environment(pid: int) -> bytes:
    """Empty for a process that is gone, a zombie or somebody else's."""
    try:
        return Path(f"/proc/{pid}/environ").read_bytes()
    except OSError:
        return b""
