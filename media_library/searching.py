"""What people search in files: one column of name, alt text and tags, and the patterns that are looked for in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Func, Value

from core.text import fold

MARK = "\x1f"
"""Stands on both sides of each tag, so that a tag is found whole. No text of people holds it (see `clean`)."""
MOST_WORDS = 8


def folded(name: str, alt: str, tags: Sequence[str]) -> str:
    """The content of Asset.folded."""
    joined = "".join(f"{MARK}{fold(tag)}" for tag in tags)
    words = f"{fold(name)}\n{fold(alt)}\n"
    return words.replace(MARK, " ") + (f"{joined}{MARK}" if joined else "")


def patterns(words: str, tag: str = "") -> list[str]:
    """What an asset must be like: each of the words somewhere, the tag whole; the longest first."""
    found = [f"%{_literal(word)}%" for word in fold(words.replace("\x00", "")).split()[:MOST_WORDS]]
    if tag:
        found.append(f"%{MARK}{_literal(fold(tag.replace(chr(0), '')))}{MARK}%")
    return sorted(found, key=len, reverse=True)


def search_assets(wanted: list[str]) -> Any:
    """The set of ids of assets that are like all of `wanted`, for `filter(pk__in=…)`; at least one pattern."""
    array: Any = ArrayField(models.TextField())
    return Func(
        Value(wanted, output_field=array),
        function="search_assets",
        template="SELECT %(function)s(%(expressions)s)",
        output_field=models.UUIDField(),
    )


def _literal(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
