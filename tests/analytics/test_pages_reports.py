"""The pages of reports: whoever may report makes them, chooses readers, sees what went out and sends one again."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from activity.models import Mail
from analytics.models import Recipient, Report, ReportMail, ReportRun
from core.outbox.states import State
from tests import world
from tests.activity.post_office import PostOffice
from tests.analytics import reports
from tests.analytics.mailing import office
from tests.analytics.reports import drain
from tests.calendar_app import posts
from tests.calendar_app.pages import at, browser
from tests.world import Place

__all__ = ["office"]
pytestmark = pytest.mark.django_db
SAID = {
    "name": "For the board",
    "weekday": "2",
    "time": "09:30",
    "zone": "Europe/Istanbul",
    "language": "tr",
    "sections": ["kpis", "posts", "trouble"],
    "note": "Salam",
}


@pytest.fixture
def place() -> Place:
    """A brand."""
    return world.place("one")


def below(place: Place, report: Report, path: str = "") -> str:
    """An address below a report."""
    return at(place, f"reports/{report.pk}/{path}")


def sent(place: Place) -> ReportRun:
    """A report that was written and sent."""
    with posts.inside(place):
        run = reports.make_due(reports.report(place, outsiders=1))
        drain()
    return run


def words(response: Any) -> str:
    """What stands on the page."""
    return str(response.content.decode())


def test_an_analyst_makes_a_report_and_gets_it_herself(place: Place) -> None:
    answer = browser(place.analyst).post(at(place, "reports/new/"), SAID)

    with posts.inside(place):
        made = Report.objects.get()
        assert (made.weekday, made.hour, made.minute, made.zone) == (2, 9, 30, "Europe/Istanbul")
        assert "inbox" in made.left_out
        assert "kpis" not in made.left_out
        assert Recipient.objects.get().person == place.analyst
        assert ReportRun.objects.get().state == State.WAITING
        assert answer.headers["Location"] == below(place, made)


@pytest.mark.parametrize("role", ["editor", "contributor", "client"])
def test_who_may_not_report_is_refused(place: Place, role: str) -> None:
    client = browser(getattr(place, role))

    assert client.get(at(place, "reports/")).status_code == 403
    assert client.post(at(place, "reports/new/"), SAID).status_code == 403


def test_what_is_wrong_is_said_and_what_was_typed_stays(place: Place) -> None:
    answer = browser(place.analyst).post(at(place, "reports/new/"), SAID | {"time": "25:00", "note": "Typed"})

    assert answer.status_code == 200
    assert "Typed" in words(answer)
    assert "Enter a valid time" in words(answer)


def test_a_change_that_rests_on_an_older_state_is_refused(place: Place) -> None:
    with posts.inside(place):
        made = reports.report(place)
    client = browser(place.owner)

    first = client.post(below(place, made, "change/"), SAID | {"revision": "1"})
    second = client.post(below(place, made, "change/"), SAID | {"revision": "1", "name": "Another"})

    assert (first.status_code, second.status_code) == (302, 409)


def test_an_outside_reader_is_added_once(place: Place) -> None:
    with posts.inside(place):
        made = reports.report(place)
    client, reader = browser(place.owner), {"address": "Leyla@example.com", "name": "Leyla", "language": "az"}

    client.post(below(place, made, "outsiders/"), reader)
    again = client.post(below(place, made, "outsiders/"), reader | {"address": "leyla@example.com"})

    assert "on the list already" in words(again)
    assert "leyla@example.com" in words(again)
    with posts.inside(place):
        assert Recipient.objects.filter(person=None).count() == 1


def test_a_person_who_cannot_see_the_brand_is_not_on_offer(place: Place) -> None:
    with posts.inside(place):
        made = reports.report(place)
    stranger = world.place("two").owner

    answer = browser(place.owner).post(below(place, made, "people/"), {"person": str(stranger.pk)})

    assert "Choose somebody from the list." in words(answer)


def test_the_log_says_who_got_it_and_how_that_stands(place: Place, office: PostOffice) -> None:
    run = sent(place)

    page = words(browser(place.analyst).get(at(place, f"reports/runs/{run.pk}/")))

    assert "reader-0@example.com" in page
    assert "Sent" in page
    assert "PDF · English" in page


def test_a_mail_of_which_nobody_knows_is_sent_again_only_by_a_person(
    place: Place, office: PostOffice
) -> None:
    office.answer = "drop"
    run = sent(place)
    office.answer = "250 taken"
    with posts.inside(place):
        drain()
        row = ReportMail.objects.filter(run=run).first()
        assert row is not None
        assert Mail.objects.get(pk=row.mail_id).state == State.UNSURE
    before, client = len(office.taken), browser(place.analyst)
    assert "Perhaps delivered" in words(client.get(at(place, f"reports/runs/{run.pk}/")))

    client.post(at(place, f"reports/mails/{row.pk}/again/"))

    with posts.inside(place):
        drain()
    assert len(office.taken) == before + 1


def test_a_mail_that_arrived_can_be_written_anew_with_the_same_numbers(
    place: Place, office: PostOffice
) -> None:
    run = sent(place)
    with posts.inside(place):
        row = ReportMail.objects.filter(run=run).first()
    assert row is not None

    browser(place.analyst).post(at(place, f"reports/mails/{row.pk}/again/"))

    with posts.inside(place):
        drain()
        assert ReportMail.objects.filter(run=run).count() == 2
    assert len(office.taken) == 3


def test_a_test_goes_to_whoever_asks_and_does_not_count(place: Place, office: PostOffice) -> None:
    with posts.inside(place):
        made = reports.report(place, outsiders=1)

    browser(place.analyst).post(below(place, made, "test/"))

    with posts.inside(place):
        drain()
        assert ReportRun.objects.exclude(state=State.WAITING).count() == 0
    assert [(mail["To"], str(mail["Subject"])[:6]) for mail in office.taken] == [
        ("analyst-one@example.com", "[TEST]")
    ]


def test_the_preview_is_the_mail_in_a_frame_that_runs_nothing(place: Place) -> None:
    with posts.inside(place):
        made = reports.report(place, note="<script>alert(1)</script>")
    client = browser(place.analyst)

    around = client.get(below(place, made, "preview/"))
    mail = client.get(below(place, made, "preview/mail/"))

    assert "frame-src 'self'" in around.headers["Content-Security-Policy"]
    assert mail.headers["Content-Security-Policy"].startswith("sandbox")
    assert "<script" not in words(mail)
    assert "&lt;script&gt;" in words(mail)


@pytest.mark.parametrize(("kind", "begins"), [("pdf", b"%PDF"), ("xlsx", b"PK")])
def test_files_can_be_seen_before_and_after(
    place: Place, office: PostOffice, kind: str, begins: bytes
) -> None:
    run = sent(place)
    client = browser(place.analyst)

    before = client.get(at(place, f"reports/{run.report_id}/preview/report.{kind}"))
    after = client.get(at(place, f"reports/runs/{run.pk}/en/report.{kind}"))

    assert before.content.startswith(begins)
    assert after.content.startswith(begins)
    assert client.get(at(place, f"reports/runs/{run.pk}/tr/report.{kind}")).status_code == 404


def test_what_was_left_out_goes_out_when_a_person_says_so(place: Place, office: PostOffice) -> None:
    with posts.inside(place):
        run = reports.make_due(reports.report(place), weeks_ago=2)
        drain()
    assert len(office.taken) == 1

    browser(place.analyst).post(at(place, f"reports/runs/{run.pk}/again/"))
    with posts.inside(place):
        drain()

    assert len(office.taken) == 2


def secret_of(office: PostOffice) -> str:
    """The secret of the last mail's links."""
    address = str(office.taken[-1]["List-Unsubscribe"])
    return address.partition("/r/")[2].partition("/")[0]


