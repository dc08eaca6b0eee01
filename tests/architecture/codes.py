"""The codes of failures that the source can raise: read from its syntax, so that none is without words."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.architecture.source import ROOT, shown, tree

ERRORS = {"Refused": 0, "Busy": 0, "Reconnect": 0, "Unsure": 0, "stumble": 1}
"""Which argument of each is the code."""


@dataclass(frozen=True)
class Code:
    """A code, or ("" and) the expression that stands where one should."""

    name: str
    where: str
    otherwise: str = ""


def raised(*folders: str) -> list[Code]:
    """The codes of the four errors of networks, wherever they are made below these folders."""
    return [code for file in _files(folders) for code in _raised(file)]


def _raised(file: Path) -> Iterator[Code]:
    for call in _calls(tree(file)):
        position = ERRORS.get(_name(call))
        if position is not None and len(call.args) > position:
            yield from _codes(call.args[position], f"{shown(file)}:{call.lineno}")


def decided(*folders: str, functions: frozenset[str], keywords: frozenset[str]) -> list[Code]:
    """Plain words given to these functions, or to anything by these keywords or as these keys of a dictionary."""
    return [
        code for file in _files(folders) for code in _decided(file, functions=functions, keywords=keywords)
    ]


def _decided(file: Path, *, functions: frozenset[str], keywords: frozenset[str]) -> Iterator[Code]:
    for node in ast.walk(tree(file)):
        where = f"{shown(file)}:{getattr(node, 'lineno', 0)}"
        if isinstance(node, ast.Call):
            given = list(node.args) if _name(node) in functions else []
            given += [keyword.value for keyword in node.keywords if keyword.arg in keywords]
            yield from (code for value in given for code in _codes(value, where) if code.name)
        if isinstance(node, ast.Dict):
            pairs = zip(node.keys, node.values, strict=True)
            values = [
                value for key, value in pairs if isinstance(key, ast.Constant) and key.value in keywords
            ]
            yield from (code for value in values for code in _codes(value, where) if code.name)


def _codes(value: ast.expr, where: str) -> list[Code]:
    """Every word that the expression may be; what is no word is shown as it is written."""
    if isinstance(value, ast.IfExp):
        return [*_codes(value.body, where), *_codes(value.orelse, where)]
    if isinstance(value, ast.BoolOp):
        return [code for part in value.values for code in _codes(part, where)]
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        return [Code(value.value, where)]
    return [Code("", where, ast.unparse(value))]


def _files(folders: tuple[str, ...]) -> list[Path]:
    return sorted(file for folder in folders for file in (ROOT / folder).rglob("*.py"))


def _calls(node: ast.AST) -> Iterator[ast.Call]:
    yield from (inner for inner in ast.walk(node) if isinstance(inner, ast.Call))


def _name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
