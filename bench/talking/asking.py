"""Asking a page again and again through the product's own handler: how long, how much work, how many questions."""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass
from statistics import median

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.measuring.figures import percentile, rounded

ROUNDS = 40
WRITES = ("INSERT", "UPDATE", "DELETE")


@dataclass(frozen=True, slots=True)
class Row:
    """One page at one size; `ratio_to_bare` is its median processor time over that of the bare one-row view, same run."""

    page: str
    size: int
    queries: int
    writes: int
    cpu_ms: float
    p50_ms: float
    p95_ms: float
    ratio_to_bare: float

    def shown(self) -> dict[str, object]:
        """For the file of results."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds of the rounds."""

    wall: list[float]
    cpu: list[float]


def ask(client: Client, page: str, address: str, size: int, bare: Times) -> Row:
    """Ask for a page in 40 rounds, after two that do not count."""
    queries, writes = counted(client, address)
    times = timed(client, address)
    return Row(
        page=page,
        size=size,
        queries=queries,
        writes=writes,
        cpu_ms=rounded(median(times.cpu)),
        p50_ms=rounded(median(times.wall)),
        p95_ms=rounded(percentile(times.wall, 0.95)),
        ratio_to_bare=rounded(median(times.cpu) / median(bare.cpu)),
    )


def timed(client: Client, address: str) -> Times:
    """Wall and processor time of each round."""
    wall, cpu = [], []
    for number in range(ROUNDS + 2):
        began, worked = time.perf_counter(), time.process_time()
        answer = client.get(address)
        if answer.status_code != 200:
            raise RuntimeError(f"{address} answers {answer.status_code}")
        if number >= 2:
            wall.append((time.perf_counter() - began) * 1000)
            cpu.append((time.process_time() - worked) * 1000)
    return Times(wall, cpu)


def counted(client: Client, address: str) -> tuple[int, int]:
    """How many questions, and how many of them write."""
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    said = [query["sql"] for query in asked.captured_queries]
    return len(said), sum(sql.lstrip().startswith(WRITES) for sql in said)