def test_a_reader_ends_the_mails_by_one_post_without_signing_in(place: Place, office: PostOffice) -> None:
    run = sent(place)
    there, client = f"/r/{secret_of(office)}/end/", Client(enforce_csrf_checks=True)
    assert office.taken[-1]["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"

    client.get(there)
    with posts.inside(place):
        assert Recipient.objects.filter(unsubscribed_at__isnull=False).count() == 0
    answer = client.post(there, {"List-Unsubscribe": "One-Click"})

    assert answer.status_code == 200
    with posts.inside(place):
        assert Recipient.objects.filter(unsubscribed_at__isnull=False).count() == 1
        assert Recipient.objects.filter(report=run.report).count() == 2


def test_a_reader_reads_the_report_without_an_account(place: Place, office: PostOffice) -> None:
    sent(place)
    secret, client = secret_of(office), Client()

    assert "A quiet week" in words(client.get(f"/r/{secret}/"))
    assert client.get(f"/r/{secret}/report.pdf").content.startswith(b"%PDF")
    load_workbook(BytesIO(client.get(f"/r/{secret}/report.xlsx").content))
    assert client.get("/r/nobody-gave-this-out/").status_code == 404


@pytest.mark.parametrize(("path", "most"), [("", 9), ("new/", 5)])
def test_the_pages_ask_few_questions(
    place: Place, django_assert_max_num_queries: Any, path: str, most: int
) -> None:
    with posts.inside(place):
        for number in range(3):
            reports.report(place, outsiders=2, name=f"Report {number}")
    client = browser(place.analyst)
    client.get(at(place, f"reports/{path}"))

    with django_assert_max_num_queries(most + 3):
        client.get(at(place, f"reports/{path}"))
