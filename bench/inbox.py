"""The inbox with 25,000 and with 500,000 messages of one brand. Writes results/inbox.json.

Pages are asked through the product's own handler (middleware, wall, templates), in this process, as the runtime role.

- `rows`: for each page and size its queries, writes, processor time, times, and `ratio_to_bare`: its median processor time
  over that of a view of the same program that reads one row by its key.
- `growth`: each page's median time at 500,000 messages over that at 25,000.
- `hooks_…`: signed webhooks from eight hands to the web server as it is run: acknowledged per second, p99 of the wait, taken
  in per second, lost, doubled.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.test import Client
from django.test.utils import override_settings

from accounts.models import User
from accounts.services import organizations
from bench.browsing import product
from bench.measuring import figures
from bench.measuring.figures import rounded, say
from bench.talking import asking, crowd, hooks
from connections.models import Channel
from core.tenancy import scope
from inbox.services import hooking

SIZES = (25_000, 500_000)
HOOKS = 2000
SEARCHES = {"rare": "rare77word", "common": "coffee", "none": "nobodysaysthis"}


def main() -> None:
    """About two minutes."""
    with scope.leave():
        owner = User.objects.create_user("inbox@example.com", None, name="Inbox")
        brand = organizations.create(
            name="Inbox", owner=owner, brand_name="Inbox", zone="Asia/Baku", language="en"
        )
    with scope.enter(brand.organization_id, [brand.pk]):
        channel = Channel.objects.create(
            organization=brand.organization, brand=brand, network="sandbox", remote_id="us", handle="us"
        )
    found: dict[str, Any] = {"machine": figures.machine()}
    with override_settings(ROOT_URLCONF="bench.talking.bare", ALLOWED_HOSTS=["*"], SECURE_SSL_REDIRECT=False):
        rows, already = [], 0
        for size in SIZES:
            say(f"filling up to {size} messages")
            crowd.fill(brand, channel, size, already=already)
            already = size
            rows += _pages(owner, f"/b/{brand.slug}/inbox/", size)
        found["rows"] = [row.shown() for row in rows]
        found["growth"] = _growth(rows)
    say("webhooks")
    with scope.enter(brand.organization_id, [brand.pk]):
        hook = hooking._open(channel)
    with TemporaryDirectory(prefix="bench-") as name, product.serving(Path(name)) as base:
        found |= hooks.measure(hook, HOOKS, base)
    figures.write("inbox", found)


def _pages(owner: User, inbox: str, size: int) -> list[asking.Row]:
    client = Client()
    client.force_login(owner, settings.AUTHENTICATION_BACKENDS[0])
    bare = asking.timed(Client(), f"/bare/?pk={owner.pk}")
    pages = {"inbox": inbox} | {f"search_{name}": f"{inbox}?q={word}" for name, word in SEARCHES.items()}
    rows = [asking.ask(client, name, address, size, bare) for name, address in pages.items()]
    for row in rows:
        say(f"{row.page} at {row.size}: {row.queries} queries, p95 {row.p95_ms} ms, {row.ratio_to_bare} bare")
    return rows


def _growth(rows: list[asking.Row]) -> dict[str, float]:
    few, many = ({row.page: row.p50_ms for row in rows if row.size == size} for size in SIZES)
    return {page: rounded(many[page] / few[page]) for page in few}
