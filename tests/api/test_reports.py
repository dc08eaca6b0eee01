"""Reports over the API: what goes out when, what was said, and what became of each mail."""

from __future__ import annotations

import pytest

from accounts.grants import Can
from analytics.models import ReportRun
from analytics.services import report_runs
from core.outbox.states import State
from tests import world
from tests.analytics import reports
from tests.api.programs import READER, Program, program
from tests.calendar_app import posts
from tests.world import Place

pytestmark = pytest.mark.django_db
REPORTER = (Can.VIEW, Can.REPORT)


@pytest.fixture
def place() -> Place:
    return world.place("one")


@pytest.fixture
def run(place: Place) -> ReportRun:
    """Last week's, overdue."""
    with posts.inside(place):
        return reports.make_due(reports.report(place, outsiders=1))


@pytest.fixture
def reporter(place: Place) -> Program:
    return program(place, REPORTER, maker=place.analyst)


def test_reports_and_their_weeks_are_listed(reporter: Program, run: ReportRun) -> None:
    listed = reporter.ask("GET", "reports/").json()["items"]
    runs = reporter.ask("GET", f"reports/{run.report_id}/runs/").json()["items"]

    assert [one["id"] for one in listed] == [str(run.report_id)]
    assert str(run.pk) in [one["id"] for one in runs]


def test_a_week_that_is_not_made_yet_has_no_numbers_and_no_mails(reporter: Program, run: ReportRun) -> None:
    told = reporter.ask("GET", f"reports/{run.report_id}/runs/{run.pk}/").json()

    assert (told["state"], told["document"], told["mails"]) == (State.WAITING, None, [])


def test_a_week_that_was_left_out_is_made_after_all_once(
    place: Place, reporter: Program, run: ReportRun
) -> None:
    address = f"reports/{run.report_id}/runs/{run.pk}/"
    refused = reporter.ask("POST", address)
    with posts.inside(place):
        report_runs.leave_out(run, ReportRun.Problem.MISSED)

    wanted = reporter.ask("POST", address)

    assert (refused.status_code, wanted.status_code) == (409, 200)
    assert wanted.json()["state"] == State.WAITING
    assert reporter.ask("POST", address).status_code == 409


def test_a_key_without_the_word_sees_no_reports(place: Place, run: ReportRun) -> None:
    assert program(place, READER).ask("GET", "reports/").status_code == 403


def test_another_brands_report_is_not_found(run: ReportRun) -> None:
    stranger = program(world.place("other"), REPORTER)

    assert stranger.ask("GET", f"reports/{run.report_id}/runs/").status_code == 404
    assert stranger.ask("GET", f"reports/{run.report_id}/runs/{run.pk}/").status_code == 404
