"""How a few letters find a text."""

from __future__ import annotations

import pytest

from core.ranking import INSIDE, SCATTERED, START, WORD, best, rank


@pytest.mark.parametrize(
    ("typed", "text", "found"),
    [
        ("cal", "Calendar", START),
        ("rules", "Publishing rules", WORD),
        ("ru pub", "Publishing rules", WORD),
        ("lend", "Calendar", INSIDE),
        ("clr", "Calendar", SCATTERED),
        ("xyz", "Calendar", None),
        ("rac", "Calendar", None),
        ("istanbul", "Kehribar İstanbul", WORD),
        ("ISTANBUL", "istanbul", START),
        ("seher", "Səhər 8:00, Nizami küçəsi", START),
        ("kucesi", "Səhər 8:00, Nizami küçəsi", WORD),
        ("#payiz", "Gəldi #payızlatte", WORD),
        ("8:00", "Səhər 8:00", WORD),
        ("", "anything", START),
        (" ", "anything", START),
    ],
)
def test_the_start_goes_before_a_word_before_the_inside_before_scattered_letters(
    typed: str, text: str, found: int | None
) -> None:
    assert rank(typed, text) == found


@pytest.mark.parametrize(("typed", "text"), [("clr", "Calendar"), ("c", "Xyz cal"), ("z", "abc")])
def test_scattered_letters_are_only_taken_where_that_is_wanted_and_never_a_single_one(
    typed: str, text: str
) -> None:
    assert rank(typed, text, loose=False) != SCATTERED
    assert rank(typed[:1], text) != SCATTERED


def test_equals_keep_their_order_and_what_does_not_fit_is_left_out() -> None:
    words = ["Waiting", "New post", "Posts", "Nothing", "Post box"]

    assert best("post", words, str, limit=9) == ["Posts", "Post box", "New post"]
    assert best("post", words, str, limit=1) == ["Posts"]
    assert best("qq", words, str, limit=9) == []
