"""Words of people: cleaned on the way in, folded for search, keyed for sorting, counted as people
count.
"""

from __future__ import annotations

import unicodedata

import regex

_GRAPHEME = regex.compile(r"\X")
_LETTERS_OF_ONE_KIND = str.maketrans({"ı": "i", "ə": "e"})

_ALPHABETS = {
    # Foreign letters stand where dictionaries put them: w after v; in Turkish also q after p.
    "az": "abcçdeəfgğhxıijkqlmnoöprsştuüvwyz",
    "tr": "abcçdefgğhıijklmnoöpqrsştuüvwxyz",
    "en": "abcdefghijklmnopqrstuvwxyz",
}
_RANKS = {
    language: {letter: chr(0x20 + rank) for rank, letter in enumerate(letters)}
    for language, letters in _ALPHABETS.items()
}
_DOTTED_LANGUAGES = frozenset({"az", "tr"})
_SPACE, _SIGN, _FIRST_DIGIT, _FOREIGN, _END = "\x02", "\x03", 0x10, "~", "\x01"


def clean(text: str) -> str:
    """The text in NFC with `\\n` as its only line end.

    Raises ValueError for NUL and for lone surrogates, which neither the database nor a network can
    hold.
    """
    if "\x00" in text:
        raise ValueError("the text contains NUL")
    if any("\ud800" <= letter <= "\udfff" for letter in text):
        raise ValueError("the text contains half a character")
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


def fold(text: str) -> str:
    """The form in which texts are searched: the same for every case, accent and width, in every
    language.

    İ, I, ı and i become i; ə becomes e; marks fall away. Folding twice changes nothing.
    """
    folded = text
    for _ in range(2):  # case folding can undo the normal form once, not twice (Unicode 3.13, D146)
        folded = unicodedata.normalize("NFKD", folded).casefold()
        folded = _without_marks(folded).translate(_LETTERS_OF_ONE_KIND)
    return unicodedata.normalize("NFC", folded)


def _without_marks(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in decomposed if unicodedata.category(letter) != "Mn")


def sort_key(text: str, language: str) -> str:
    """A key whose code-point order (Postgres: COLLATE "C") is the alphabetical order of `language`.

    Knows az, tr and en; any other language sorts as en. Spaces come first, then signs, digits,
    letters, letters of other scripts. Accents unknown to the alphabet and case decide only between
    equal words.
    """
    known = language if language in _ALPHABETS else "en"
    normal = unicodedata.normalize("NFC", text).replace("\x00", "")
    weights = "".join(_weight(letter, known) for letter in _lower(normal, known))
    return f"{weights}{_END}{_lower(normal, known)}{_END}{normal}"


def _lower(text: str, language: str) -> str:
    dotted = text.replace("İ", "i")
    if language in _DOTTED_LANGUAGES:
        dotted = dotted.replace("I", "ı")
    return unicodedata.normalize("NFC", dotted.lower())


def _weight(letter: str, language: str) -> str:
    ranks = _RANKS[language]
    if letter in ranks:
        return ranks[letter]
    if letter.isspace():
        return _SPACE
    if letter.isdecimal():
        return chr(_FIRST_DIGIT + unicodedata.decimal(letter))
    base = "".join(ranks.get(part, "") for part in fold(letter))
    if base:
        return base
    if not letter.isalpha():
        return "" if unicodedata.category(letter) == "Mn" else _SIGN
    return _FOREIGN + letter


def graphemes(text: str) -> list[str]:
    """The characters as people see them: a flag, a family emoji or a letter with its marks is one
    (UAX 29).
    """
    return _GRAPHEME.findall(text)
