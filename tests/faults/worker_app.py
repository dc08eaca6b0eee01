"""The product's Celery application as the harness runs it: `celery -A tests.faults.worker_app worker …`.

It knows two networks more than the product (one that can only be read, one that says nothing), rings rare ticks more
often and, told by FAULTS_VARIANT, puts a naive publisher or a seeded mutant in the place of the engine. FAULTS_CLOCK
sets its clock wrong. FAULTS_GATE names a file: the process loads everything and then waits for it, so that its start
costs no time when it counts.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import django
from celery.signals import beat_init, worker_ready
from django.utils.module_loading import import_string

from smm.celery import app

READY = "this process is ready"


def wait_at_the_gate() -> None:
    """Return when the file of FAULTS_GATE is there."""
    path = os.environ.get("FAULTS_GATE")
    while path and not Path(path).exists():
        time.sleep(0.02)


@worker_ready.connect
@beat_init.connect
def say_so(**_: object) -> None:
    """The harness reads it in the log."""
    sys.stdout.write(READY + "\n")
    sys.stdout.flush()


django.setup()
import_string("tests.faults.hurry.hurry")()
import_string("tests.faults.variants.arm")(os.environ.get("FAULTS_VARIANT", ""))
import_string("tests.faults.clocks.skew")(os.environ.get("FAULTS_CLOCK", ""))
wait_at_the_gate()

__all__ = ["app"]
