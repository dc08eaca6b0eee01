"""The middle one of many values, and values out of what was told of a post last: both reckoned by Postgres."""

from __future__ import annotations

from typing import Any

from django.db.models import Aggregate, F, FloatField, Func, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast


class Middle(Aggregate):
    """The median."""

    function = "percentile_cont"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = FloatField()


class LocalPart(Func):
    """A part of a moment (`isodow`, `hour`) on the clock of a zone."""

    function = "extract"
    template = "extract(%(part)s FROM %(expressions)s)::int"
    arg_joiner = " AT TIME ZONE "

    def __init__(self, part: str, moment: str, zone: str, **extra: Any) -> None:
        super().__init__(F(moment), Value(zone), part=part, **extra)


def number(key: str) -> Any:
    """The number `key` of a cursor's last totals; null where it was not told."""
    return Cast(KeyTextTransform(key, "totals"), FloatField())
