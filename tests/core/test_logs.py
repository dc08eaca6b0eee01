"""Log lines."""

from __future__ import annotations

import json
import logging
import threading
from urllib.parse import quote

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils.log import log_response

from core import logs
from core.logs import FieldsFormatter, HideRequests, JsonFormatter, MaskAddresses
from core.tenancy import scope

FORGED = "x\n2027-01-01 00:00:00.000 INFO core.auth signed_in\r\n"


def record(message: str, *args: object, **extra: object) -> logging.LogRecord:
    """An event as a logger makes it."""
    return logging.getLogger("of.a.test").makeRecord(
        "of.a.test", logging.WARNING, "file.py", 1, message, args, None, extra=extra
    )


def line(message: str, **extra: object) -> str:
    """What is written for an event."""
    return FieldsFormatter().format(record(message, **extra))


def as_json(message: str, **extra: object) -> dict[str, object]:
    """The same where machines read it."""
    found: dict[str, object] = json.loads(JsonFormatter().format(record(message, **extra)))
    return found


def test_a_line_names_event_and_fields() -> None:
    written = line("thing_happened", organization_id=7, person="Aygün")

    assert written.split(" ", 5)[2:5] == ["WARNING", "of.a.test", "thing_happened"]
    assert json.loads(written[written.index("{") :]) == {"organization_id": 7, "person": "Aygün"}


def test_nothing_in_a_field_or_a_message_can_forge_a_line() -> None:
    for formatter in (FieldsFormatter(), JsonFormatter()):
        for forged in (record("thing_happened", person=FORGED), record(FORGED)):
            assert "\n" not in formatter.format(forged)
            assert "\r" not in formatter.format(forged)


def test_a_json_line_is_one_object_whose_fixed_names_cannot_be_overwritten() -> None:
    found = as_json("thing_happened", person="Aygün", level="none", event="another")

    assert list(found)[:4] == ["at", "level", "logger", "event"]
    assert (found["level"], found["event"], found["person"]) == ("warning", "thing_happened", "Aygün")
    assert (found["level_"], found["event_"]) == ("none", "another")


def test_a_json_line_holds_what_broke() -> None:
    try:
        raise ValueError("ours")
    except ValueError:
        broken = logging.getLogger("of.a.test").makeRecord(
            "of.a.test", logging.ERROR, "file.py", 1, "broke", (), (ValueError, ValueError("ours"), None)
        )

    assert "ValueError: ours" in json.loads(JsonFormatter().format(broken))["trace"]


def test_every_line_of_a_block_carries_its_ids_and_those_of_the_blocks_around_it() -> None:
    with logs.about(request="r1", lane=None):
        with logs.about(lane=7):
            inside = as_json("thing_happened")
        after = as_json("thing_happened")

    assert (inside["request"], inside["lane"]) == ("r1", "7")
    assert (after["request"], "lane" in after) == ("r1", False)
    assert "request" not in as_json("thing_happened")


def test_what_is_said_of_an_event_wins_over_the_ids_around_it() -> None:
    with logs.about(lane=7):
        assert as_json("thing_happened", lane=8)["lane"] == 8


def test_ids_of_one_thread_are_not_those_of_another() -> None:
    found: list[dict[str, str]] = []
    with logs.about(lane=7):
        other = threading.Thread(target=lambda: found.append(logs.ids()))
        other.start()
        other.join()

    assert found == [{}]


def test_a_line_names_the_organization_and_the_brand_of_the_open_scope() -> None:
    with scope.enter(3, [4]):
        in_brand = as_json("thing_happened")
    with scope.enter(3, [4, 5]):
        in_organization = as_json("thing_happened")

    assert (in_brand["organization"], in_brand["brand"]) == ("3", "4")
    assert (in_organization["organization"], "brand" in in_organization) == ("3", False)


@pytest.mark.parametrize("formatter", [FieldsFormatter(), JsonFormatter()])
@pytest.mark.parametrize(
    "before", ["", "é", "\r\n", "\\"], ids=["plain", "not ASCII", "line break", "backslash"]
)
def test_djangos_own_lines_show_no_secret_of_an_address(
    formatter: logging.Formatter, before: str, caplog: pytest.LogCaptureFixture
) -> None:
    secret = "s" * 43
    request = RequestFactory().get(f"/a/{quote(before)}{secret}/", {"q": secret})
    log_response("%s: %s", "Not Found", request.path, response=HttpResponse(status=404), request=request)
    [found] = caplog.records

    assert MaskAddresses().filter(found)

    written = formatter.format(found)
    assert "Not Found" in written
    assert secret not in written


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        (
            "Invalid request from ip=10.0.0.1: Invalid HTTP request line: 'GET /a/secret'",
            "Invalid HTTP request line",
        ),
        (
            "Invalid request from ip=10.0.0.1: Unsupported transfer coding: 'it's'",
            "Unsupported transfer coding",
        ),
        ("Invalid request from ip=10.0.0.1: Invalid chunk size", "Invalid chunk size"),
    ],
)
def test_a_request_that_was_none_is_not_repeated(said: str, shown: str) -> None:
    found = record("%s", said)

    assert HideRequests().filter(found)

    assert found.getMessage() == f"Invalid request from ip=10.0.0.1: {shown}"


def test_other_lines_of_the_server_stay_whole() -> None:
    found = record("Worker (pid:%s) was sent 'SIGTERM'", 7)

    assert HideRequests().filter(found)
    assert found.getMessage() == "Worker (pid:7) was sent 'SIGTERM'"
