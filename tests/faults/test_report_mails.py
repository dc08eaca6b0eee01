"""kill -9 of whoever makes and sends reports, wherever it hurts: every reader has one mail, or a person is asked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.activity import post_office
from tests.activity.post_office import PostOffice
from tests.faults.crew import Crew
from tests.faults.processes import Process
from tests.faults.report import Report
from tests.faults.report_mails import Monday
from tests.faults.stage import Stage

PATIENCE = 60.0
POINTS = {"rendered, not queued": "C9a", "queued, not recorded": "C9b"}


@pytest.fixture
def office() -> Iterator[PostOffice]:
    """The mail server of all workers."""
    with post_office.opened() as found:
        yield found


def worker(stage: Stage, office: PostOffice, **env: str) -> Process:
    """A worker for everything but publishing, ready to work."""
    settings: Any = {"EMAIL_URL": office.address, **env}
    made = stage.hire("worker", **settings)
    stage.wait_for(made)
    return made


@pytest.fixture
def bell(stage: Stage, crew: Crew, inside: None) -> Iterator[Process]:
    """Beat alone: the crew's own worker knows another mail server."""
    crew.leave()
    made = stage.hire("beat")
    stage.wait_for(made)
    yield made
    made.kill()


@pytest.mark.parametrize("point", POINTS.values(), ids=POINTS)
def test_a_worker_killed_while_it_makes_reports(
    stage: Stage, office: PostOffice, bell: Process, kept_report: Report, point: str
) -> None:
    monday = Monday(f"reports-{point.lower()}")
    first = worker(stage, office, FAULTPOINTS=f"{point}=kill")
    monday.come()
    _wait_for_death(first)
    second = worker(stage, office, FAULTPOINTS=f"{point}=kill@2")
    _wait_for_death(second)
    third = worker(stage, office)
    monday.wait(PATIENCE)
    third.kill()

    told = monday.told(office)
    kept_report.add_report_mails(point, told)
    assert (told["doubled"], told["lost"], told["unknown"], told["runs"]) == (0, 0, 0, 6), told


def test_a_worker_killed_inside_the_fence_of_a_mail(
    stage: Stage, office: PostOffice, bell: Process, kept_report: Report
) -> None:
    monday = Monday("reports-fence")
    doomed = worker(stage, office)
    kills = iter(range(2))

    def kill() -> None:
        if len(office.taken) in (4, 11) and next(kills, None) is not None:
            doomed.kill()

    office.on_taken = kill
    monday.come()
    _wait_for_death(doomed)
    office.on_taken = None
    later = worker(stage, office)
    monday.wait(PATIENCE)
    later.kill()

    told = monday.told(office)
    kept_report.add_report_mails("fence", told)
    assert (told["doubled"], told["lost"], told["runs"]) == (0, 0, 6), told
    assert 1 <= told["unknown"] <= 2, told


def _wait_for_death(process: Process) -> None:
    for _ in range(2):
        if process.wait(30) is not None:
            return
    process.kill()
    raise AssertionError(f"{process.name} did not come to its fault point:\n{process.output()[-1500:]}")
