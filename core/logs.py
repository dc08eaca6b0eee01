"""Log lines: an event name and its fields, one line each, so that nothing in a field can forge a line."""

from __future__ import annotations

import json
import logging

STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


class FieldsFormatter(logging.Formatter):
    """`time level logger event {fields as JSON}`."""

    default_msec_format = "%s.%03d"

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")

    def formatMessage(self, record: logging.LogRecord) -> str:
        """The line without fields; line breaks inside the message are written as two characters."""
        return super().formatMessage(record).replace("\r", "\\r").replace("\n", "\\n")

    def format(self, record: logging.LogRecord) -> str:
        """The line, with what was given as `extra`."""
        line = super().format(record)
        fields = {name: value for name, value in vars(record).items() if name not in STANDARD}
        return f"{line} {json.dumps(fields, default=str, ensure_ascii=False)}" if fields else line
