"""How well a few typed letters fit a text: the start first, then the start of a word, then inside, then scattered."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import TypeVar

from core.text import fold

Thing = TypeVar("Thing")
START, WORD, INSIDE, SCATTERED = range(4)
FEWEST_SCATTERED = 2

folded = lru_cache(maxsize=4096)(fold)


def rank(typed: str, text: str, *, loose: bool = True) -> int | None:
    """Smaller fits better, None fits not at all. Both are folded, so case, accents and dots do not matter.

    Several words may stand in any order. `loose` also takes letters that are scattered over the text in their order.
    """
    sought, found = folded(typed).strip(), folded(text)
    if found.startswith(sought):
        return START
    starts = _words(found)
    parts = sought.split()
    if all(any(word.startswith(part) for word in starts) for part in parts):
        return WORD
    if all(part in found for part in parts):
        return INSIDE
    is_scattered = loose and len(sought) >= FEWEST_SCATTERED and _holds_in_order(sought, found)
    return SCATTERED if is_scattered else None


def best(
    typed: str, things: Iterable[Thing], text: Callable[[Thing], str], *, limit: int, loose: bool = True
) -> list[Thing]:
    """The things that fit, best first, equals in the order in which they came."""
    ranked = [(rank(typed, text(thing), loose=loose), number, thing) for number, thing in enumerate(things)]
    fitting = [(found, number, thing) for found, number, thing in ranked if found is not None]
    fitting.sort(key=lambda one: one[:2])
    return [thing for _found, _number, thing in fitting[:limit]]


def _words(text: str) -> list[str]:
    spaced = "".join(letter if letter.isalnum() else " " for letter in text)
    return [*spaced.split(), *text.split()]


def _holds_in_order(sought: str, text: str) -> bool:
    letters = iter(text)
    return all(letter in letters for letter in sought if letter != " ")
