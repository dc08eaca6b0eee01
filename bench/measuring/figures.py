"""Percentiles, facts about the machine, and the file of results."""

from __future__ import annotations

import json
import math
import os
import platform
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median

from django.conf import settings

from bench.measuring import database

RESULTS = Path(__file__).resolve().parent.parent / "results"


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that `share` (0 to 1) of all values do not exceed (nearest rank); NaN for none."""
    ordered = sorted(values)
    if not ordered:
        return math.nan
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def spread(values: Sequence[float]) -> dict[str, float]:
    """Median, lowest and highest of some rounds."""
    return {
        "median": rounded(median(values)),
        "lowest": rounded(min(values)),
        "highest": rounded(max(values)),
    }


def rounded(value: float) -> float:
    """Three decimals: nothing here is known better."""
    return round(value, 3)


def machine() -> dict[str, object]:
    """What the figures depend on."""
    return {
        "cores": os.cpu_count(),
        "load_average": [round(load, 2) for load in os.getloadavg()],
        "system": platform.platform(terse=True),
        "python": platform.python_version(),
        "postgres": database.setting("server_version"),
        "durability": {
            name: database.setting(name) for name in ("fsync", "synchronous_commit", "full_page_writes")
        },
        "lane_lease_seconds": settings.LANE_LEASE_SECONDS,
    }


def write(name: str, found: Mapping[str, object]) -> None:
    """Write `results/<name>.json` and show it."""
    RESULTS.mkdir(exist_ok=True)
    text = json.dumps(found, indent=2)
    (RESULTS / f"{name}.json").write_text(text + "\n")
    say(text)


def say(text: str) -> None:
    """A line for whoever waits."""
    sys.stdout.write(f"bench   | {text}\n")
    sys.stdout.flush()
