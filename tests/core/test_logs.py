"""Log lines."""

from __future__ import annotations

import json
import logging

from core.logs import FieldsFormatter


def line(message: str, **extra: object) -> str:
    """What is written for an event."""
    record = logging.getLogger("of.a.test").makeRecord(
        "of.a.test", logging.WARNING, "file.py", 1, message, (), None, extra=extra
    )
    return FieldsFormatter().format(record)


def test_a_line_names_event_and_fields() -> None:
    written = line("thing_happened", organization_id=7, person="Aygün")

    assert written.split(" ", 5)[2:5] == ["WARNING", "of.a.test", "thing_happened"]
    assert json.loads(written[written.index("{") :]) == {"organization_id": 7, "person": "Aygün"}


def test_nothing_in_a_field_or_a_message_can_forge_a_line() -> None:
    forged = "x\n2027-01-01 00:00:00.000 INFO core.auth signed_in\r\n"

    assert "\n" not in line("thing_happened", person=forged)
    assert "\r" not in line(forged)
    assert "\n" not in line(forged)
