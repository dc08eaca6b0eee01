"""States live in tables, and only the tables move them."""

from __future__ import annotations

import ast
import importlib
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from django.apps import apps
from django.db import models

from core.flow import Flow
from tests.architecture.source import ROOT, is_migration, python, rooms, shown, tree

MAY_MOVE = ("core/flow.py", "core/outbox/")
OUTSIDE = ("sandbox/", "dev/", "networks/")
"""They have no models."""


@cache
def flows() -> dict[str, Flow]:
    """Every table of our rooms, by module and name."""
    files = [file for file in python(tests=False) if "Flow(" in file.read_text() and file.name != "flow.py"]
    names = [".".join(file.relative_to(ROOT).with_suffix("").parts) for file in files]
    return {
        f"{name}.{key}": value
        for name in names
        for key, value in vars(importlib.import_module(name)).items()
        if isinstance(value, Flow)
    }


def models_with_state() -> list[type[models.Model]]:
    """Our models that have a field `state`."""
    ours = (model for model in apps.get_models() if model._meta.app_label in rooms())
    return [model for model in ours if any(field.name == "state" for field in model._meta.local_fields)]


def choices(model: type[models.Model]) -> frozenset[str]:
    """What the column may say."""
    state: Any = model._meta.get_field("state")
    return frozenset(str(value) for value, _label in state.choices or [])


def moves(node: ast.AST) -> Iterator[str]:
    """Places where a state is written past the tables.

    `x.state = …`, `setattr(x, "state", …)`, and `.update(state=…)` with anything but what a table's `after` gave.
    """
    from_tables = _given_by_tables(node)
    for inner in ast.walk(node):
        if isinstance(inner, ast.Attribute) and inner.attr == "state" and isinstance(inner.ctx, ast.Store):
            yield f"line {inner.lineno}: .state ="
        if isinstance(inner, ast.Call):
            yield from _calls(inner, from_tables)


def _calls(call: ast.Call, from_tables: set[str]) -> Iterator[str]:
    if _name(call) == "setattr" and any(_is_state(argument) for argument in call.args[1:2]):
        yield f"line {call.lineno}: setattr"
    if _name(call) not in {"update", "update_or_create"}:
        return
    for keyword in call.keywords:
        if keyword.arg == "state" and not _is_from_table(keyword.value, from_tables):
            yield f"line {call.lineno}: {_name(call)}(state=…)"


def _given_by_tables(node: ast.AST) -> set[str]:
    """Names that are only ever assigned from `table.after(…)`."""
    given: set[str] = set()
    other: set[str] = set()
    for inner in ast.walk(node):
        if isinstance(inner, ast.Assign):
            names = {target.id for target in inner.targets if isinstance(target, ast.Name)}
            (given if _is_from_table(inner.value, set()) else other).update(names)
    return given - other


def _is_from_table(value: ast.expr, names: set[str]) -> bool:
    if isinstance(value, ast.Name):
        return value.id in names
    return isinstance(value, ast.Call) and _name(value) == "after"


def _is_state(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and value.value == "state"


def _name(call: ast.Call) -> str:
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    return call.func.id if isinstance(call.func, ast.Name) else ""


def test_there_are_tables_at_all() -> None:
    assert "core.outbox.states.OUTGOING" in flows()


@pytest.mark.parametrize("model", models_with_state(), ids=lambda model: model._meta.label)
def test_every_state_of_a_model_stands_in_a_table(model: type[models.Model]) -> None:
    assert choices(model), "a state without choices"
    assert choices(model) in {flow.states() for flow in flows().values()}


def test_every_table_belongs_to_a_model() -> None:
    known = {choices(model) for model in models_with_state()}

    assert [name for name, flow in flows().items() if flow.states() not in known] == []


def test_only_tables_move_states() -> None:
    files = [file for file in python(tests=False) if not is_migration(file)]
    judged = [file for file in files if not shown(file).startswith(MAY_MOVE + OUTSIDE)]

    assert [f"{shown(file)} {move}" for file in judged for move in moves(tree(file))] == []


@pytest.mark.parametrize(
    "bad",
    [
        "row.state = 'live'",
        "a = b.state = 1",
        "row.state: str = 'x'",
        "rows.filter(x=1).update(state='live')",
        "setattr(row, 'state', 1)",
        "row.state, row.problem = 'a', 'b'",
        "rows.update(state=after)",
    ],
)
def test_the_finder_finds(bad: str) -> None:
    assert list(moves(ast.parse(bad)))
