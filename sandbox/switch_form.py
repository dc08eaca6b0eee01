"""A switch from untrusted words: the fields of the form page and of the JSON API are the same."""

from __future__ import annotations

from collections.abc import Mapping

from sandbox.exchange import Refusal
from sandbox.switches import MAX_SECONDS, Kind, Switch


def read(fields: Mapping[str, object]) -> Switch:
    """kind, seconds (0-600), retry ("seconds" or "date"), calls (0 = until off). Raises Refusal."""
    kind = kind_of(fields)
    seconds = _number(fields, "seconds", 30, MAX_SECONDS)
    calls = _number(fields, "calls", 1, 1000)
    return Switch(kind, seconds, fields.get("retry") == "date", calls or None)


def kind_of(fields: Mapping[str, object]) -> Kind:
    """The named failure. Raises Refusal."""
    try:
        return Kind(str(fields.get("kind", "")))
    except ValueError:
        raise Refusal(422, "unknown_kind", "There is no such failure.") from None


def _number(fields: Mapping[str, object], name: str, default: int, most: int) -> int:
    told = str(fields.get(name, "")).strip() or str(default)
    if not told.isdecimal() or not told.isascii() or len(told) > 6 or int(told) > most:
        raise Refusal(422, "not_a_number", f"{name} must be a whole number from 0 to {most}.")
    return int(told)
