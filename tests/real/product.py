"""The product as a newcomer has it: web, publishing worker and beat as real processes, used over HTTP."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import httpx

from dev import ports

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent
EMAIL, PASSWORD = "orxan@kehreba.example", "meydan-demo-2026"
OWNER = "nigar@kehreba.example"
BRAND = "/b/kehreba-coffee/"
"""In Asia/Baku; whoever signs in may land in another one."""
POST_PATH = re.compile(r"/b/[\w-]+/posts/[0-9a-f-]{36}/")


class Product:
    """Starts in `folder` with these origins allowed; `stop` ends every process it started, by pid."""

    def __init__(self, folder: Path, origins: list[str]) -> None:
        self.port = ports.choose(None)
        self.origin = f"http://127.0.0.1:{self.port}"
        self.folder = folder
        self.env = {
            **os.environ,
            "BASE_URL": self.origin,
            "DEMO": "1",
            "HTTP_ALLOW_ORIGINS": ",".join(origins),
            "MEYDAN_MEDIA_ROOT": str(folder / "media"),
            "MEYDAN_SANDBOX_ORIGIN": "",
        }
        self._running: dict[str, subprocess.Popen[bytes]] = {}

    def start(self) -> None:
        """Prepare the database, start everything, wait for the first answer."""
        subprocess.run([sys.executable, "manage.py", "prepare"], cwd=ROOT, env=self.env, check=True)
        self._start(
            "web",
            "gunicorn",
            "smm.wsgi",
            "-b",
            f"127.0.0.1:{self.port}",
            "-k",
            "gthread",
            "--threads",
            "4",
            "--no-control-socket",
        )
        self.start_worker()
        self._start(
            "beat", "celery", "-A", "smm", "beat", "--schedule", str(self.folder / "beat"), "--pidfile="
        )
        wait_for(self._answers, seconds=60)

    def start_worker(self) -> None:
        """The publishing worker, as `make run` starts it."""
        self._start(
            "worker",
            "celery",
            "-A",
            "smm",
            "worker",
            "-Q",
            "publish",
            "-P",
            "threads",
            "-c",
            "16",
            "--without-gossip",
            "--without-mingle",
            "--without-heartbeat",
        )

    def start_listener(self) -> None:
        """The worker that asks networks what was said, as part of the one that does all the rest."""
        quiet = ("--without-gossip", "--without-mingle", "--without-heartbeat")
        threads = ("-P", "threads", "-c", "4")
        self._start(
            "listener",
            "celery",
            "-A",
            "smm",
            "worker",
            "-Q",
            "inbox,default",
            *threads,
            "-n",
            "ear@%h",
            *quiet,
        )

    def kill_worker(self) -> None:
        """kill -9: it gets no chance to write anything."""
        worker = self._running.pop("worker")
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait(10)

    def stop(self) -> None:
        """End what still runs."""
        for process in reversed(self._running.values()):
            os.killpg(process.pid, signal.SIGTERM)
        for process in self._running.values():
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)

    def _start(self, name: str, program: str, *words: str) -> None:
        log = (self.folder / f"{name}.log").open("ab")
        self._running[name] = subprocess.Popen(
            [str(BIN / program), *words],
            cwd=ROOT,
            env=self.env,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )

    def _answers(self) -> bool:
        try:
            return httpx.get(f"{self.origin}/healthz").status_code == 200
        except httpx.TransportError:
            return False


class Browser:
    """A person at the product's pages: forms are fetched, filled and sent as a browser without scripts would."""

    def __init__(self, product: Product, email: str) -> None:
        self._http = httpx.Client(base_url=product.origin, follow_redirects=True, timeout=60)
        self.send("/accounts/login/", {"login": email, "password": PASSWORD})
        home = self._http.get(BRAND)
        assert home.url.path == BRAND, f"not signed in: {home.url}"
        self.brand = BRAND

    def get(self, path: str) -> httpx.Response:
        """A page."""
        return self._http.get(path)

    def send(
        self, path: str, fields: Mapping[str, Any], *, page: str = "", files: Any = None
    ) -> httpx.Response:
        """Fetch the form's page, send the form with its token."""
        self._http.get(page or path)
        token = {"csrfmiddlewaretoken": self._http.cookies["csrf"]}
        return self._http.post(path, data={**fields, **token}, files=files)


def wait_for(true: Callable[[], bool], *, seconds: float) -> float:
    """Wait until it is true; how long that took. Fails after `seconds`."""
    began = time.monotonic()
    while time.monotonic() - began < seconds:
        if true():
            return time.monotonic() - began
        time.sleep(0.2)
    raise AssertionError(f"not within {seconds} s")
