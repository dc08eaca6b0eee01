"""Percentiles and spreads of benchmarks."""

from __future__ import annotations

import math

import pytest

from bench import __main__ as entry
from bench.measuring.figures import percentile, spread


@pytest.mark.parametrize(("share", "expected"), [(0.0, 1), (0.5, 50), (0.95, 95), (0.99, 99), (1.0, 100)])
def test_a_percentile_is_the_smallest_value_that_so_many_do_not_exceed(share: float, expected: int) -> None:
    values = [float(value) for value in range(100, 0, -1)]

    assert percentile(values, share) == expected


def test_the_percentile_of_few_values_is_one_of_them() -> None:
    assert percentile([3.0, 1.0], 0.99) == 3.0


def test_nothing_has_no_percentile() -> None:
    assert math.isnan(percentile([], 0.5))


def test_a_spread_names_median_lowest_and_highest() -> None:
    assert spread([60.7, 55.8, 63.5]) == {"median": 60.7, "lowest": 55.8, "highest": 63.5}


def test_a_word_that_is_no_benchmark_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert entry.main(["publsh"]) == 2
    assert "publish" in capsys.readouterr().err
