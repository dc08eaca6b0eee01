"""What was gained on a day: differences of totals, nothing invented."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from analytics import gains
from analytics.gains import METRICS, Life

BEGIN = date(2027, 3, 1)
DAY = timedelta(days=1)
LIKES = METRICS.index("likes")


def life(likes: dict[int, int | None], *, days: int = 90) -> Life:
    """A post of BEGIN with these totals of likes by its age in days."""
    totals = {
        BEGIN + age * DAY: tuple(total if place == LIKES else None for place in range(len(METRICS)))
        for age, total in likes.items()
    }
    return Life(BEGIN, BEGIN + days * DAY, frozenset({"likes"}), totals)


def likes_on(one: Life, age: int) -> tuple[int | None, bool]:
    """Gain of likes at an age, and whether it lacks."""
    day = BEGIN + age * DAY
    return one.gain(day, LIKES), one.lacks(day, LIKES)


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=30))
def test_what_is_gained_on_all_days_is_the_last_total(totals: list[int]) -> None:
    one = life(dict(enumerate(totals)))

    days = [likes_on(one, age)[0] for age in range(len(totals))]

    assert None not in days
    assert sum(day for day in days if day is not None) == totals[-1]


@given(st.dictionaries(st.integers(0, 30), st.integers(0, 10_000)))
def test_a_day_that_is_not_told_is_never_zero(totals: dict[int, int | None]) -> None:
    one = life(totals)

    unknown = [age for age in range(31) if age not in totals]

    assert all(likes_on(one, age) == (None, True) for age in unknown)


def test_the_first_day_counts_from_nothing() -> None:
    assert likes_on(life({0: 7}), 0) == (7, False)


def test_a_gap_is_unknown_on_both_sides_and_spread_nowhere() -> None:
    one = life({0: 5, 1: 8, 4: 20, 5: 21})

    assert [likes_on(one, age) for age in range(6)] == [
        (5, False),
        (3, False),
        (None, True),
        (None, True),
        (None, True),
        (1, False),
    ]


def test_a_total_that_shrinks_is_a_loss() -> None:
    assert likes_on(life({0: 5, 1: 3}), 1) == (-2, False)


def test_after_thirty_days_a_weekly_question_counts_for_its_week() -> None:
    one = life({29: 50, 30: 50, 37: 57, 44: 60})

    assert likes_on(one, 37) == (7, False)
    assert likes_on(one, 44) == (3, False)
    assert [likes_on(one, age) for age in (31, 36, 40)] == [(None, False)] * 3


def test_a_missed_weekly_question_is_a_gap() -> None:
    one = life({30: 50, 37: 57, 51: 90})

    assert likes_on(one, 45) == (None, True)
    assert likes_on(one, 51) == (None, True)


def test_nothing_is_missed_before_a_post_and_after_its_time() -> None:
    one = life({0: 1}, days=3)

    assert likes_on(one, -1) == (None, False)
    assert likes_on(one, 4) == (None, False)


def test_a_number_that_a_post_never_tells_is_not_missed() -> None:
    told = tuple(1 if name == "likes" else None for name in METRICS)
    one = Life(BEGIN, BEGIN + 90 * DAY, frozenset({"likes", "saves"}), {BEGIN: told})

    assert not one.lacks(BEGIN, METRICS.index("saves"))


def test_without_any_post_nothing_was_gained_and_that_is_known() -> None:
    assert gains.posts_sum([], BEGIN, "likes") == gains.Sum(0, is_whole=True)


def test_a_sum_says_when_a_part_is_missing() -> None:
    known, silent = life({0: 1, 1: 4}), life({0: 2})

    assert gains.posts_sum([known, silent], BEGIN + DAY, "likes") == gains.Sum(3, is_whole=False)
    assert gains.posts_sum([silent], BEGIN + DAY, "likes") == gains.Sum(None, is_whole=False)


def test_a_rate_counts_a_post_with_both_numbers_or_not_at_all() -> None:
    both = tuple({"likes": 3, "reach": 100}.get(name) for name in METRICS)
    half = tuple({"likes": 50}.get(name) for name in METRICS)
    told = frozenset({"likes", "reach"})
    posts = [Life(BEGIN, BEGIN + 90 * DAY, told, {BEGIN: totals}) for totals in (both, half)]

    assert gains.rated(posts, BEGIN) == gains.Rated(3, 100, is_whole=True)


def test_a_level_gains_only_from_the_day_before() -> None:
    levels: dict[date, int | None] = {BEGIN: 100, BEGIN + DAY: 97, BEGIN + 3 * DAY: 120}

    assert gains.level_gain(levels, BEGIN + DAY) == -3
    assert gains.level_gain(levels, BEGIN + 3 * DAY) is None
    assert gains.level_gain(levels, BEGIN) is None
