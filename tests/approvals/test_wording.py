"""Two texts word by word."""

from __future__ import annotations

import random

import pytest

from approvals.wording import MOST_WORDS, Run, compared, is_changed


def told(before: str, after: str) -> str:
    """`[-old-]` and `{+new+}` as people write it."""
    marks = {"same": "{}", "del": "[-{}-]", "ins": "{{+{}+}}"}
    return "".join(marks[run.kind].format(run.text) for run in compared(before, after))


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("the menu starts tomorrow", "the menu starts today", "the menu starts [-tomorrow-]{+today+}"),
        ("a b", "a b c", "a b{+ c+}"),
        ("a b c", "a c", "a [-b -]c"),
        ("red cup here", "blue mug here", "[-red cup-]{+blue mug+} here"),
        ("", "new", "{+new+}"),
        ("old", "", "[-old-]"),
        ("at 18:30", "at 18:00", "at [-18:30-]{+18:00+}"),
        ("hi @nigar", "hi @selin", "hi [-@nigar-]{+@selin+}"),
        ("İstanbul ılıq", "istanbul ilıq", "[-İstanbul ılıq-]{+istanbul ilıq+}"),
        ("go 👩‍🍳 now", "go 👩‍🚀 now", "go [-👩‍🍳-]{+👩‍🚀+} now"),
    ],
)
def test_words_that_left_and_words_that_came_are_marked(before: str, after: str, words: str) -> None:
    assert told(before, after) == words


def test_the_same_text_is_one_run_and_no_change() -> None:
    assert compared("salam", "salam") == (Run("same", "salam"),)
    assert not is_changed(compared("salam", "salam"))
    assert compared("", "") == ()


def test_both_texts_can_be_read_out_of_the_runs_whatever_they_hold() -> None:
    chance = random.Random(7)
    letters = ["a", "B", "ə", "İ", " ", "\n", ".", "👩‍🍳", "#", "é"]
    for _ in range(200):
        before, after = ("".join(chance.choices(letters, k=chance.randrange(40))) for _ in range(2))
        runs = compared(before, after)

        assert "".join(run.text for run in runs if run.kind != "ins") == before
        assert "".join(run.text for run in runs if run.kind != "del") == after


def test_a_text_without_end_is_called_changed_as_a_whole() -> None:
    before, after = "a " * MOST_WORDS, "b " * MOST_WORDS

    assert compared(before, after) == (Run("del", before), Run("ins", after))
