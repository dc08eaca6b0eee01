"""The stage: database, queue, network, proxies and the product's own processes, all real and all killable.

Servers stay between scenarios; workers come and go. Whatever happens, `stop` ends all of them by their numbers.
"""

from __future__ import annotations

import os
import zoneinfo
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

from django.conf import settings
from django.test import override_settings

from core import http
from dev import programs
from smm.celery import app
from tests.faults import networks
from tests.faults.database import Database
from tests.faults.fake_network.client import FakeNetwork
from tests.faults.processes import Process, wait_until
from tests.faults.proxy import FaultProxy
from tests.faults.servers import Postgres, Valkey

FAST = {
    "MEYDAN_LANE_LEASE_SECONDS": "2",
    "MEYDAN_LANE_HEARTBEAT_SECONDS": "0.5",
    "MEYDAN_SEND_DEADLINE_SECONDS": "1.5",
    "MEYDAN_LOOK_AGAIN_SECONDS": "2",
    "MEYDAN_BACKOFF_SECONDS": "0.4,1,2,3,4",
    "MEYDAN_LANE_LONGEST_SECONDS": "8",
    "MEYDAN_HTTP_SECONDS": "3",
    "MEYDAN_UNDO_SECONDS": "0",
}
"""A tenth or less of what people get; `worker_app` shortens the ticks."""
PARK = """
UPDATE calendar_app_delivery SET state = 'cancelled', due_at = NULL, held_reason = '', problem = 'parked'
WHERE state IN ('waiting', 'sending', 'accepted', 'unsure')
"""
PARK_REPLIES = """
UPDATE inbox_reply SET state = 'cancelled', due_at = NULL, held_reason = '', problem = 'parked'
WHERE state IN ('waiting', 'sending', 'accepted', 'unsure')
"""
PARK_CHANNELS = "UPDATE connections_channel SET state = 'disconnected' WHERE state <> 'disconnected'"
LINES = 4
"""Ways to the network through its proxy."""
APP = "tests.faults.worker_app"
READY = "this process is ready"
"""What `worker_app` writes."""


