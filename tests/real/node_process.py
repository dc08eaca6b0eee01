"""Runs one of our Node scripts as a child process that never outlives us."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path

import httpx

SCRIPTS = Path(__file__).parent
POLL_SECONDS = 0.05


class ServerFailed(RuntimeError):
    """A server ended, or did not answer in time; the text carries the end of its log."""


class NodeProcess:
    """One running script. Only PATH, HOME, TMPDIR and the given environment reach it.

    The script ends by `stop`, or when we end for whatever reason: it watches its standard input.
    """

    def __init__(self, script: str, *, modules: Path, environment: Mapping[str, str], log: Path) -> None:
        self._log = log
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
        with log.open("ab") as output:
            self._process = subprocess.Popen(
                ["node", str(SCRIPTS / script)],
                cwd=log.parent,
                env={**kept, "NODE_PATH": str(modules), **environment},
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    @property
    def pid(self) -> int:
        """Process id, also after the end."""
        return self._process.pid

    def wait_until_answering(self, url: str, *, seconds: float = 90) -> None:
        """Return when GET `url` answers 200. Raises ServerFailed when it ends or time is up."""
        deadline = time.monotonic() + seconds
        while not answers(url):
            if self._process.poll() is not None:
                raise ServerFailed(f"Ended with {self._process.returncode}:\n{self.log_tail()}")
            if time.monotonic() > deadline:
                raise ServerFailed(f"No answer from {url} in {seconds} s:\n{self.log_tail()}")
            time.sleep(POLL_SECONDS)

    def stop(self) -> None:
        """End the process, gently for five seconds; ending one that has ended is harmless."""
        self._process.terminate()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stdin is not None:
            self._process.stdin.close()

    def log_tail(self) -> str:
        """The last 3,000 characters the script printed."""
        return self._log.read_text(errors="replace")[-3000:]


def answers(url: str) -> bool:
    """Whether GET `url` gives 200 within two seconds."""
    try:
        return httpx.get(url, timeout=2, trust_env=False).status_code == 200
    except httpx.TransportError:
        return False
