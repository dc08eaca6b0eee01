"""What this machine could do at most: tasks that do nothing, and the same calls with nothing around them."""

from __future__ import annotations

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import redis
from django.conf import settings

from bench.measuring.figures import rounded
from bench.publishing import network as net
from bench.publishing import programs
from core import http
from smm.celery import app
from tests.faults.fake_network.client import FakeNetwork

SEND = "/sandbox/api/posts"
TASKS, CALLS, HANDS = 2000, 640, 16


def no_ops_per_second(folder: Path) -> float:
    """Tasks that do nothing, from the same broker, by one worker of 16 threads: first taken to last taken."""
    with app.producer_or_acquire() as producer:
        for _ in range(TASKS):
            app.send_task("bench.no_op", queue="bench", producer=producer, ignore_result=True)
    line = redis.Redis.from_url(settings.REDIS_URL)
    with programs.no_ops(folder):
        began, left = _first_taken(line)
        while line.llen("bench"):
            time.sleep(0.01)
        return rounded(left / (time.monotonic() - began))


def _first_taken(line: redis.Redis) -> tuple[float, int]:
    """When the worker had begun, and how many tasks were left then."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        left = int(line.llen("bench"))
        if left < TASKS:
            return time.monotonic(), left
        time.sleep(0.01)
    raise RuntimeError("the worker takes no task")


def calls_per_second(network: FakeNetwork, latency: float) -> float:
    """The calls of the product, through its own client and guard, by 16 threads that do nothing else."""
    net.begin(network, latency)
    token = str(network.accounts(["key-bound"])[0]["access"])
    with ThreadPoolExecutor(HANDS) as pool:
        began = time.monotonic()
        statuses = list(pool.map(lambda number: _call(network.origin, token, number), range(CALLS)))
        seconds = time.monotonic() - began
    _all_made(statuses)
    return rounded(CALLS / seconds)


def _call(origin: str, token: str, number: int) -> int:
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": f"bound-{number}"}
    body = {"text": f"Salam {number}", "media": [], "languages": ["en"]}
    return http.request("POST", f"{origin}{SEND}", headers=headers, json=body).status


def _all_made(statuses: Sequence[int]) -> None:
    if set(statuses) != {201}:
        raise RuntimeError(f"the network answered {sorted(set(statuses))}")
