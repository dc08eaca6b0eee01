"""What a run of the fault matrix came to: one row for each fault and class, and the sums that are gates."""

from __future__ import annotations

import json
import os
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from django.conf import settings

from tests.faults.scenario import Result

FOLDER = Path(settings.BASE_DIR) / "bench" / "results"
COUNTED = (
    "doubled",
    "lost",
    "stuck",
    "false_success",
    "false_failure",
    "wrong_account",
    "early",
    "untold",
)
"""The sums at the top; all other violations are counted together."""
SHOWN = 5
"""Violations of a row that are written out."""
STATES = ("live", "refused", "asking", "held", "cancelled")
Json = dict[str, Any]
T = TypeVar("T")


def shard() -> tuple[int, int]:
    """Which part of the matrix this run is: SHARD=1/3 is the first of three."""
    number, _, count = (os.environ.get("SHARD") or "1/1").partition("/")
    return int(number), int(count)


def mine(parts: Sequence[T]) -> list[T]:
    """The part of these that this run does."""
    number, count = shard()
    return list(parts)[number - 1 :: count]


def words(results: Sequence[Result]) -> str:
    """Everything that is wrong, as lines; "" when nothing is."""
    return "\n".join(result.words for result in results if result.words)


@dataclass(slots=True)
class Report:
    """Filled while the tests run."""

    began: float = field(default_factory=time.time)
    rows: list[Json] = field(default_factory=list)
    naive_caught: set[str] = field(default_factory=set)
    mutants_caught: set[str] = field(default_factory=set)

    def add(self, results: Sequence[Result]) -> None:
        """The results of one scenario."""
        self.rows += [_row(result) for result in results]

    def write(self) -> Path | None:
        """Write this part, and the whole made of all parts that are there; None when nothing was run."""
        if not self.rows and not self.naive_caught and not self.mutants_caught:
            return None
        number, count = shard()
        folder = FOLDER / "faults"
        folder.mkdir(parents=True, exist_ok=True)
        part = {
            "rows": self.rows,
            "naive_caught": sorted(self.naive_caught),
            "mutants_caught": sorted(self.mutants_caught),
            "took_seconds": round(time.time() - self.began, 1),
        }
        (folder / f"part-{number}-of-{count}.json").write_text(json.dumps(part, indent=1))
        parts = [json.loads(file.read_text()) for file in sorted(folder.glob(f"part-*-of-{count}.json"))]
        whole = FOLDER / "faults.json"
        whole.write_text(json.dumps(merged(parts, count), indent=1))
        return whole


def merged(parts: Sequence[Json], wanted: int) -> Json:
    """All parts as one; `parts` and `wanted` say whether it is the whole matrix."""
    rows = [row for part in parts for row in part["rows"]]
    sums, of_replies = Counter[str](), Counter[str]()
    for row in rows:
        sums.update({name: row[name] for name in ("posts", "replies", *COUNTED, "other")})
        of_replies.update(row["of_replies"])
    return {
        **{name: sums[name] for name in ("posts", "replies", *COUNTED, "other")},
        "of_replies": {name: of_replies[name] for name in COUNTED},
        "unexpected": sum(len(row["unexpected"]) for row in rows),
        "naive_caught": sorted({one for part in parts for one in part["naive_caught"]}),
        "mutants_caught": sorted({one for part in parts for one in part["mutants_caught"]}),
        "parts": len(parts),
        "wanted": wanted,
        "took_seconds": sum(part["took_seconds"] for part in parts),
        "rows": sorted(rows, key=lambda row: (row["fault"], row["case"], row["class"])),
    }


def _row(result: Result) -> Json:
    """One fault and one class. Known costs are not counted as violations, but named."""
    ends = Counter(result.ends.values())
    found = Counter(violation.name for violation in result.avoidable)
    costs = Counter(violation.name for violation in result.violations) - found
    replies = {key for key, promised in result.promised.items() if promised.answers}
    of_replies = Counter(violation.name for violation in result.avoidable if violation.delivery in replies)
    return {
        "fault": result.case.fault,
        "case": result.case.name,
        "class": result.kind,
        "posts": len(result.promised) - len(replies),
        "replies": len(replies),
        **{state: ends[state] for state in STATES},
        **{name: found[name] for name in COUNTED},
        "other": sum(number for name, number in found.items() if name not in COUNTED),
        "of_replies": {name: of_replies[name] for name in COUNTED},
        "unexpected": result.unexpected,
        "violations": [str(violation) for violation in result.avoidable[:SHOWN]],
        "costs": dict(costs),
        "worst_seconds": round(result.worst, 1),
    }


def table(rows: Sequence[Json]) -> str:
    """The rows for a terminal."""
    head = ("fault", "case", "class", "posts", "replies", *STATES, "worst_seconds", "wrong")
    lines = [[*(str(row[name]) for name in head[:-1]), str(_wrong(row) or "")] for row in rows]
    widths = [max(len(line[column]) for line in [list(head), *lines]) for column in range(len(head))]
    return "\n".join(
        "  ".join(word.ljust(width) for word, width in zip(line, widths, strict=True)).rstrip()
        for line in [list(head), *lines]
    )


def _wrong(row: Json) -> int:
    return sum(row[name] for name in COUNTED) + int(row["other"]) + len(row["unexpected"])
