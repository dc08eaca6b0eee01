"""Every week the right people get the report, once, whatever breaks meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db.models.functions import Now

from accounts.models import Brand, Hold, Membership
from activity.models import Mail
from analytics.models import Recipient, Report, ReportFile, ReportMail, ReportRun
from analytics.reporting import lane, making
from core.outbox import lanes
from core.outbox.states import State
from tests import world
from tests.activity.post_office import PostOffice
from tests.analytics import reports
from tests.analytics.mailing import office
from tests.analytics.reports import drain, fresh
from tests.calendar_app import posts
from tests.world import Place

__all__ = ["office"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> Iterator[Place]:
    """A brand, with its scope open."""
    found = world.place("one")
    with posts.inside(found):
        yield found


def make_due_again(report: Report) -> None:
    """As if back-off or pause were over."""
    ReportRun.objects.filter(report=report, state=State.WAITING, problem="paused").update(due_at=Now())


def test_a_due_report_reaches_everybody_on_its_list_once(place: Place, office: PostOffice) -> None:
    run = reports.make_due(reports.report(place, outsiders=2))

    drain()
    drain()

    to = sorted(mail["To"] for mail in office.taken)
    assert to == ["owner-one@example.com", "reader-0@example.com", "reader-1@example.com"]
    assert fresh(run).state == State.LIVE
    assert ReportMail.objects.filter(run=run).count() == 3


def test_the_next_week_waits_when_this_one_is_written(place: Place, office: PostOffice) -> None:
    report = reports.report(place)
    run = reports.make_due(report)

    drain()

    waiting = ReportRun.objects.get(report=report, state=State.WAITING)
    assert waiting.period > run.period
    assert waiting.due_at == waiting.planned_at
    assert waiting.planned_at > fresh(run).settled_at


def test_of_weeks_that_were_missed_only_the_newest_goes_out(place: Place, office: PostOffice) -> None:
    report = reports.report(place)
    oldest = reports.make_due(report, weeks_ago=3)

    drain()

    assert len(office.taken) == 1
    assert (fresh(oldest).state, fresh(oldest).problem) == (State.EXPIRED, "missed")
    states = list(ReportRun.objects.filter(report=report).order_by("period").values_list("state", flat=True))
    assert states == [State.EXPIRED] * 3 + [State.LIVE, State.WAITING]


def test_a_report_waits_while_its_brand_is_paused_and_goes_out_afterwards(
    place: Place, office: PostOffice
) -> None:
    report = reports.report(place)
    run = reports.make_due(report)
    hold = Hold.objects.create(organization=place.organization, brand=place.brand)

    drain()

    assert office.taken == []
    assert (fresh(run).state, fresh(run).problem) == (State.WAITING, "paused")

    Hold.objects.filter(pk=hold.pk).update(ended_at=Now())
    make_due_again(report)
    drain()
    assert len(office.taken) == 1


def test_a_paused_channel_does_not_stop_the_report(place: Place, office: PostOffice) -> None:
    reports.make_due(reports.report(place))
    channel = posts.channel(place)
    Hold.objects.create(organization=place.organization, brand=place.brand, channel_id=channel.pk)

    drain()

    assert len(office.taken) == 1


def test_nothing_goes_out_for_a_brand_in_the_trash(place: Place, office: PostOffice) -> None:
    run = reports.make_due(reports.report(place))
    Brand.objects.filter(pk=place.brand.pk).update(trashed_at=Now())

    drain()

    assert office.taken == []
    assert (fresh(run).state, fresh(run).problem) == (State.EXPIRED, "trashed")


def test_an_empty_week_is_told_honestly_unless_the_report_leaves_such_weeks_out(
    place: Place, office: PostOffice
) -> None:
    told, quiet = reports.report(place), reports.report(place, skips_empty=True)
    reports.make_due(told)
    skipped = reports.make_due(quiet)

    drain()

    assert len(office.taken) == 1
    assert (fresh(skipped).state, fresh(skipped).problem) == (State.EXPIRED, "empty")


def test_who_may_not_see_the_brand_any_more_gets_nothing(place: Place, office: PostOffice) -> None:
    run = reports.make_due(reports.report(place, outsiders=1))
    Membership.objects.filter(user=place.owner).update(deactivated_at=Now())

    drain()

    assert [mail["To"] for mail in office.taken] == ["reader-0@example.com"]
    assert ReportMail.objects.filter(run=run).count() == 1


def test_a_report_without_anybody_on_its_list_is_left_out(place: Place, office: PostOffice) -> None:
    report = reports.report(place)
    run = reports.make_due(report)
    Recipient.objects.filter(report=report).update(unsubscribed_at=Now())

    drain()

    assert (fresh(run).state, fresh(run).problem) == (State.EXPIRED, "nobody")
    assert ReportRun.objects.filter(report=report, state=State.WAITING).count() == 1


def test_a_note_goes_out_once(place: Place, office: PostOffice) -> None:
    report = reports.report(place, note="We moved.\nCome and see.")
    run = reports.make_due(report)

    drain()

    plain = next(part for part in office.taken[0].walk() if part.get_content_type() == "text/plain")
    assert "We moved." in bytes(plain.get_payload(decode=True)).decode()
    assert fresh(run).note == "We moved.\nCome and see."
    assert Report.objects.get(pk=report.pk).note == ""


class Died(BaseException):
    """As a kill: nothing catches it."""


@pytest.mark.parametrize("at", ["C9a", "C9b"])
def test_a_maker_that_dies_leaves_everything_or_nothing(
    place: Place, office: PostOffice, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    run = reports.make_due(reports.report(place, outsiders=1))

    def die(name: str) -> None:
        if name == at:
            raise Died

    with monkeypatch.context() as patched:
        patched.setattr(lane, "faultpoint", die)
        with pytest.raises(Died):
            lane.serve(_taken(run))
    assert Mail.objects.count() == 0
    made = set(ReportFile.objects.filter(run=run).values_list("pk", flat=True))

    lane.serve(_taken(run))
    drain("mail")

    assert len(office.taken) == 2
    assert {file.pk for file in ReportFile.objects.filter(run=run)} == made
    assert fresh(run).state == State.LIVE


def test_a_maker_that_was_taken_over_writes_nothing(
    place: Place, office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = reports.make_due(reports.report(place))
    make = making.make

    def slowly(*args: Any) -> making.Made:
        monkeypatch.setattr(making, "make", make)
        lane.serve(_taken(run))
        return make(*args)

    monkeypatch.setattr(making, "make", slowly)
    lane.serve(_taken(run))
    drain("mail")

    assert len(office.taken) == 1
    assert ReportMail.objects.filter(run=run).count() == 1


def test_a_report_that_makes_its_maker_stumble_is_given_up_and_the_next_week_goes_on(
    place: Place, office: PostOffice
) -> None:
    report = reports.report(place)
    run = reports.make_due(report)
    claimed = lanes.claim(["report"], "somebody")
    assert claimed is not None

    lane.set_aside(claimed)

    assert (fresh(run).state, fresh(run).problem) == (State.REFUSED, "broken")
    assert ReportRun.objects.filter(report=report, state=State.WAITING).count() == 1


def _taken(run: ReportRun) -> ReportRun:
    claimed = lanes.Claimed(0, "report", str(run.report_id), run.organization_id, "test")
    found = lane.take(claimed)
    assert found is not None
    return found
