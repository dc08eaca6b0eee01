"""The table of numbers in docs/analytics.md, made from the one table in code."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.utils import translation

from analytics.kpis import KPIS, Better, Kpi

PAGE = Path("docs/analytics.md")
BEGIN, END = "<!-- numbers -->\n", "<!-- /numbers -->\n"
HEADS = ("number", "key", "what it is", "how it is reckoned", "unit", "better", "unknown means", "parts")
DIRECTIONS = {Better.HIGHER: "higher", Better.LOWER: "lower", Better.NEITHER: "–"}


def file() -> Path:
    """Where the page stands."""
    return Path(settings.BASE_DIR) / PAGE


def renewed(page: str) -> str:
    """The page with the table as it should be. Raises ValueError when the page has no place for it."""
    before, begin, rest = page.partition(BEGIN)
    _old, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"{PAGE} has no place for the numbers")
    return f"{before}{BEGIN}{table()}{END}{after}"


def table() -> str:
    """All numbers in their order, in English."""
    with translation.override("en"):
        rows = [_row(kpi) for kpi in KPIS.values()]
    rules = ["---"] * len(HEADS)
    return "".join(f"| {' | '.join(row)} |\n" for row in (HEADS, rules, *rows))


def _row(kpi: Kpi) -> list[str]:
    return [
        str(kpi.name),
        f"`{kpi.key}`",
        str(kpi.meaning),
        str(kpi.formula),
        kpi.unit.replace("_", " "),
        DIRECTIONS[kpi.better],
        str(kpi.unknown),
        str(kpi.adds),
    ]
