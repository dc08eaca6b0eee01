"""The texts of the product and their translations, without GNU gettext.

`python -m tests.architecture.messages` brings new texts into locale/*/LC_MESSAGES/django.po (untranslated) and drops
those that are gone. Nothing else is changed.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polib
from django.utils.translation.template import templatize

from tests.architecture.source import ROOT, is_migration, python, shown, templates

LOCALE = ROOT / "locale"
PLURALS = {"tr": "nplurals=2; plural=(n > 1);", "az": "nplurals=2; plural=(n != 1);"}
"""As Unicode CLDR and Django's own translations have them."""
APART = ("dev/", "sandbox/", "networks/", "tests/", "manage.py")
"""What people of the product never read."""
SHAPES = {"gettext": "i", "ngettext": "ip", "pgettext": "ci", "npgettext": "cip"}
"""Arguments of each function: context, msgid, plural."""
ALIASES = {"_": "gettext", "gettext_noop": "gettext"} | {f"{name}_lazy": name for name in SHAPES}
WRITTEN = re.compile(r"\b(n?p?gettext|_)\(((?:\s*[uU]?(?:'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\")\s*,?)+)")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")

Key = tuple[str, str]
"""Context ('' is none) and msgid."""


@dataclass
class Text:
    """A text of the product and where it is said."""

    msgid: str
    context: str = ""
    plural: str = ""
    files: set[str] = field(default_factory=set)


def texts() -> dict[Key, Text]:
    """Every text that people may read."""
    found: dict[Key, Text] = {}
    for file, text in _said():
        known = found.setdefault((text.context, text.msgid), text)
        known.plural = known.plural or text.plural
        known.files.add(shown(file))
    return found


def in_python(source: str) -> Iterator[Text]:
    """Texts of a module. Raises ValueError for a text that is put together: nobody could translate it."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = _called(node)
            if name in SHAPES:
                yield _text(name, [_constant(one, node) for one in node.args[: len(SHAPES[name])]])


def in_template(source: str) -> Iterator[Text]:
    """Texts of a template."""
    for match in WRITTEN.finditer(templatize(source)):
        name = ALIASES.get(match[1], match[1])
        values = ast.literal_eval(f"({match[2].rstrip().rstrip(',')},)")
        yield _text(name, [value.replace("%%", "%") for value in values[: len(SHAPES[name])]])


def catalogues() -> dict[str, Path]:
    """Language → its file."""
    return {file.parent.parent.name: file for file in sorted(LOCALE.glob("*/LC_MESSAGES/django.po"))}


def problems(entry: polib.POEntry) -> list[str]:
    """Why an entry cannot be shown to people."""
    said = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
    found = ["fuzzy"] if entry.fuzzy else []
    if not said or not all(one.strip() for one in said):
        return [*found, "not translated"]
    wanted = [_places(one) for one in (entry.msgid, entry.msgid_plural) if one]
    if any(_places(one) not in wanted for one in said):
        found.append("other placeholders")
    if any(one.startswith("\n") != entry.msgid.startswith("\n") for one in said):
        found.append("another beginning")
    return found


def bring_up_to_date(file: Path) -> tuple[int, int]:
    """Write new texts into a catalogue and drop those that are gone; returns how many of each."""
    wanted = texts()
    catalogue = polib.pofile(str(file), wrapwidth=0) if file.exists() else _new(file)
    known = {(entry.msgctxt or "", entry.msgid): entry for entry in catalogue}
    gone = [key for key, entry in known.items() if key not in wanted or entry.obsolete]
    fresh = [key for key in wanted if key not in known]
    kept = {key: entry for key, entry in known.items() if key not in gone}
    kept |= {key: _entry(wanted[key]) for key in fresh}
    catalogue[:] = [
        _placed(kept[key], wanted[key]) for key in sorted(kept, key=lambda key: _place(wanted[key]))
    ]
    file.parent.mkdir(parents=True, exist_ok=True)
    catalogue.save(str(file))
    return len(fresh), len(gone)


def _places(text: str) -> list[str]:
    """Named ones may be said more than once, unnamed ones are counted."""
    found = PLACEHOLDER.findall(text)
    named = {one for one in found if len(one) > 2}
    return sorted([*named, *(one for one in found if len(one) <= 2)])


def _said() -> Iterator[tuple[Path, Text]]:
    for file in python(tests=False):
        if not shown(file).startswith(APART) and not is_migration(file):
            yield from ((file, text) for text in in_python(file.read_text()))
    for file in templates():
        yield from ((file, text) for text in in_template(file.read_text()))


def _called(call: ast.Call) -> str:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    return ALIASES.get(name, name)


def _constant(node: ast.expr, call: ast.Call) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    raise ValueError(f"line {call.lineno}: a text that is put together cannot be translated")


def _text(name: str, values: list[str]) -> Text:
    parts = dict(zip(SHAPES[name], values, strict=True))
    return Text(parts["i"], parts.get("c", ""), parts.get("p", ""))


def _new(file: Path) -> polib.POFile:
    catalogue = polib.POFile(wrapwidth=0)
    language = file.parent.parent.name
    catalogue.metadata = {
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURALS[language],
    }
    return catalogue


def _entry(text: Text) -> polib.POEntry:
    plural = {"msgid_plural": text.plural, "msgstr_plural": {0: "", 1: ""}} if text.plural else {}
    return polib.POEntry(msgid=text.msgid, msgctxt=text.context or None, **plural)


def _placed(entry: polib.POEntry, text: Text) -> polib.POEntry:
    entry.occurrences = [(name, "") for name in sorted(text.files)]
    if "%(" in text.msgid and "python-format" not in entry.flags:
        entry.flags.append("python-format")
    return entry


def _place(text: Text) -> tuple[str, str, str]:
    return min(text.files), text.msgid, text.context


def main() -> None:
    """Update the catalogues of all languages."""
    for language in PLURALS:
        file = LOCALE / language / "LC_MESSAGES" / "django.po"
        fresh, gone = bring_up_to_date(file)
        sys.stdout.write(f"{shown(file)}: {fresh} new, {gone} gone\n")


if __name__ == "__main__":
    main()
