"""The library with 50,000 files of one brand. Writes results/library.json.

Rows per second of what its page reads (60 rows, their crops among them), through the selectors, under the wall, as the
runtime role: the first page, page 500 (by cursor), a rare word, a frequent word, a tag. `ratio_…` is the share that each
reaches of `bare_rows_per_second`: 60 rows by their primary keys, through the same model and wall, with their crops.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from statistics import median
from typing import Any

from accounts.models import User
from accounts.services import organizations
from bench.measuring import database, figures
from bench.measuring.figures import rounded, say
from bench.media import crowd
from core.tenancy import scope
from media_library.models import Asset
from media_library.selectors import library
from media_library.selectors.library import SIZE, Wanted

PAGE = 500
ROUNDS = 15


def main() -> None:
    """About a minute."""
    say("making 50,000 files")
    with scope.leave():
        owner = User.objects.create_user("library@example.com", None, name="Library")
        brand = organizations.create(
            name="Library", owner=owner, brand_name="Library", zone="Asia/Baku", language="en"
        )
    with scope.enter(brand.organization_id, [brand.pk]):
        crowd.fill(brand)
        with database.superuser() as cursor:
            cursor.execute("ANALYZE media_library_asset")
        found: dict[str, Any] = {"machine": figures.machine(), "assets": crowd.MANY, "rows_of_a_page": SIZE}
        ids = [row.pk for row in library.page(brand, Wanted(), after=_cursor(brand)).rows]
        bare = _per_second(lambda: list(Asset.objects.filter(pk__in=ids).prefetch_related("crops")))
        found["bare_rows_per_second"] = rounded(bare)
        for name, read in _reads(brand).items():
            speed = _per_second(read)
            found[f"{name}_rows_per_second"] = rounded(speed)
            found[f"ratio_{name}"] = rounded(speed / bare)
    figures.write("library", found)


def _reads(brand: Any) -> dict[str, Callable[[], list[Any]]]:
    cursor = _cursor(brand)
    return {
        "first_page": lambda: library.page(brand, Wanted()).rows,
        "page_500": lambda: library.page(brand, Wanted(), after=cursor).rows,
        "rare_word": lambda: library.page(brand, Wanted(words="mocha 421")).rows,
        "frequent_word": lambda: library.page(brand, Wanted(words="latte")).rows,
        "tag": lambda: library.page(brand, Wanted(tag="Cortado")).rows,
        "videos": lambda: library.page(brand, Wanted(kind="video")).rows,
    }


def _cursor(brand: Any) -> str:
    """Where page 500 begins."""
    return library.page(brand, Wanted(), size=SIZE * (PAGE - 1)).after


def _per_second(read: Callable[[], list[Any]]) -> float:
    """Rows of a read divided by its seconds, the median of many."""
    speeds = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        rows = len(read())
        speeds.append(rows / (time.perf_counter() - started))
    return median(speeds)
