"""2,000 report mails through a mail server, while the worker is killed twice. Writes results/reports.json.

20 organizations with 10 reports of 10 readers each (the tenth is whoever made it), all due at one moment; one worker for
everything but publishing by the command line of `make run`, and the beat. The worker is killed (kill -9) when about a
third and when about two thirds of the mails were taken, and started again at once.

- `mails_per_minute`: 2,000 by the time from the due moment to the last mail's end, both deaths in it.
- `doubled`: mails that the server took more than once; `lost`: that it never took and of which nobody is asked;
  `unknown`: whose server's answer died with the worker, and of which a person is asked.
- `made_per_minute`: reports (numbers, PDF, table, chart, mails written) until the last one was written.
"""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from accounts.access import by
from accounts.models import Brand, User
from accounts.services import organizations
from activity.models import Mail
from analytics.models import ReportMail, ReportRun
from analytics.reporting.periods import Period
from analytics.services import report_recipients, reports
from analytics.services.reports import Wishes
from bench.measuring import figures, processes
from bench.measuring.figures import rounded, say
from core import clock
from core.outbox.states import State
from core.tenancy import scope
from dev import programs, state
from tests.activity import post_office
from tests.activity.post_office import PostOffice

ORGANIZATIONS, REPORTS, READERS = 20, 10, 10
MAILS = ORGANIZATIONS * REPORTS * READERS
KILLS = (MAILS // 3, MAILS * 2 // 3)
PATIENCE = 420.0
ENDED = (State.LIVE, State.REFUSED, State.UNSURE)


def main() -> None:
    """About three minutes."""
    say("making organizations, reports and readers")
    brands = [_brand(number) for number in range(ORGANIZATIONS)]
    with TemporaryDirectory(prefix="bench-") as name, post_office.opened() as office:
        found = _measured(Path(name), office, brands)
    figures.write("reports", {"machine": figures.machine(), "mails": MAILS, **found})


def _brand(number: int) -> Brand:
    with scope.leave():
        owner = User.objects.create_user(f"reports-{number}@example.com", None, name=f"Owner {number}")
        brand = organizations.create(
            name=f"Reports {number}",
            owner=owner,
            brand_name=f"Reports {number}",
            zone="Asia/Baku",
            language="en",
        )
    with scope.enter(brand.organization_id, [brand.pk]):
        for one in range(REPORTS):
            _report(brand, owner, f"{number}-{one}")
    return brand


def _report(brand: Brand, owner: User, name: str) -> None:
    wishes = Wishes(f"Report {name}", 0, 8, 0, "Asia/Baku", "en", [], "", skips_empty=False)
    made = reports.create(brand, wishes, by=owner)
    for reader in range(READERS - 1):
        address = f"reader-{name}-{reader}@example.com"
        report_recipients.add_outsider(made, address=address, name="", language="en", by=by(owner))


def _measured(folder: Path, office: PostOffice, brands: list[Brand]) -> dict[str, Any]:
    env = {**os.environ, "EMAIL_URL": office.address, "MEYDAN_MEDIA_ROOT": str(folder / "media")}
    beat = programs.beat(env, state.Place("bench", folder))
    with ExitStack() as stack:
        stack.enter_context(processes.running(beat.command, env, folder / "beat.log"))
        worker = stack.enter_context(_worker(folder, env))
        time.sleep(10)  # it loads
        say("the reports are due")
        for brand in brands:
            _make_due(brand)
        began, made = time.monotonic(), 0.0
        kills = list(KILLS)
        while time.monotonic() - began < PATIENCE:
            if kills and len(office.taken) >= kills[0]:
                say(f"kill -9 after {len(office.taken)} mails")
                worker.kill_and_start_again()
                kills.pop(0)
            written, ended = _counts(brands)
            made = made or (time.monotonic() - began if written == MAILS else 0.0)
            if ended == MAILS:
                break
            time.sleep(0.5)
        took = time.monotonic() - began
    return _told(office, brands) | {
        "kills": len(KILLS) - len(kills),
        "seconds": rounded(took),
        "mails_per_minute": rounded(MAILS / took * 60),
        "made_per_minute": rounded(ORGANIZATIONS * REPORTS / made * 60) if made else None,
    }


class _Worker:
    """The worker, which may die and begin again."""

    def __init__(self, folder: Path, env: Mapping[str, str]) -> None:
        found = next(program for program in programs.workers(env) if program.name == "worker")
        self._command = [str(word) for word in found.command]
        self._env, self._log = dict(found.environment), folder / "worker.log"
        self._process = self._start()

    def kill_and_start_again(self) -> None:
        """kill -9, then a new one."""
        self.kill()
        self._process = self._start()

    def kill(self) -> None:
        """It gets no chance to do anything more."""
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def _start(self) -> subprocess.Popen[bytes]:
        with self._log.open("ab") as log:
            return subprocess.Popen(
                self._command,
                cwd=processes.ROOT,
                env=self._env,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )


@contextmanager
def _worker(folder: Path, env: Mapping[str, str]) -> Iterator[_Worker]:
    made = _Worker(folder, env)
    try:
        yield made
    finally:
        made.kill()


def _make_due(brand: Brand) -> None:
    with scope.enter(brand.organization_id, [brand.pk]):
        past = clock.now() - timedelta(seconds=1)
        for run in ReportRun.objects.filter(state=State.WAITING):
            period = Period.parse(run.period).after(-1).key
            ReportRun.objects.filter(pk=run.pk).update(period=period, planned_at=past, due_at=past)


def _counts(brands: list[Brand]) -> tuple[int, int]:
    """How many mails are written, and how many of them have ended."""
    written = ended = 0
    for brand in brands:
        with scope.enter(brand.organization_id, [brand.pk]):
            written += ReportMail.objects.count()
            ended += Mail.objects.filter(about="analytics.report", state__in=ENDED).count()
    return written, ended


def _told(office: PostOffice, brands: list[Brand]) -> dict[str, Any]:
    taken = Counter(str(mail["Message-ID"]) for mail in office.taken)
    readers = Counter(str(mail["To"]) for mail in office.taken)
    rows: list[tuple[str, str]] = []
    for brand in brands:
        with scope.enter(brand.organization_id, [brand.pk]):
            ids = list(ReportMail.objects.values_list("mail_id", flat=True))
            rows += Mail.objects.filter(pk__in=ids).values_list("message_id", "state")
    outsiders = {address: number for address, number in readers.items() if address.startswith("reader-")}
    return {
        "doubled": sum(number - 1 for number in taken.values())
        + sum(number - 1 for number in outsiders.values() if number > 1),
        "lost": MAILS - len(rows) + sum(not taken[key] and kept != State.UNSURE for key, kept in rows),
        "unknown": sum(kept == State.UNSURE for _key, kept in rows),
    }
