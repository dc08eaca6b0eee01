"""Translation files are compiled when they are newer than what was compiled."""

from __future__ import annotations

import gettext
import os
from pathlib import Path

import pytest

from dev import console, translations

TEXT = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "Calendar"\nmsgstr "Təqvim"\n'


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A translation file of Azerbaijani."""
    monkeypatch.setattr(translations, "LOCALE", tmp_path)
    source = tmp_path / "az" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text(TEXT, encoding="utf-8")
    return source


def test_a_new_translation_is_compiled(source: Path) -> None:
    translations.ensure()

    with source.with_suffix(".mo").open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Calendar") == "Təqvim"


def test_nothing_happens_until_it_changes(source: Path) -> None:
    compiled = source.with_suffix(".mo")
    compiled.write_bytes(b"as it was")

    translations.ensure()
    assert compiled.read_bytes() == b"as it was"

    os.utime(source, (compiled.stat().st_mtime + 5,) * 2)
    translations.ensure()
    assert compiled.read_bytes() != b"as it was"


def test_a_damaged_translation_ends_the_job(source: Path) -> None:
    source.write_text('msgid "Calendar\nmsgstr', encoding="utf-8")

    with pytest.raises(console.CannotGoOnError, match="damaged"):
        translations.ensure()
