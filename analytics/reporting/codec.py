"""Frozen dataclasses as JSON and back, by their types: a document that was kept is the document that was told."""

from __future__ import annotations

import types
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints


def plain(value: Any) -> Any:
    """What JSON can hold."""
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value


def whole(kind: Any, value: Any) -> Any:
    """The value of type `kind` that `plain` wrote. Fields that are missing get their defaults, unknown ones are dropped."""
    if value is None:
        return None
    if get_origin(kind) in (Union, types.UnionType):
        return whole(next(one for one in get_args(kind) if one is not types.NoneType), value)
    if get_origin(kind) is tuple:
        return tuple(whole(get_args(kind)[0], one) for one in value)
    if kind in (date, datetime):
        return kind.fromisoformat(value)
    if not is_dataclass(kind):
        return value
    hints = _hints(kind)  # type: ignore[arg-type]  # a class can be hashed
    return kind(**{name: whole(hints[name], one) for name, one in value.items() if name in hints})  # type: ignore[operator]


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)
