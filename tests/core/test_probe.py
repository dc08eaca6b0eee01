"""What containers ask."""

from __future__ import annotations

import http.server
import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from core import probe, pulse


class Answers(http.server.BaseHTTPRequestHandler):
    """Well for the host `meydan.example` alone."""

    def do_GET(self) -> None:
        """The handler's hook."""
        is_well = (self.path, self.headers["Host"]) == ("/readyz", "meydan.example")
        self.send_response(200 if is_well else 503)
        self.end_headers()
        self.wfile.write(b"said")

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def port() -> Iterator[int]:
    """A web server."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()
    server.server_close()


def test_the_web_server_is_asked_under_the_name_it_answers_to(
    port: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MEYDAN_WEB_BIND", f"0.0.0.0:{port}")
    monkeypatch.setenv("BASE_URL", "https://meydan.example")
    assert probe.main(["web"]) == 0
    assert capsys.readouterr().out == "200 said\n"

    monkeypatch.setenv("BASE_URL", "https://another.example")
    assert probe.main(["web"]) == 1


def test_a_server_that_is_not_there_is_not_well(port: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert probe.main(["http://127.0.0.1:1/readyz"]) == 1
    assert "no answer" in capsys.readouterr().out
    assert probe.main([f"http://127.0.0.1:{port}/readyz"]) == 1


def test_a_pulse_is_felt_while_it_beats(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "pulse"
    monkeypatch.setenv("MEYDAN_PULSE", str(file))
    assert probe.main(["pulse"]) == 1

    pulse.begin()

    deadline = time.monotonic() + 5
    while not file.exists():
        assert time.monotonic() < deadline
        time.sleep(0.01)
    assert probe.main(["pulse"]) == 0
    os.utime(file, (time.time() - 60, time.time() - 60))
    assert probe.main(["pulse"]) == 1


def test_where_no_file_is_named_nothing_beats(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MEYDAN_PULSE", raising=False)
    before = threading.active_count()

    pulse.begin()

    assert threading.active_count() == before
    assert probe.main(["pulse"]) == 1
