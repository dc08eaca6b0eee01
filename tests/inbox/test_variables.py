"""Names in saved replies: filled, replaced by a word, or missed; nothing else in braces means anything."""

from __future__ import annotations

import pytest

from inbox import variables
from inbox.variables import Filled, fill, first_name, left, unknown

LEYLA = {"first_name": "Leyla", "name": "Leyla Həsənova", "brand": "Kəhrəba"}


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("Salam, {first_name}!", Filled("Salam, Leyla!", ())),
        ("Salam, {handle|dost}!", Filled("Salam, dost!", ())),
        ("Salam, {handle|}!", Filled("Salam, !", ())),
        ("Salam, {handle}!", Filled("Salam, {handle}!", ("handle",))),
        ("{handle} {handle} {agent}", Filled("{handle} {handle} {agent}", ("handle", "agent"))),
        ("{first_name|there}", Filled("Leyla", ())),
        ("{password}", Filled("{password}", ())),
        ("{{first_name}}", Filled("{Leyla}", ())),
        ("{first_name.__class__}", Filled("{first_name.__class__}", ())),
        ("{% now %} {{ x }} ${first_name} %(name)s", Filled("{% now %} {{ x }} $Leyla %(name)s", ())),
    ],
)
def test_filling(text: str, filled: Filled) -> None:
    assert fill(text, LEYLA) == filled


def test_what_a_customer_is_called_is_never_read_as_a_name() -> None:
    assert fill("{name}", {"name": "{brand}", "brand": "secret"}).text == "{brand}"


def test_what_stands_in_braces_still_is_found_before_it_goes_out() -> None:
    assert left("Salam, {first_name|dost} {agent} {whatever}") == ("first_name", "agent")
    assert unknown("Salam, {first_name} {whatever}") == ("whatever",)


@pytest.mark.parametrize(
    ("name", "first"),
    [("Leyla Həsənova", "Leyla"), ("Leyla", "Leyla"), ("", ""), (" ", ""), ("leyla.h", ""), ("user9", "")],
)
def test_a_first_name_is_a_word_that_looks_like_one(name: str, first: str) -> None:
    assert first_name(name) == first


def test_every_name_has_words() -> None:
    assert all(str(words) for words in variables.NAMES.values())
