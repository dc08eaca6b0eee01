"""The source as data: which files there are, what they say. Rooms that come later are found by themselves."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
TEMPLATES = ROOT / "templates"
APART = frozenset({"tests"})
"""Packages at the root that are no rooms."""


@cache
def rooms() -> list[str]:
    """Every package at the root that is part of the product or of its tools, in the order of their names."""
    found = (file.parent.name for file in ROOT.glob("*/__init__.py"))
    return sorted(name for name in found if name not in APART and not name.startswith("."))


@cache
def python(*, tests: bool = True) -> list[Path]:
    """All our Python files, with or without the tests."""
    folders = [*rooms(), *(["tests"] if tests else [])]
    files = [
        file for name in folders for file in (ROOT / name).rglob("*.py") if "node_modules" not in file.parts
    ]
    return sorted([*files, ROOT / "manage.py"])


@cache
def tree(file: Path) -> ast.Module:
    """The syntax of one file."""
    return ast.parse(file.read_text(), filename=str(file))


@cache
def templates() -> list[Path]:
    """All templates that people see."""
    return sorted(file for file in TEMPLATES.rglob("*") if file.suffix in {".html", ".txt", ".mjml", ".svg"})


def shown(file: Path) -> str:
    """A file as a person names it."""
    return str(file.relative_to(ROOT) if file.is_relative_to(ROOT) else file)


def is_migration(file: Path) -> bool:
    """Whether a file is a migration."""
    return file.parent.name == "migrations"
