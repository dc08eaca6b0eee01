"""End what a killed start left behind in a place."""

from __future__ import annotations

import signal

from dev import console, processes, state


def end(place: state.Place) -> None:
    """End the processes that run.json of a claimed place names, if they are still the same ones.

    Apps end first and the database last, as at a normal end. Afterwards run.json names none;
    ports stay written down for the next start.
    """
    status = place.read_status()
    for record in reversed(status.processes):
        polite = signal.SIGINT if record.name == "postgres" else signal.SIGTERM
        if processes.end_left_over(record, polite, patience=10):
            console.say(f"ended {record.name} (process {record.pid}), left by an earlier start")
    place.write_status(state.Status(ports=status.ports))
