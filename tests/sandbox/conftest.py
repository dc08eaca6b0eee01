"""The sandbox under gunicorn, as it runs in the product, and a person who uses it."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Got:
    """An answer as a test reads it."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    def json(self) -> Any:
        return json.loads(self.body)


class Server:
    """The program `gunicorn sandbox.wsgi:application` on a free port, with its data in a file."""

    def __init__(self, data: Path) -> None:
        self._data = data
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.port: int = probe.getsockname()[1]
        self._process = self._start()

    def _start(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{self.port}"]
        command += ["--worker-class", "gthread", "--threads", "8", "--workers", "2"]
        process = subprocess.Popen(
            [*command, "--no-control-socket", "sandbox.wsgi:application"],
            cwd=ROOT,
            env={**os.environ, "SANDBOX_DATA": str(self._data)},
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self._wait()
        return process

    def _wait(self) -> None:
        until = time.monotonic() + 20
        while time.monotonic() < until:
            try:
                if self.ask("GET", "/sandbox/healthz").body == b"ok":
                    return
            except OSError:
                time.sleep(0.05)
        raise TimeoutError("the sandbox did not start")

    def stop(self) -> None:
        """End it."""
        self._process.terminate()
        self._process.wait(10)

    def kill_and_start(self) -> None:
        """End it and its workers without a warning, and start it again."""
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(10)
        self._process = self._start()

    def ask(self, method: str, path: str, body: bytes = b"", /, **headers: str) -> Got:
        """One request over a connection of its own."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=15)
        told = {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            line.request(method, path, body or None, told)
            answer = line.getresponse()
            got = {name.lower(): value for name, value in answer.getheaders()}
            return Got(answer.status, got, answer.read())
        finally:
            line.close()

    def send(self, path: str, values: object, **headers: str) -> Got:
        """POST values as JSON to the API."""
        return self.ask("POST", f"/sandbox/api/{path}", json.dumps(values).encode(), **headers)

    def submit(self, fields: Mapping[str, object], **headers: str) -> Got:
        """Send the switches' form."""
        kind = {"Content_Type": "application/x-www-form-urlencoded", **headers}
        return self.ask("POST", "/sandbox/switches", urlencode(fields).encode(), **kind)


class Person:
    """Somebody with an account and its tokens."""

    def __init__(self, server: Server, handle: str) -> None:
        self.server = server
        self.facts = server.send("connect", {"handle": handle}).json()
        self.handle: str = self.facts["handle"]

    @property
    def signed(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.facts['access_token']}"}

    def post(self, text: str = "salam", key: str = "", **more: object) -> Got:
        headers = {"Idempotency_Key": key} if key else {}
        return self.server.send("posts", {"text": text, **more}, **self.signed, **headers)

    def get(self, path: str) -> Got:
        return self.server.ask("GET", f"/sandbox/api/{path}", **self.signed)

    def texts(self) -> list[str]:
        return [post["text"] for post in self.get("posts").json()["posts"]]

    def switch(self, kind: str, **fields: object) -> Got:
        return self.server.send("switches", {"handle": self.handle, "kind": kind, **fields})


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    started = Server(tmp_path_factory.mktemp("sandbox") / "data" / "sandbox.sqlite3")
    yield started
    started.stop()


@pytest.fixture
def person(server: Server, request: pytest.FixtureRequest) -> Person:
    return Person(server, f"p {abs(hash(request.node.nodeid)):x}")
