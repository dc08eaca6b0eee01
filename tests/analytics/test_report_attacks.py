"""Mail servers that are down, busy, refuse or hang up: each is told clearly, nothing is sent twice, nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db.models.functions import Now

from activity.models import Mail
from analytics.models import ReportMail, ReportRun
from analytics.selectors import reports as selectors
from core.outbox.states import State
from tests import world
from tests.activity.post_office import PostOffice
from tests.analytics import reports
from tests.analytics.mailing import office
from tests.analytics.reports import drain, fresh
from tests.calendar_app import posts

__all__ = ["office"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def run(office: PostOffice) -> Iterator[ReportRun]:
    """A report that is due, to two readers, with its scope open."""
    place = world.place("one")
    with posts.inside(place):
        yield reports.make_due(reports.report(place, outsiders=1))


def words(run: ReportRun) -> set[str]:
    """How the log says that the mails stand."""
    return {line.shown.word for line in selectors.mails(run)}


def try_again() -> None:
    """As if the back-off were over."""
    for mail in Mail.objects.filter(state=State.WAITING):
        Mail.objects.filter(pk=mail.pk).update(due_at=Now())
    drain("mail")


def test_a_server_that_is_down_only_delays_the_report(
    run: ReportRun, office: PostOffice, settings: Any
) -> None:
    settings.EMAIL_URL = "smtp://127.0.0.1:1"
    drain()
    assert words(run) == {"On its way"}
    assert office.taken == []

    settings.EMAIL_URL = office.address
    try_again()

    assert words(run) == {"Sent"}
    assert len(office.taken) == 2


def test_a_server_that_is_busy_gets_each_mail_once_it_is_free(run: ReportRun, office: PostOffice) -> None:
    office.answer = "451 later"
    drain()
    office.answer = "250 taken"

    try_again()
    try_again()

    assert words(run) == {"Sent"}
    assert len(office.taken) == 2


def test_a_refused_address_says_why_and_is_not_tried_again(run: ReportRun, office: PostOffice) -> None:
    office.at_receiver = "550 nobody here"

    drain()
    try_again()

    assert words(run) == {"Refused"}
    assert all("550 nobody here" in line.problem and line.may_again for line in selectors.mails(run))
    assert fresh(run).state == State.LIVE
    assert len(selectors.refused(run.report)) == 2


def test_a_line_cut_after_the_last_line_is_unknown_and_never_sent_again_by_itself(
    run: ReportRun, office: PostOffice
) -> None:
    office.answer = "drop"
    drain()
    taken = len(office.taken)
    office.answer = "250 taken"

    drain()
    try_again()

    assert words(run) == {"Perhaps delivered"}
    assert (taken, len(office.taken)) == (2, 2)
    assert all(line.is_unsure and line.may_again for line in selectors.mails(run))


def test_every_mail_of_a_run_belongs_to_one_reader(run: ReportRun, office: PostOffice) -> None:
    drain()

    rows = ReportMail.objects.filter(run=run)
    assert rows.values("recipient").distinct().count() == rows.values("mail_id").distinct().count() == 2
