"""Where the strokes of charts go: unknown is never drawn as a value, nothing leaves the paper."""

from __future__ import annotations

import random

import pytest

from analytics.charts.bars import bars
from analytics.charts.frame import Frame, runs, scale_of
from analytics.charts.heat import level
from analytics.charts.lines import Looks, lines
from analytics.charts.paces import WIDTH, pace
from analytics.charts.sparks import MOST, spark

FRAME = Frame(830, 278, left=34, right=4, top=24, bottom=33)
SEEDS = range(60)


def series(seed: int, longest: int = 60) -> list[float | None]:
    """Any values: few or many, small or huge, above and below zero, some unknown."""
    rng = random.Random(seed)
    size, known = 10 ** rng.randint(0, 9), rng.random()
    count = rng.randint(0, longest)
    return [rng.uniform(-size / 5, size) if rng.random() < known else None for _ in range(count)]


def coordinates(text: str) -> list[tuple[float, float]]:
    """What stands in `points`."""
    return [(float(x), float(y)) for x, y in (pair.split(",") for pair in text.split())]


def test_the_line_breaks_where_nothing_is_known_and_the_ground_there_is_a_gap() -> None:
    drawn = lines([1, 2, None, None, 5, 6], [], FRAME)

    assert [len(coordinates(part)) for part in drawn.now] == [2, 2]
    assert [(gap.first, gap.last) for gap in drawn.gaps] == [(2, 3)]
    assert drawn.gaps[0].x == FRAME.x(1, 6)
    assert drawn.ys.split(",")[2:4] == ["", ""]


def test_a_known_zero_is_a_point_on_the_ground_and_no_gap() -> None:
    drawn = lines([0, 4], [], FRAME)

    assert coordinates(drawn.now[0])[0] == (FRAME.left, FRAME.floor)
    assert drawn.gaps == ()


def test_a_known_day_between_unknown_ones_is_a_dot() -> None:
    drawn = lines([None, 3, None], [], FRAME)

    assert (len(drawn.dots), drawn.now, len(drawn.gaps)) == (1, (), 2)


def test_days_to_come_are_no_gap() -> None:
    assert lines([1, 2, None, None], [], FRAME, Looks(ahead=2)).gaps == ()


def test_levels_may_begin_above_zero_and_sums_never() -> None:
    assert scale_of([28_000, 28_900], from_zero=False).low > 20_000
    assert scale_of([28_000, 28_900]).low == 0


@pytest.mark.parametrize(
    ("values", "ticks"),
    [([0, 24], (0, 10, 20, 30)), ([], (0, 0.5, 1)), ([5], (0, 2, 4, 6)), ([-3, 9], (-5, 0, 5, 10))],
)
def test_ticks_are_round(values: list[float], ticks: tuple[float, ...]) -> None:
    assert scale_of(values).ticks == ticks


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_leaves_the_paper(seed: int) -> None:
    now, before, from_zero = series(seed), series(seed + 1000), seed % 2 == 0
    drawn = lines(now, before, FRAME, Looks(from_zero=from_zero))

    for x, y in [one for part in (*drawn.now, *drawn.before) for one in coordinates(part)]:
        assert FRAME.left <= x <= FRAME.end + 0.1
        assert FRAME.top - 0.1 <= y <= FRAME.floor + 0.1
    assert all(FRAME.left <= gap.x and gap.x + gap.width <= FRAME.end + 0.2 for gap in drawn.gaps)
    assert sum(value is None for value in now) == drawn.ys.split(",").count("") - (not now)


@pytest.mark.parametrize("seed", SEEDS)
def test_bars_stand_on_zero_and_unknown_ones_say_so(seed: int) -> None:
    values = series(seed)
    drawn = bars(values, FRAME)

    assert [bar.is_known for bar in drawn.bars] == [value is not None for value in values]
    assert all(bar.height >= 0 and bar.y >= FRAME.top - 0.1 for bar in drawn.bars)
    assert all(
        bar.is_down == (value is not None and value < 0)
        for bar, value in zip(drawn.bars, values, strict=True)
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_a_spark_is_short_and_stays_inside(seed: int) -> None:
    values = series(seed, longest=400)
    found = [one for part in spark(values).lines for one in coordinates(part)]

    assert len(found) <= MOST
    assert all(0 <= x <= 80 and 0 <= y <= 26 for x, y in found)


def test_runs_are_found() -> None:
    assert runs([None, 1, 2, None], known=True) == [(1, 2)]
    assert runs([None, 1, 2, None], known=False) == [(0, 0), (3, 3)]


@pytest.mark.parametrize(("value", "step"), [(None, "x"), (0, "0"), (0.01, "1"), (5, "5"), (2.5, "2")])
def test_heat_has_six_steps_and_a_hatch(value: float | None, step: str) -> None:
    assert level(value, 5) == step


def test_a_forecast_beyond_the_goal_fits_on_the_bar() -> None:
    drawn = pace(50, 100, expected=40, low=150, high=200)

    assert (drawn.reached, drawn.tick, drawn.target) == (WIDTH / 4, WIDTH / 5, WIDTH / 2)
    assert drawn.band is not None
    assert drawn.band + drawn.band_width == WIDTH


def test_a_goal_of_which_nothing_is_known_has_no_bar() -> None:
    drawn = pace(None, 100)

    assert (drawn.reached, drawn.tick, drawn.band) == (None, None, None)
