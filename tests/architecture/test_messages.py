"""Translations: every text in every language, none half."""

from __future__ import annotations

from pathlib import Path

import polib
import pytest
from django.conf import settings

from tests.architecture import messages
from tests.architecture.messages import Text

LANGUAGES = sorted(code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE)
HELP = "bring them up to date: python -m tests.architecture.messages"


def catalogue(language: str) -> polib.POFile:
    """The translations of one language."""
    file = messages.catalogues().get(language)
    assert file is not None, HELP
    return polib.pofile(str(file))


def test_the_product_says_something() -> None:
    assert len(messages.texts()) > 100
    assert sorted(messages.PLURALS) == LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_every_text_and_no_other(language: str) -> None:
    known = {(entry.msgctxt or "", entry.msgid) for entry in catalogue(language) if not entry.obsolete}
    wanted = set(messages.texts())

    assert wanted - known == set(), HELP
    assert known - wanted == set(), HELP
    assert catalogue(language).obsolete_entries() == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated_wholly(language: str) -> None:
    found = {entry.msgid: messages.problems(entry) for entry in catalogue(language)}

    assert {msgid: problems for msgid, problems in found.items() if problems} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_plurals_are_counted_as_the_language_does(language: str) -> None:
    said = catalogue(language)

    assert said.metadata["Plural-Forms"] == messages.PLURALS[language]
    assert {len(entry.msgstr_plural) for entry in said if entry.msgid_plural} <= {2}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('_("Hello")', Text("Hello")),
        ('gettext_lazy("Two " "parts")', Text("Two parts")),
        ('translation.gettext("Hello")', Text("Hello")),
        ('ngettext("%(n)s post", "%(n)s posts", n)', Text("%(n)s post", "", "%(n)s posts")),
        ('pgettext_lazy("verb", "Post")', Text("Post", "verb")),
        ('npgettext("noun", "post", "posts", 2)', Text("post", "noun", "posts")),
    ],
)
def test_texts_of_python_are_found(source: str, expected: Text) -> None:
    assert list(messages.in_python(source)) == [expected]


@pytest.mark.parametrize("source", ['_(f"Hello {name}")', '_("Hello " + name)', "gettext(sentence)"])
def test_a_text_that_is_put_together_is_refused(source: str) -> None:
    with pytest.raises(ValueError, match="put together"):
        list(messages.in_python(source))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('{% translate "Hello" %}', Text("Hello")),
        ('{% translate "It\'s" %}', Text("It's")),
        ('{% translate "Post" context "verb" %}', Text("Post", "verb")),
        ('{% include "a.html" with label=_("Hello") only %}', Text("Hello")),
        ("{{ name|default:_('Nobody') }}", Text("Nobody")),
        (
            "{% blocktranslate trimmed %}\n  Hello\n  {{ name }}\n{% endblocktranslate %}",
            Text("Hello %(name)s"),
        ),
        ('{% blocktranslate %}100 % of "it"{% endblocktranslate %}', Text('100 % of "it"')),
        (
            "{% blocktranslate trimmed count n=n %}{{ n }} post{% plural %}{{ n }} posts{% endblocktranslate %}",
            Text("%(n)s post", "", "%(n)s posts"),
        ),
    ],
)
def test_texts_of_templates_are_found(source: str, expected: Text) -> None:
    assert list(messages.in_template(source)) == [expected]


@pytest.mark.parametrize(
    ("entry", "problem"),
    [
        (polib.POEntry(msgid="Hello", msgstr=""), "not translated"),
        (polib.POEntry(msgid="Hello", msgstr="Salam", flags=["fuzzy"]), "fuzzy"),
        (polib.POEntry(msgid="%(n)s posts", msgstr="posts"), "other placeholders"),
        (polib.POEntry(msgid="{a} of {b}", msgstr="{a}"), "other placeholders"),
        (polib.POEntry(msgid="a", msgid_plural="b", msgstr_plural={0: "a", 1: ""}), "not translated"),
    ],
)
def test_half_translations_are_found(entry: polib.POEntry, problem: str) -> None:
    assert messages.problems(entry) == [problem]


def test_a_whole_translation_is_good() -> None:
    plural = polib.POEntry(
        msgid="one post", msgid_plural="%(n)s posts", msgstr_plural={0: "bir paylaşım", 1: "%(n)s paylaşım"}
    )

    assert messages.problems(polib.POEntry(msgid="{a} of {b}", msgstr="{b}: {a}")) == []
    assert messages.problems(plural) == []


def test_updating_keeps_what_people_translated_and_drops_what_is_gone(tmp_path: Path) -> None:
    file = tmp_path / "az" / "LC_MESSAGES" / "django.po"
    assert messages.bring_up_to_date(file) == (len(messages.texts()), 0)
    said = polib.pofile(str(file))
    said[0].msgstr = "tərcümə"
    said.append(polib.POEntry(msgid="nobody says this", msgstr="x"))
    said.save()

    assert messages.bring_up_to_date(file) == (0, 1)
    again = polib.pofile(str(file))
    assert again[0].msgstr == "tərcümə"
    assert messages.bring_up_to_date(file) == (0, 0)
    assert len(again) == len(messages.texts())
