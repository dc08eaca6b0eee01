"""The report: shards divide the matrix without rest, and their parts add up."""

from __future__ import annotations

import pytest

from tests.faults import report
from tests.faults.evidence import Promised
from tests.faults.oracle import Violation
from tests.faults.report import Report
from tests.faults.scenario import ALL_LIVE, Case, Result

CASE = Case("F11", "f11", ALL_LIVE, costs=frozenset({"never:false_failure"}))
PROMISED = {"a": Promised("a", "never-1", "one", 0.0, frozenset())}


def result(kind: str, *names: str) -> Result:
    """One post of a class that ended live, with these violations."""
    return Result(CASE, kind, {"a": "live"}, [Violation(name, "a", "…") for name in names], 1.0, PROMISED)


def test_shards_divide_the_matrix_without_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    parts = []
    for number in (1, 2, 3):
        monkeypatch.setenv("SHARD", f"{number}/3")
        parts.append(report.mine(range(20)))

    assert sorted(one for part in parts for one in part) == list(range(20))
    assert max(map(len, parts)) - min(map(len, parts)) <= 1


def test_parts_add_up_and_a_known_cost_is_named_but_not_counted() -> None:
    first, second = Report(), Report()
    first.add([result("key", "doubled", "late"), result("never", "false_failure")])
    second.add([result("read", "doubled")])
    second.naive_caught.add("F11")
    parts = [
        {"rows": one.rows, "naive_caught": sorted(one.naive_caught), "mutants_caught": [], "took_seconds": 2}
        for one in (first, second)
    ]

    whole = report.merged(parts, wanted=2)

    assert (whole["posts"], whole["doubled"], whole["false_failure"], whole["other"]) == (3, 2, 0, 1)
    assert (whole["naive_caught"], whole["parts"], whole["took_seconds"]) == (["F11"], 2, 4)
    assert [row["costs"] for row in whole["rows"] if row["class"] == "never"] == [{"false_failure": 1}]


def test_what_is_wrong_is_said_and_what_is_fine_is_not() -> None:
    assert report.words([result("key")]) == ""
    assert "doubled" in report.words([result("key", "doubled")])
    assert "refused instead of live" in report.words(
        [Result(CASE, "key", {"a": "refused"}, [], 1.0, PROMISED)]
    )
    assert "99.0 s after" in report.words([Result(CASE, "key", {"a": "live"}, [], 99.0, PROMISED)])
