"""What a killed start leaves is ended by the next one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import replace

from dev import leftovers, processes, state
from tests.dev.conftest import Sleeper


def test_processes_that_run_json_names_are_ended_and_ports_kept(place: state.Place, sleeper: Sleeper) -> None:
    web = sleeper()
    record = processes.observe(web.pid, "web")
    assert record
    place.write_status(state.Status("http://127.0.0.1:8000", None, [record], {"web": 8000}))

    leftovers.end(place)

    assert web.wait(5) == -signal.SIGTERM
    assert place.read_status() == state.Status(ports={"web": 8000})


def test_a_process_that_got_the_number_later_lives_on(place: state.Place, sleeper: Sleeper) -> None:
    other = sleeper()
    record = processes.observe(other.pid, "web")
    assert record
    place.write_status(state.Status(processes=[replace(record, command="gunicorn smm.wsgi")]))

    leftovers.end(place)

    assert other.poll() is None
    assert place.read_status().processes == []


def test_what_a_killed_test_run_started_is_known_by_its_mark(place: state.Place, sleeper: Sleeper) -> None:
    command = [sys.executable, "-c", "import time; time.sleep(60)"]
    product = subprocess.Popen(command, env={**os.environ, **leftovers.mark(place)}, start_new_session=True)
    somebody_elses = sleeper()

    leftovers.end(place)

    assert product.wait(5) == -signal.SIGKILL
    assert somebody_elses.poll() is None
