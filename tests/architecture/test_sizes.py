"""Files, functions and templates stay small; nothing hides. The lists of exceptions are empty and stay so."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.architecture.source import is_migration, python, shown, templates, tree

FILE_LINES = 400
FUNCTION_LINES = 40
TEMPLATE_LINES = 200
NAMELESS = frozenset({"utils", "helpers", "common", "misc"})
LARGE_FILES: frozenset[str] = frozenset()
LONG_FUNCTIONS: frozenset[str] = frozenset()

Function = ast.FunctionDef | ast.AsyncFunctionDef
Finder = Callable[[ast.AST], Iterator[str]]


def lines(file: Path) -> int:
    """How many lines a file has."""
    return len(file.read_text().splitlines())


def functions(node: ast.AST) -> Iterator[Function]:
    """All functions, methods included."""
    return (inner for inner in ast.walk(node) if isinstance(inner, Function))


def too_long(node: ast.AST) -> Iterator[str]:
    """Functions longer than allowed."""
    for function in functions(node):
        length = (function.end_lineno or function.lineno) - function.lineno + 1
        if length > FUNCTION_LINES:
            yield f"{function.name} ({length} lines)"


def hidden_imports(node: ast.AST) -> Iterator[str]:
    """Imports inside functions."""
    for function in functions(node):
        for inner in ast.walk(function):
            if isinstance(inner, ast.Import | ast.ImportFrom):
                yield f"{function.name}, line {inner.lineno}"


def broad_catches(node: ast.AST) -> Iterator[str]:
    """`except:`, `except Exception` and `except BaseException` that do not end by raising the same again."""
    for inner in ast.walk(node):
        if isinstance(inner, ast.ExceptHandler) and _names(inner.type) & {"", "Exception", "BaseException"}:
            last = inner.body[-1]
            if not (isinstance(last, ast.Raise) and last.exc is None):
                yield f"line {inner.lineno}"


def upside_down_times(node: ast.AST) -> Iterator[str]:
    """Celery told to wait: the database is the clock."""
    for inner in ast.walk(node):
        if isinstance(inner, ast.keyword) and inner.arg in {"eta", "countdown"}:
            yield f"line {inner.lineno}"


def _names(kind: ast.expr | None) -> set[str]:
    if kind is None:
        return {""}
    return {inner.id for inner in ast.walk(kind) if isinstance(inner, ast.Name)}


def found(finder: Finder) -> list[str]:
    """What a finder finds in all files but migrations."""
    files = (file for file in python() if not is_migration(file))
    return [f"{shown(file)}: {what}" for file in files for what in finder(tree(file))]


def test_files_are_small() -> None:
    large = {shown(file) for file in python() if lines(file) > FILE_LINES and not is_migration(file)}

    assert large == LARGE_FILES


def test_templates_are_small() -> None:
    assert [shown(file) for file in templates() if lines(file) > TEMPLATE_LINES] == []


def test_functions_are_short() -> None:
    assert set(found(too_long)) == LONG_FUNCTIONS


def test_nothing_is_imported_inside_functions() -> None:
    assert found(hidden_imports) == []


def test_nothing_is_caught_that_has_no_name() -> None:
    assert found(broad_catches) == []


def test_nobody_asks_celery_to_wait() -> None:
    assert found(upside_down_times) == []


def test_every_module_is_named_after_what_it_knows() -> None:
    assert [shown(file) for file in python() if file.stem in NAMELESS or file.parent.name in NAMELESS] == []


@pytest.mark.parametrize(
    ("finder", "bad"),
    [
        (too_long, "def f():\n" + "    x = 1\n" * 40),
        (hidden_imports, "async def f():\n    if x:\n        from a import b"),
        (hidden_imports, "class A:\n    def f(self):\n        import os"),
        (broad_catches, "try:\n    x\nexcept:\n    pass"),
        (broad_catches, "try:\n    x\nexcept (ValueError, Exception) as e:\n    pass"),
        (upside_down_times, "task.apply_async(countdown=90)"),
    ],
)
def test_the_finders_find(finder: Finder, bad: str) -> None:
    assert list(finder(ast.parse(bad)))
