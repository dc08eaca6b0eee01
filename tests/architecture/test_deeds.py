"""Every kind that the code writes into the ledger has words; so the page of the ledger never shows a program's name."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from activity import kinds
from core import deeds
from smm.celery import app
from tests.architecture.source import is_migration, python, shown, tree

KIND = re.compile(
    r"(?:accounts|activity|analytics|approvals|calendar_app|connections|inbox|integrations|listening|media_library"
    r"|publishing|security|strategy)\.[a-z]+(?:_[a-z]+)*"
)


def recorded(source: str) -> Iterator[str]:
    """Kinds that a module of services or of publishing names: in a call, as a value of a table, or given to a name."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and KIND.fullmatch(node.value):
            yield node.value


def told() -> set[str]:
    """Kinds of notices: what people are told is not always what happened."""
    return {kind.name for kind in kinds.known()}


def tasks() -> set[str]:
    """Names of tasks look like kinds."""
    app.loader.import_default_modules()
    return set(app.tasks)


def all_recorded() -> dict[str, str]:
    """Kind → a file that records it. Read where the ledger is written: in services and in publishing."""
    files = [
        file
        for file in python(tests=False)
        if not is_migration(file) and {"services", "publishing"} & set(file.relative_to(file.anchor).parts)
    ]
    return {kind: shown(file) for file in files for kind in recorded(file.read_text())}


def written_directly() -> dict[str, str]:
    """Kinds that stand in a call of `record` itself, in any file."""
    return {kind: shown(file) for file in python(tests=False) for kind in _in_calls(tree(file))}


def _in_calls(module: ast.AST) -> Iterator[str]:
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and _called(node) in {"record", "_record"} and node.args:
            for one in ast.walk(node.args[0]):
                if isinstance(one, ast.Constant) and isinstance(one.value, str) and KIND.fullmatch(one.value):
                    yield one.value


def _called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def test_every_kind_that_is_recorded_has_words() -> None:
    silent = {
        kind: file
        for kind, file in (all_recorded() | written_directly()).items()
        if deeds.of(kind) is None and kind not in told() | tasks()
    }

    assert silent == {}, "give these words: core.deeds.register in the room's deeds.py"


def test_what_is_written_directly_has_words_whatever_people_are_told() -> None:
    assert {kind: file for kind, file in written_directly().items() if deeds.of(kind) is None} == {}


def test_every_word_is_of_something_that_is_recorded() -> None:
    known = {kind for group in deeds.groups() for kind in deeds.kinds_of(group.key)}

    assert known - set(all_recorded()) - set(written_directly()) == set()


def test_the_collector_finds() -> None:
    source = 'OUT = {"a": "publishing.eaten"}\nledger.record("accounts.soul_sold", x)\n"not a kind. really"'

    assert set(recorded(source)) == {"publishing.eaten", "accounts.soul_sold"}
    assert {"publishing.live", "accounts.brand_created", "calendar_app.post_trashed"} <= set(all_recorded())


def test_every_sentence_says_who_or_what() -> None:
    known = [deeds.of(kind) for group in deeds.groups() for kind in deeds.kinds_of(group.key)]
    sentences = [str(deed.sentence) for deed in known if deed is not None]

    assert [words for words in sentences if "%(who)s" not in words and "%(what)s" not in words] == []
