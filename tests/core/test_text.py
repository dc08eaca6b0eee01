"""Tables of letters: folding, sorting, counting, cleaning."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import text

# The four letters that trip every program of Azerbaijani and Turkish, alone and in words.
VECTORS = [
    ("i", "i"),
    ("I", "i"),
    ("ı", "i"),
    ("İ", "i"),
    ("i\u0307", "i"),
    ("I\u0307", "i"),
    ("í", "i"),
    ("Î", "i"),
    ("ï", "i"),
    ("Ī", "i"),
    ("Iİıi", "iiii"),
    ("İSTANBUL", "istanbul"),
    ("istanbul", "istanbul"),
    ("ISTANBUL", "istanbul"),
    ("ıstanbul", "istanbul"),
    ("I\u0307stanbul", "istanbul"),
    ("IĞDIR", "igdir"),
    ("Iğdır", "igdir"),
    ("iğdir", "igdir"),
    ("DİYARBAKIR", "diyarbakir"),
    ("Diyarbakır", "diyarbakir"),
    ("IŞIK", "isik"),
    ("ışık", "isik"),
    ("İŞIQ", "isiq"),
    ("işıq", "isiq"),
    ("BAKI", "baki"),
    ("Bakı", "baki"),
    ("baki", "baki"),
    ("BAKİ", "baki"),
    ("ŞƏKİ", "seki"),
    ("Şəki", "seki"),
    ("seki", "seki"),
    ("QƏHVƏ", "qehve"),
    ("qehve", "qehve"),
    ("GƏNCƏ", "gence"),
    ("KAHVE SİPARİŞİ", "kahve siparisi"),
    ("kahve siparişi", "kahve siparisi"),
    ("ＩＮＳＴＡ", "insta"),
    ("ﬁlm", "film"),
    ("ÇAĞRI ÖRÜ", "cagri oru"),
]

AZ = list("abcçdeəfgğhxıijkqlmnoöprsştuüvyz")
TR = list("abcçdefgğhıijklmnoöprsştuüvyz")
EN = list("abcdefghijklmnopqrstuvwxyz")


def test_there_are_forty_vectors() -> None:
    assert len(VECTORS) == 40


@pytest.mark.parametrize(("written", "folded"), VECTORS)
def test_folding_makes_all_writings_one(written: str, folded: str) -> None:
    assert text.fold(written) == folded


@given(st.text())
def test_folding_twice_changes_nothing(written: str) -> None:
    once = text.fold(written)

    assert text.fold(once) == once


@given(st.text(alphabet="iIıİəƏşŞçÇğĞöÖüÜabzAZ ", max_size=20))
def test_case_never_matters(written: str) -> None:
    assert text.fold(written) == text.fold(written.upper()) == text.fold(written.lower())


@pytest.mark.parametrize(("language", "alphabet"), [("az", AZ), ("tr", TR), ("en", EN)])
def test_letters_stand_in_the_order_of_the_alphabet(language: str, alphabet: list[str]) -> None:
    upper = {"i": "İ", "ı": "I"} if language != "en" else {}

    small = sorted(reversed(alphabet), key=lambda letter: text.sort_key(letter, language))
    large = [upper.get(letter, letter.upper()) for letter in alphabet]

    assert small == alphabet
    assert sorted(reversed(large), key=lambda one: text.sort_key(one, language)) == large


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("az", ["Bakı", "Çay", "Elçin", "Ədəbiyyat", "Gəncə", "Xaçmaz", "Ilıca", "İsmayıl", "Qax"]),
        ("az", ["şam", "şan", "tər", "və", "www", "yol"]),
        ("tr", ["Çorum", "Iğdır", "ırmak", "İzmir", "Quiz", "Rize", "vazo", "web", "xerox", "yol"]),
        ("tr", ["elma", "elmas", "Ədəd", "erik"][:2]),
        ("en", ["résumé", "resumes", "Zürich"]),
        ("en", ["a b", "ab", "ab c"]),
        ("en", [" x", "-x", "1x", "2", "x", "я"]),
        ("de", ["Apfel", "Öl", "Zug"]),
    ],
)
def test_words_stand_in_the_order_of_the_dictionary(language: str, words: list[str]) -> None:
    shuffled = sorted(words, key=lambda word: word[::-1])

    assert sorted(shuffled, key=lambda word: text.sort_key(word, language)) == words


@given(st.text(), st.sampled_from(["az", "tr", "en", "xx"]))
def test_a_sort_key_can_be_stored(written: str, language: str) -> None:
    assert "\x00" not in text.sort_key(written, language)


@given(st.text(max_size=10), st.text(max_size=10))
def test_different_texts_have_different_keys(one: str, other: str) -> None:
    same = unicodedata.normalize("NFC", one.replace("\x00", "")) == unicodedata.normalize(
        "NFC", other.replace("\x00", "")
    )

    assert (text.sort_key(one, "az") == text.sort_key(other, "az")) == same


@pytest.mark.parametrize(
    ("written", "count"),
    [
        ("", 0),
        ("abc", 3),
        ("é", 1),
        ("e\u0301", 1),
        ("👨‍👩‍👧‍👦", 1),
        ("🇦🇿🇹🇷", 2),
        ("👍🏽", 1),
        ("\r\n", 1),
        ("நி", 1),
        ("각", 1),
        ("z" + "\u0335" * 50, 1),
    ],
)
def test_characters_are_counted_as_people_see_them(written: str, count: int) -> None:
    assert len(text.graphemes(written)) == count


def test_a_hundred_thousand_characters_are_counted_at_once() -> None:
    started = time.perf_counter()

    assert len(text.graphemes("👨‍👩‍👧‍👦ə" * 50_000)) == 100_000

    assert time.perf_counter() - started < 1


@pytest.mark.parametrize(
    ("written", "cleaned"),
    [
        ("a\r\nb\rc\nd", "a\nb\nc\nd"),
        ("e\u0301", "é"),
        ("İ", "İ"),
        ("I\u0307", "İ"),
        ("\u202eabc", "\u202eabc"),
        ("👨‍👩‍👧‍👦", "👨‍👩‍👧‍👦"),
    ],
)
def test_cleaning_keeps_what_people_wrote(written: str, cleaned: str) -> None:
    assert text.clean(written) == cleaned


@pytest.mark.parametrize("written", ["a\x00b", "\ud800", "x\udfff"])
def test_what_cannot_be_stored_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="the text contains"):
        text.clean(written)
