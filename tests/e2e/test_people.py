"""Two people: what the one writes the other sees, and nobody else."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

from playwright.sync_api import expect

from tests.e2e import house, practice
from tests.e2e.conftest import Visit
from tests.e2e.newcomers import INVITED, Founder, join
from tests.e2e.pages import act, choose_time, compose, connect, expect_post_page
from tests.e2e.recorder import Recorder


def test_an_editors_post_is_seen_by_the_approver_and_by_no_other_organization(
    visit: Visit, founder: Founder, recorder: Recorder
) -> None:
    handle = practice.invented("iki")
    connect(visit(house.OWNER), handle)
    editor, text = visit(house.EDITOR), f"Orxan yazdı {uuid4().hex[:6]}"
    compose(editor, text, handle)
    choose_time(editor, datetime.now(ZoneInfo(house.ZONE)).replace(hour=23, minute=55) + timedelta(days=1))
    act(editor, "Schedule")
    expect_post_page(editor)
    address = editor.url

    approver = visit(house.APPROVER)
    approver.goto(f"{house.BRAND}calendar/list/")
    approver.get_by_role("link", name=text).first.click()
    expect(approver).to_have_url(address)
    expect(approver.locator("main")).to_contain_text("Orxan Məmmədov")

    recorder.expect_status(404)
    stranger = visit(storage_state=founder.state)
    answer = stranger.goto(address)
    assert answer is not None
    assert answer.status == 404
    expect(stranger.locator("body")).not_to_contain_text(text)


def test_an_invited_person_joins_by_mail_and_only_with_her_own_rights(
    visit: Visit, founder: Founder, recorder: Recorder
) -> None:
    host, page = visit(storage_state=founder.state), visit()

    join(page, host, founder.people, "Contributor")

    expect(page.get_by_text(f"Welcome to {founder.organization}").first).to_be_visible()
    page.goto(f"{founder.brand}posts/new/")
    expect(page.get_by_role("button", name="Save draft").first).to_be_visible()
    expect(page.get_by_role("button", name="Schedule", exact=True)).to_have_count(0)
    recorder.expect_status(403, 404)
    assert _status(page.goto(founder.people)) == 403
    assert _status(page.goto(house.BRAND)) == 404
    host.goto(founder.people)
    expect(host.get_by_text(INVITED).first).to_be_visible()


def _status(answer: object) -> int:
    return int(getattr(answer, "status", 0))
