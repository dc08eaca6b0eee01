"""Log lines: an event name and its fields, one line each, so that nothing in a field can forge a line.

Every line also carries what it is about: the ids that `about` was told (request, lane, delivery, attempt), and the
organization and brand whose scope is open.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest

from core.addresses import shown
from core.tenancy import scope

STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
FIXED = ("at", "level", "logger", "event")

_ids: ContextVar[Mapping[str, str]] = ContextVar("ids", default={})  # noqa: B039 - never changed, only replaced


@contextmanager
def about(**ids: object) -> Iterator[None]:
    """Every log line until the block ends carries these ids too; None is left out. Blocks may stand in each other."""
    known = {name: str(value) for name, value in ids.items() if value is not None}
    token = _ids.set({**_ids.get(), **known})
    try:
        yield
    finally:
        _ids.reset(token)


def ids() -> dict[str, str]:
    """What lines are about now."""
    opened = scope.current()
    found: dict[str, str] = {}
    if opened is not None:
        found["organization"] = str(opened.organization_id)
        if opened.brand_ids is not None and len(opened.brand_ids) == 1:
            found["brand"] = str(opened.brand_ids[0])
    return {**found, **_ids.get()}


def fields(record: logging.LogRecord) -> dict[str, Any]:
    """What was given as `extra`, and the ids. Objects of Django that are no fields are left out."""
    given = {name: value for name, value in vars(record).items() if name not in STANDARD}
    return {**ids(), **{name: value for name, value in given.items() if not _is_foreign(value)}}


def _is_foreign(value: object) -> bool:
    """Django puts the whole request into its lines; written out it would show an address with its secret."""
    return isinstance(value, HttpRequest)


class FieldsFormatter(logging.Formatter):
    """`time level logger event {fields as JSON}`."""

    default_msec_format = "%s.%03d"

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")

    def formatMessage(self, record: logging.LogRecord) -> str:
        """The line without fields; line breaks inside the message are written as two characters."""
        return super().formatMessage(record).replace("\r", "\\r").replace("\n", "\\n")

    def format(self, record: logging.LogRecord) -> str:
        """The line, with its fields."""
        line, found = super().format(record), fields(record)
        return f"{line} {_json(found)}" if found else line


class JsonFormatter(logging.Formatter):
    """One JSON object a line: at, level, logger, event, then the fields, then `trace` where something broke."""

    def format(self, record: logging.LogRecord) -> str:
        """The line. A field that has the name of a fixed one gets an underscore."""
        fixed = (
            datetime.fromtimestamp(record.created, tz=UTC).isoformat(timespec="milliseconds"),
            record.levelname.lower(),
            record.name,
            record.getMessage(),
        )
        found = {f"{name}_" if name in FIXED else name: value for name, value in fields(record).items()}
        if record.exc_info:
            found["trace"] = self.formatException(record.exc_info)
        return _json({**dict(zip(FIXED, fixed, strict=True)), **found})


class MaskAddresses(logging.Filter):
    """Django names the address of a request that it could not serve; a secret in it is taken out."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always lets the line pass."""
        request = getattr(record, "request", None)
        if isinstance(request, HttpRequest) and isinstance(record.args, tuple):
            record.args = tuple(_masked(value, request) for value in record.args)
        return True


class HideRequests(logging.Filter):
    """gunicorn repeats the line that it could not read; what stands in it may be an address with a secret."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always lets the line pass, without what was sent."""
        message = record.getMessage()
        if message.startswith("Invalid request from "):
            record.msg, record.args = message.partition("'")[0].rstrip(": "), ()
        return True


def _masked(value: object, request: HttpRequest) -> object:
    """Django writes paths with letters beyond ASCII and control characters escaped."""
    if not isinstance(value, str):
        return value
    escaped = request.path.encode("unicode_escape").decode("ascii")
    return value.replace(request.path, shown(request)).replace(escaped, shown(request))


def _json(values: Mapping[str, Any]) -> str:
    return json.dumps(values, default=str, ensure_ascii=False)
