"""One machine as docker-compose.yml would make it, without containers: the same commands, variables and secrets.

What differs is where things are: names of services become ports of the loopback address, /tmp and /media folders.
"""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tests.architecture.source import ROOT
from tests.deploy import compose
from tests.deploy.compose import Service
from tests.deploy.servers import Database
from tests.faults.processes import Process, wait_until
from tests.faults.servers import Valkey, free_port

BIN = Path(sys.executable).parent
ORIGIN = "https://meydan.example"
SYSTEM = {"PATH": f"{BIN}:/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8"}


class Machine:
    """`env` is what its operator wrote into .env."""

    def __init__(self, folder: Path, database: Database, mail_url: str, **env: str) -> None:
        self.folder, self.database = folder, database
        self.port, self.sandbox_port = free_port(), free_port()
        self.sandbox = f"http://127.0.0.1:{self.sandbox_port}"
        self.valkey = Valkey(folder)
        self.env = {
            **compose.example(),
            "BASE_URL": ORIGIN,
            "MEYDAN_PROXIES": "127.0.0.1",
            "MEYDAN_SANDBOX_ORIGIN": self.sandbox,
            "HTTP_ALLOW_ORIGINS": self.sandbox,
            **env,
        }
        self.running: dict[str, Process] = {}
        self._services = compose.services(self.env)
        self._make_secrets(mail_url)

    @property
    def secrets(self) -> Path:
        """The folder of secrets, made by the script that operators run."""
        return self.folder / "secrets"

    def secret(self, name: str) -> str:
        """One of them."""
        return (self.secrets / name).read_text().strip()

    def _make_secrets(self, mail_url: str) -> None:
        subprocess.run(["sh", ROOT / "deploy" / "secrets.sh", self.secrets], check=True, capture_output=True)
        self._write("database_admin_url", self.database.admin_url)
        self._write("email_url", mail_url)
        for name in ("database_url", "database_owner_url"):
            self._write(name, self.secret(name).replace("postgres:5432", self.database.place))

    def _write(self, name: str, value: str) -> None:
        file = self.secrets / name
        file.chmod(0o600)
        file.write_text(f"{value}\n")

    def run(self, name: str, *words: str) -> subprocess.CompletedProcess[str]:
        """What `docker compose run --rm <name> <words>` does; without words the service's own command."""
        service = self._services[name]
        command = self._command(service, list(words) or service.command)
        return subprocess.run(
            command, cwd=ROOT, env=self._environment(service), capture_output=True, text=True, timeout=120
        )

    def start(self, *names: str) -> None:
        """Start services; returns at once."""
        for name in names:
            service = self._services[name]
            command, env = self._command(service, service.command), self._environment(service)
            self.running[name] = Process(name, command, env, self.folder, ROOT)

    def wait_until_well(self, *names: str, seconds: float = 60) -> None:
        """Return when what compose asks says that they are well."""
        for name in names:
            wait_until(self._asker(name), seconds, f"{name} is well", step=0.3)

    def _asker(self, name: str) -> Callable[[], bool]:
        def is_well() -> bool:
            assert self.running[name].is_alive, self.log(name)[-3000:]
            return self.run(name, *self._services[name].health[1:]).returncode == 0

        return is_well

    def stop(self, *names: str) -> dict[str, tuple[int | None, float]]:
        """SIGTERM to each; its exit code, and after how many seconds it had ended."""
        began = time.monotonic()
        for name in names:
            self.running[name].ask_to_end()
        ended: dict[str, tuple[int | None, float]] = {}
        for name in names:
            process = self.running.pop(name)
            code = process.wait(self.grace(name))
            ended[name] = (code, time.monotonic() - began)
        return ended

    def grace(self, name: str) -> float:
        """How long compose waits before it kills."""
        told = str(self._services[name].raw["stop_grace_period"])
        return float(told[:-1]) * {"s": 1, "m": 60}[told[-1]]

    def log(self, name: str) -> str:
        """What a service has written."""
        return (self.folder / f"{name}.log").read_text()

    def logs(self) -> dict[str, str]:
        """What all have written."""
        return {file.stem: file.read_text() for file in self.folder.glob("*.log")}

    def end(self) -> None:
        """Whatever still runs."""
        for process in self.running.values():
            process.signal(signal.SIGKILL)
        self.valkey.kill()

    def _environment(self, service: Service) -> dict[str, str]:
        found = {name: self._here(service, value) for name, value in service.environment.items()}
        more = {"MEYDAN_STATIC_ROOT": str(self.folder / "static"), "HOME": str(self._own(service))}
        return SYSTEM | found | more

    def _command(self, service: Service, words: list[str]) -> list[str]:
        program, *rest = [self._here(service, word) for word in words]
        return [str(BIN / program), *rest]

    def _here(self, service: Service, value: str) -> str:
        """A value of the containers' world, as it is on this machine."""
        places = {
            "/run/secrets": str(self.secrets),
            "/tmp/": f"{self._own(service)}/",
            "0.0.0.0:8000": f"127.0.0.1:{self.port}",
            "0.0.0.0:8001": f"127.0.0.1:{self.sandbox_port}",
            "127.0.0.1:8001": f"127.0.0.1:{self.sandbox_port}",
            "redis://valkey:6379/0": self.valkey.url,
        }
        value = re.sub("|".join(map(re.escape, places)), lambda match: places[match[0]], value)
        return str(self.folder / "media") if value == "/media" else value

    def _own(self, service: Service) -> Path:
        folder = self.folder / f"tmp-{service.name}"
        folder.mkdir(exist_ok=True)
        return folder
