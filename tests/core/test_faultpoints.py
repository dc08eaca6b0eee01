"""Fault points, in processes of their own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path
from resource import RLIMIT_AS, setrlimit
from typing import Any

import pytest

from core import faultpoints

ROOT = Path(__file__).parents[2]
PROGRAM = """
import sys
from core.faultpoints import faultpoint
for name in sys.argv[1:]:
    faultpoint(name)
    print(name, flush=True)
"""


def run(orders: str | None, *names: str, **options: Any) -> subprocess.Popen[str]:
    environment = {name: value for name, value in os.environ.items() if name != "FAULTPOINTS"}
    if orders is not None:
        environment["FAULTPOINTS"] = orders
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, *names],
        cwd=ROOT,
        env=environment,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        **options,
    )


@pytest.mark.parametrize("orders", [None, "", "C9=kill"])
def test_without_an_order_nothing_happens(orders: str | None) -> None:
    process = run(orders, "C1", "C2")

    assert process.communicate()[0].split() == ["C1", "C2"]
    assert process.returncode == 0


def test_an_order_kills_at_its_point() -> None:
    process = run("C2=kill", "C1", "C2", "C3")

    assert process.communicate()[0].split() == ["C1"]
    assert process.returncode == -signal.SIGKILL


def test_an_order_may_wait_for_a_later_pass() -> None:
    process = run("C1=kill@3;C2=sleep:0", "C1", "C2", "C1", "C2", "C1")

    assert process.communicate()[0].split() == ["C1", "C2", "C1", "C2"]
    assert process.returncode == -signal.SIGKILL


def test_an_order_delays_every_pass_or_one() -> None:
    started = time.monotonic()
    process = run("C3=sleep:0.3@2", "C3", "C3", "C3")
    process.communicate()

    assert process.returncode == 0
    assert time.monotonic() - started >= 0.3


def test_an_order_stops_until_continued() -> None:
    process = run("C4=stop", "C4")

    _, status = os.waitpid(process.pid, os.WUNTRACED)
    assert os.WIFSTOPPED(status)
    process.send_signal(signal.SIGCONT)

    assert process.communicate()[0].split() == ["C4"]


def test_an_order_takes_memory_until_the_system_gives_no_more() -> None:
    half_a_gigabyte = (512 * 1024 * 1024,) * 2
    process = run("C2=hoard", "C1", "C2", preexec_fn=partial(setrlimit, RLIMIT_AS, half_a_gigabyte))
    told, complained = process.communicate()

    assert told.split() == ["C1"]
    assert complained.strip().endswith("MemoryError")


@pytest.mark.parametrize("orders", ["C10=kill", "C1=die", "C1", "C1=kill@0", "C1=sleep", "C1=kill;C1=stop"])
def test_a_misspelt_order_refuses_the_start(orders: str) -> None:
    process = run(orders, "C1")

    assert "FAULTPOINTS: cannot use" in process.communicate()[1]
    assert process.returncode != 0


def test_orders_are_read_as_written() -> None:
    found = faultpoints.parse(" C2=kill ; C3=sleep:3;C1=stop@2;")

    assert found == {
        "C2": faultpoints.Order("kill"),
        "C3": faultpoints.Order("sleep", 3.0),
        "C1": faultpoints.Order("stop", at_pass=2),
    }
