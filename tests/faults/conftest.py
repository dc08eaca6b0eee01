"""One stage for all tests of a file, and one run for all cases of a scenario."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.faults import report
from tests.faults.crew import Crew
from tests.faults.report import Report
from tests.faults.scenario import Result, Scenario, run
from tests.faults.stage import Stage

IS_OWN_JOB = bool(os.environ.get("FAULTS"))
"""`make faults` and `make soak` have servers of their own that may be killed; `make test` runs the smoke set."""
collect_ignore = (
    [] if IS_OWN_JOB else ["test_matrix.py", "test_report_mails.py", "test_sight.py", "test_soak.py"]
)

SIGHT_SECONDS = 10.0
"""What is wrong with a variant shows within this."""

Perform = Callable[[Scenario], list[Result]]
PerformAs = Callable[[str, Scenario], list[Result]]


@pytest.fixture(scope="package")
def stage(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any) -> Iterator[Stage]:
    """All servers running; the database is asked through `entered`."""
    if not os.environ.get("DATABASE_ADMIN_URL"):
        pytest.skip("needs a database server of our own (make starts one)")
    made = Stage(tmp_path_factory.mktemp("stage"), kills_postgres=IS_OWN_JOB)
    try:
        made.start()
        yield made
    finally:
        made.stop()


@pytest.fixture(scope="package")
def crew(stage: Stage) -> Crew:
    """The standing crew of the stage."""
    return Crew(stage)


@pytest.fixture
def inside(stage: Stage, django_db_blocker: Any) -> Iterator[None]:
    """This process acts as the product's web server does."""
    with django_db_blocker.unblock(), stage.entered():
        yield


@pytest.fixture
def perform(stage: Stage, crew: Crew, inside: None) -> Perform:
    """Plays a scenario with the engine as it is."""

    def play(scenario: Scenario) -> list[Result]:
        if scenario.kills_postgres and not stage.kills_postgres:
            pytest.skip("the database server is not ours to kill (make faults)")
        if lacks := scenario.lacks():
            pytest.skip(lacks)
        return run(stage, crew, scenario)

    return play


@pytest.fixture
def perform_as(stage: Stage, crew: Crew, inside: None) -> Iterator[PerformAs]:
    """Plays a scenario with a variant of the engine."""
    crew.leave()
    others: list[Crew] = []

    def play(variant: str, scenario: Scenario) -> list[Result]:
        others.append(Crew(stage, variant))
        return run(stage, others[-1], scenario, SIGHT_SECONDS)

    yield play
    for other in others:
        other.leave()


@pytest.fixture(scope="session")
def kept_report(pytestconfig: pytest.Config) -> Iterator[Report]:
    """What the run came to; shown when it is over, and written unless somebody chose some tests by name."""
    made = Report()
    yield made
    print(f"\n{report.table(made.rows)}")
    if not pytestconfig.option.keyword and not any("::" in word for word in pytestconfig.args):
        print(made.write())
