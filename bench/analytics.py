"""The dashboard of a brand with ten channels and a year of numbers. Writes results/analytics.json.

Rows per page: `size` in days, `kb` of the answer, queries and writes, CPU of this process and p95 of the time, both beside
those of a bare Django view that reads one row behind the same sign-in
(`ratio_to_bare`: CPU over CPU), in the same run and in turns.
`growth`: CPU of 365 days over CPU of 30 days. Everything goes through Django's own request handler, as a signed-in analyst.
"""

from __future__ import annotations

import random
import time
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Brand, User
from accounts.services import organizations
from analytics.models import MeasureCursor, PostDay
from bench.counting import bare
from bench.measuring import database, figures
from bench.measuring.figures import rounded, say
from connections.models import Channel
from core.tenancy import scope
from smm.demo import analytics as demo

CHANNELS = 10
YEAR = 365
ROUNDS = 40
DAYS = (30, 90, 365)
KB = 1024
OK = 200
TABLES = ("postday", "channelday", "channelperiod", "brandperiod", "measurecursor")
HOUSEKEEPING = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT", "SET ", "SELECT SET_CONFIG")


@dataclass(slots=True)
class Page:
    """One address, and what its answers took in milliseconds."""

    path: str
    size: int = 0
    queries: int = 0
    writes: int = 0
    cpu: list[float] = field(default_factory=list)
    took: list[float] = field(default_factory=list)


def main() -> None:
    """About two minutes."""
    say(f"making a year of {CHANNELS} channels")
    owner, brand = _brand()
    with scope.enter(brand.organization_id, [brand.pk]):
        demo.fill(brand, owner, _channels(brand), random.Random(5), days=YEAR)  # noqa: S311 — the same figures each time
        made = {
            "posts": MeasureCursor.objects.exclude(delivery=None).count(),
            "post_days": PostDay.objects.count(),
        }
        with database.superuser() as cursor:
            for table in TABLES:
                cursor.execute(f"ANALYZE analytics_{table}")
            cursor.execute("ANALYZE calendar_app_delivery")
    settings.ROOT_URLCONF = "bench.counting.bare"
    client = Client(headers={"User-Agent": "bench", "Host": "localhost"})
    client.force_login(owner)
    pages = {"bare": Page(bare.PATH)}
    pages |= {f"{days} days": Page(f"/b/{brand.slug}/numbers/?days={days}") for days in DAYS}
    for page in pages.values():
        _count(client, page)
    for _ in range(ROUNDS):
        for page in pages.values():
            _look(client, page)
    figures.write("analytics", {"machine": figures.machine(), "made": made, **_found(pages)})


def _brand() -> tuple[User, Brand]:
    with scope.leave():
        owner = User.objects.create_user("numbers@example.com", None, name="Numbers")
        brand = organizations.create(
            name="Numbers", owner=owner, brand_name="Numbers", zone="Asia/Baku", language="en"
        )
    return owner, brand


def _channels(brand: Brand) -> list[Channel]:
    """Of the practice network, which tells most, and of one that tells less."""
    rows = [
        Channel(
            organization_id=brand.organization_id,
            brand=brand,
            network="bluesky" if number % 3 == 2 else "sandbox",
            origin="http://127.0.0.1:9",
            remote_id=f"numbers-{number}",
            handle=f"numbers-{number}",
        )
        for number in range(CHANNELS)
    ]
    return list(Channel.objects.bulk_create(rows))


def _count(client: Client, page: Page) -> None:
    """Once, to see what it asks; and it warms what is kept in memory."""
    for _ in range(3):
        with CaptureQueriesContext(connection) as seen:
            response = client.get(page.path)
    if response.status_code != OK:
        raise RuntimeError(f"{page.path} answered {response.status_code}")
    asked = [query["sql"].upper().lstrip() for query in seen.captured_queries]
    asked = [sql for sql in asked if not sql.startswith(HOUSEKEEPING)]
    page.size = len(response.content)
    page.queries = len(asked)
    page.writes = sum(sql.startswith(("INSERT", "UPDATE", "DELETE")) for sql in asked)


def _look(client: Client, page: Page) -> None:
    cpu, clock = time.process_time(), time.perf_counter()
    client.get(page.path)
    page.cpu.append((time.process_time() - cpu) * 1000)
    page.took.append((time.perf_counter() - clock) * 1000)


def _found(pages: dict[str, Page]) -> dict[str, Any]:
    least = median(pages["bare"].cpu)
    rows = [
        {
            "page": name,
            "size": days,
            "kb": rounded(page.size / KB),
            "queries": page.queries,
            "writes": page.writes,
            "cpu_ms": rounded(median(page.cpu)),
            "p95_ms": rounded(figures.percentile(page.took, 0.95)),
            "ratio_to_bare": rounded(median(page.cpu) / least),
        }
        for name, days, page in [
            ("bare", 0, pages["bare"]),
            *(("dashboard", days, pages[f"{days} days"]) for days in DAYS),
        ]
    ]
    first, last = (median(pages[f"{days} days"].cpu) for days in (DAYS[0], DAYS[-1]))
    return {"growth": rounded(last / first), "rows": rows}
