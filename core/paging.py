"""Keyset pages: the next page begins after the last row seen, so that page 1,000 costs what page 1 costs."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q


@dataclass(frozen=True, slots=True)
class Page:
    """One page of rows; `after` is the cursor of the next one, '' when this is the last."""

    rows: list[Any]
    after: str


def page(
    rows: models.QuerySet[Any],
    fields: tuple[str, str],
    *,
    after: str,
    size: int,
    sources: Sequence[Q] = (),
) -> Page:
    """A page of `rows` by two of their own fields that are never null (`-` in front for descending), the second unique.

    `sources`: only rows of one or more of these, each of which has an index in this order; said as one condition with
    OR they would all be sorted. A cursor that nobody gave out is treated like none. Raises ValueError when a field of
    the last row is null.
    """
    ordered = rows.order_by(*fields)
    seen = _seen(rows, fields, after)
    if seen is not None:
        ordered = ordered.filter(_beyond(fields, seen))
    if sources:
        first, *further = (ordered.filter(source).values("pk")[: size + 1] for source in sources)
        ordered = rows.filter(pk__in=first.union(*further, all=True)).order_by(*fields)
    found = list(ordered[: size + 1])
    more = len(found) > size
    found = found[:size]
    return Page(found, _encode(found[-1], fields) if more else "")


def _beyond(fields: tuple[str, str], seen: list[Any]) -> Q:
    (first, first_op), (second, second_op) = (_operator(field) for field in fields)
    # the bound that both sides share is what lets an index begin there
    edge = Q(**{f"{first}__{first_op}e": seen[0]})
    return edge & (
        Q(**{f"{first}__{first_op}": seen[0]}) | Q(**{first: seen[0], f"{second}__{second_op}": seen[1]})
    )


def _operator(field: str) -> tuple[str, str]:
    return (field[1:], "lt") if field.startswith("-") else (field, "gt")


def _encode(row: models.Model, fields: tuple[str, str]) -> str:
    values = [_text(getattr(row, field.lstrip("-"))) for field in fields]
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


def _text(value: Any) -> str:
    if value is None:
        raise ValueError("rows without a value have no place in a keyset page")
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _seen(rows: models.QuerySet[Any], fields: tuple[str, str], cursor: str) -> list[Any] | None:
    texts = _decode(cursor)
    if texts is None:
        return None
    try:
        return [_value(rows, name.lstrip("-"), text) for name, text in zip(fields, texts, strict=True)]
    except (ValidationError, ValueError):
        return None


def _value(rows: models.QuerySet[Any], name: str, text: str) -> Any:
    if "\0" in text.encode().decode():  # lone surrogates are a ValueError too
        raise ValueError("no text that Postgres knows")
    known = rows.query.annotations.get(name)
    field = rows.model._meta.get_field(name) if known is None else known.output_field
    value = field.to_python(text)
    if isinstance(value, datetime) and value.tzinfo is None:
        raise ValueError("a time without a zone")
    return value


def _decode(cursor: str) -> list[str] | None:
    if not cursor:
        return None
    try:
        values = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, ValueError, RecursionError):
        return None
    usable = isinstance(values, list) and [type(value) for value in values] == [str, str]
    return values if usable else None
