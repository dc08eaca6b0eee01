"""The fake network as a test sees it: its process, its rules, its ledger. Standard library only."""

from __future__ import annotations

import http.client
import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[3]
Json = dict[str, Any]  # what json.loads gives for an object


class FakeNetwork:
    """One process with a network in it. It ends with `stop`, or when the process that started it ends."""

    def __init__(self, port: int = 0) -> None:
        self._wanted = port
        self.port = 0
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> FakeNetwork:
        """Start it and wait until it listens."""
        words = ["-m", "tests.faults.fake_network", "--with-parent", "--port", str(self._wanted)]
        self._process = subprocess.Popen(
            [sys.executable, *words],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
        )
        assert self._process.stdout is not None
        first = self._process.stdout.readline()
        if not first.strip().isdigit():
            raise RuntimeError(f"the fake network did not start (exit {self._process.wait()})")
        self.port = int(first)
        return self

    def stop(self) -> None:
        """End it; harmless when repeated."""
        if self._process is None:
            return
        self._process.terminate()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()
        self._process = None

    def __enter__(self) -> FakeNetwork:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def pid(self) -> int:
        """The process."""
        assert self._process is not None
        return self._process.pid

    @property
    def origin(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    def accounts(self, handles: Sequence[str], *, expires_in: float = 7200) -> list[Json]:
        """Make or join accounts: id, handle, name, url, access, refresh, expires_at of each."""
        told = {"handles": list(handles), "expires_in": expires_in}
        return list(self._control("POST", "accounts", told))

    def says(self, *texts: str) -> list[str]:
        """Somebody who is no channel of ours says these things, to be answered; the ids."""
        return list(self._control("POST", "says", {"texts": texts}))

    def rule(self, do: str, **options: Any) -> Json:  # options as JSON takes them
        """Add a rule behind those there are; see modes.py for what may be told. Raises ValueError."""
        return self.rules_add([{"do": do, **options}])[0]

    def rules_add(self, rules: Sequence[Json]) -> list[Json]:
        """Add several rules, in order. Raises ValueError."""
        return list(self._control("POST", "rules", {"rules": list(rules)}))

    def rules(self) -> list[Json]:
        """The rules with how often each was `used`."""
        return list(self._control("GET", "rules"))

    def calls(self, since: int = 0) -> list[Json]:
        """The ledger in order, without the first `since` calls."""
        return list(self._control("GET", f"calls?since={since}"))

    def posts(self) -> list[Json]:
        """All live posts in the order in which they were made."""
        return list(self._control("GET", "posts"))

    def secrets(self) -> list[str]:
        """Every token that was ever issued, to look for in logs."""
        return list(self._control("GET", "secrets"))

    def reset(self, *, accounts: bool = True) -> None:
        """Forget posts, calls, rules, latency and skew; accounts too unless told otherwise."""
        self._control("POST", "reset", {"accounts": accounts})

    def latency(self, seconds: float) -> None:
        """Every sending of a post waits so long before it is accepted."""
        self._control("POST", "latency", {"seconds": seconds})

    def clock(self, skew: float) -> None:
        """The network's own clock goes so many seconds ahead of this machine's."""
        self._control("POST", "clock", {"skew": skew})

    def expire(self, *handles: str) -> None:
        """Let all access tokens of these accounts run out now."""
        self._control("POST", "expire", {"handles": handles})

    def revoke(self, *handles: str) -> None:
        """Kill all tokens of these accounts now."""
        self._control("POST", "revoke", {"handles": handles})

    def _control(self, method: str, name: str, told: Json | None = None) -> Any:  # as JSON brought it
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, f"/control/{name}", body=json.dumps(told) if told else None)
            answer = connection.getresponse()
            found = json.loads(answer.read())
        finally:
            connection.close()
        if answer.status != 200:
            raise ValueError(found["error"])
        return found