class Stage:
    """`kills_postgres` says that the job gave us a Postgres of our own."""

    def __init__(self, folder: Path, *, kills_postgres: bool = False) -> None:
        self.folder = folder
        self.root = Path(settings.BASE_DIR)
        self.kills_postgres = kills_postgres
        self.database = Database(f"meydan_faults_{os.getpid()}")
        self.valkey = Valkey(folder)
        self.postgres = Postgres(self.database.admin_server)
        self.network = FakeNetwork()
        self.network_proxy: FaultProxy
        self.database_proxy: FaultProxy
        self.processes: list[Process] = []
        self.zones = folder / "zones"
        """Time zones of our own, beside those of the pinned database."""
        self.env: dict[str, str] = {}
        """The variables of all processes of the product."""

    def start(self) -> None:
        """Start the servers and make the database; no worker yet."""
        if self.kills_postgres:
            self.postgres.become_parent()
        self.network.start()
        self.network_proxy = FaultProxy(*[self.network.port] * LINES).start()
        self.database_proxy = FaultProxy(self.postgres.port).start()
        self.env = self._environment()
        with ThreadPoolExecutor() as hands:
            made = hands.submit(self.database.make, self.unhurried, self.root)
            self.valkey.start()
            made.result()

    @property
    def unhurried(self) -> dict[str, str]:
        """What a migration sees: our servers, past the proxy, and the times that people get."""
        return {name: value for name, value in self.env.items() if name not in FAST} | self.database.urls()

    def line(self, number: int = 0) -> str:
        """The network's origin through one listener of its proxy; what happens to one does not touch the others."""
        return f"http://127.0.0.1:{self.network_proxy.ports[number]}"

    def stop(self) -> None:
        """End everything, the last started first."""
        for process in self.processes:
            process.kill()
        self.valkey.kill()
        for proxy in (self.network_proxy, self.database_proxy):
            proxy.stop()
        self.network.stop()
        self.database.drop()
        self.postgres.end()

    def _environment(self) -> dict[str, str]:
        """What children see: the job's own, ours instead of its servers, and shorter times."""
        origins = [self.line(number) for number in range(LINES)]
        ours = {
            **self.database.urls(self.database_proxy.port),
            "REDIS_URL": self.valkey.url,
            "MEYDAN_SANDBOX_ORIGIN": self.line(),
            "HTTP_ALLOW_ORIGINS": ",".join(origins),
            "MEYDAN_MEDIA_ROOT": str(self.folder / "media"),
            "PYTHONTZPATH": str(self.zones),
            "DEMO": "0",
            "PYTHONWARNINGS": "ignore",
            "DJANGO_SETTINGS_MODULE": "smm.settings",
        }
        dropped = ("PYTHONDONTWRITEBYTECODE", "PYTEST_CURRENT_TEST", "FAULTPOINTS")
        return {name: value for name, value in os.environ.items() if name not in dropped} | FAST | ours

    @contextmanager
    def entered(self) -> Iterator[None]:
        """This process acts as the product's web server does: same database, same queue, same networks."""
        fast = {"UNDO_SECONDS": 0.0, "MEDIA_ROOT": self.folder / "media"}
        with ExitStack() as stack:
            stack.enter_context(self.database.entered())
            stack.enter_context(override_settings(**fast))
            stack.enter_context(networks.registered())
            stack.callback(zoneinfo.reset_tzpath)
            zoneinfo.reset_tzpath([self.zones])
            stack.callback(http.configure, settings.HTTP_ALLOW_ORIGINS, seconds=settings.HTTP_SECONDS)
            http.configure([self.line(number) for number in range(LINES)], seconds=3)
            stack.callback(app.conf.update, broker_write_url=app.conf.broker_write_url)
            app.conf.update(broker_write_url=self.valkey.url)
            yield

    def hire(
        self,
        name: str = "publish",
        *,
        gate: Path | None = None,
        around: Sequence[str] = (),
        root: Path | None = None,
        **env: str,
    ) -> Process:
        """Start a program of the product by its name in dev/programs.py: publish, worker or beat.

        `env` are further variables, such as FAULTPOINTS; behind a `gate` it waits until that file is there. `around` is a
        command that prepares something and then becomes the program; `root` is the code, if not ours.
        """
        number = len(self.processes)
        more = {**env, **({"FAULTS_GATE": str(gate)} if gate else {})}
        command = [*around, *self._command(name, number)]
        made = Process(f"{number:03}-{name}", command, self.env | more, self.folder, root or self.root)
        self.processes.append(made)
        return made

    def _command(self, name: str, number: int) -> list[str]:
        """As `make run` starts it, but with the harness's application and a name of its own."""
        workers = {program.name: program for program in programs.workers({})}
        if name in workers:
            words = [str(word) for word in workers[name].command]
            words[words.index("-n") + 1] = f"{name}-{number}@%h"
        else:
            words = [*(str(word) for word in programs.CELERY), "beat", "--pidfile", ""]
            words += ["--schedule", str(self.folder / f"beat-{number}")]
        words[words.index("-A") + 1] = APP
        return words

    def ring(self, times: int = 1, *, helper: bool = False) -> None:
        """Ring the publishers' bell by hand."""
        with app.connection_for_write() as line:
            for _ in range(times):
                app.send_task(
                    "core.drain",
                    args=("publish", helper),
                    queue="publish",
                    ignore_result=True,
                    connection=line,
                )

    def wait_for(self, *processes: Process, seconds: float = 40) -> None:
        """Return when these listen to their queues, or ring."""
        for process in processes:
            wait_until(partial(_is_ready, process), seconds, f"{process.name} is ready")

    def dismiss(self, *processes: Process) -> None:
        """kill -9; the lanes they held come free when their leases end."""
        for process in processes:
            process.kill()

    def new_logs(self) -> str:
        """What all processes have written since this was asked last."""
        return "\n".join(process.new_output() for process in self.processes)

    def heal(self) -> None:
        """Nothing is broken and nothing waits: the next scenario begins on even ground."""
        self.network_proxy.clear()
        self.database_proxy.clear()
        self.park()

    def park(self) -> None:
        """Nothing of a scenario that is over waits, is looked for, listened to or measured any more."""
        self.database.ask(PARK)
        self.database.ask(PARK_REPLIES)
        self.database.ask(PARK_CHANNELS)
        self.database.ask(
            "UPDATE core_lane SET next_at = NULL, lease_until = NULL, stumbles = 0, paused_until = NULL"
        )


def _is_ready(process: Process) -> bool:
    is_alive = process.is_alive  # asked first: whoever was ready may have met its fault point since
    if READY in process.output():
        return True
    if not is_alive:
        raise AssertionError(f"{process.name} ended while it started:\n{process.output()[-2000:]}")
    return False
