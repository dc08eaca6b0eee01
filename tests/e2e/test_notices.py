"""Everybody is told what concerns her, once, by the ways and at the times she chose."""

from __future__ import annotations

import csv
import io
import re
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e import house, letters, practice
from tests.e2e.conftest import Visit
from tests.e2e.pages import SOON, connect, expect_state, follow, publish

SETTINGS = "/o/kehreba-coffee/notices/settings/"
HOLDS = "/o/kehreba-coffee/holds/"
PAUSED = "Publishing is paused"
NOT_WAITING = 4
"""Seconds after which a mail that waits for nothing has left: the tick of mails comes every two."""


@pytest.fixture
def page(visit: Visit) -> Page:
    """The owner's."""
    return visit(house.OWNER)


@pytest.fixture
def settings(visit: Visit) -> Iterator[Page]:
    """The owner's choices, as they were before when the test has ended."""
    page = visit(house.OWNER)
    yield page
    _choose(page, "No quiet hours", pause_mails=True)


def test_a_failure_is_told_in_the_app_and_by_mail_once(page: Page) -> None:
    handle, text = practice.invented("bildir"), practice.invented("Xəbər")
    connect(page, handle)
    practice.switch(handle, "refused")
    before = _count(page)

    publish(page, text, handle)
    expect_state(page, "Failed")

    badge = page.get_by_role("navigation").get_by_role("link", name="Notices").locator("[data-number]")
    expect(badge.first).to_have_attribute("data-number", str(before + 1), timeout=SOON)
    mail = letters.wait_for(house.OWNER, subject=text)
    assert f"“{text}” did not go out" in letters.text(mail)
    page.goto("/me/notices/")
    line = page.locator("main .row", has_text=text)
    expect(line).to_have_count(1)
    line.get_by_role("button", name="Open").click()
    expect(page).to_have_url(re.compile(r"/posts/"))
    assert _count(page) == before
    assert len(letters.all_to(house.OWNER, subject=text)) == 1


def test_mails_that_can_wait_end_by_one_click_and_rest_in_quiet_hours(settings: Page, visit: Visit) -> None:
    handle = practice.invented("sakit")
    connect(settings, handle)
    _choose(settings, "No quiet hours", pause_mails=True)
    known = len(letters.all_to(house.OWNER, subject=PAUSED))
    _pause_and_go_on(visit, handle)
    mail = letters.wait_for(house.OWNER, subject=PAUSED, known=known)

    address = str(mail["List-Unsubscribe"]).strip("<>")
    assert str(mail["List-Unsubscribe-Post"]) == "List-Unsubscribe=One-Click"
    assert httpx.get(address).status_code == 200
    settings.goto(SETTINGS)
    expect(_switch(settings)).to_be_checked()
    assert httpx.post(address, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    settings.reload()
    expect(_switch(settings)).not_to_be_checked()

    _choose(settings, "My own", pause_mails=True)
    before, known = _count(settings), len(letters.all_to(house.OWNER, subject=PAUSED))
    _pause_and_go_on(visit, handle)
    assert _count(settings) == before + 2
    time.sleep(NOT_WAITING)
    assert len(letters.all_to(house.OWNER, subject=PAUSED)) == known


def test_the_log_is_narrowed_and_taken_out_as_a_file(page: Page) -> None:
    page.goto("/o/kehreba-coffee/ledger/")
    page.get_by_label("About").select_option("settings")
    expect(page.locator("main")).to_contain_text("made the brand Kəhrəba Coffee")
    expect(page.locator("main")).not_to_contain_text("added the file")

    with page.expect_download() as download:
        page.get_by_role("button", name="Export as CSV").click()

    lines = list(csv.reader(io.StringIO(Path(download.value.path()).read_text("utf-8-sig"))))
    assert any("made the brand Kəhrəba Coffee" in line[3] for line in lines)
    assert not any("added the file" in line[3] for line in lines)
    page.goto("/o/kehreba-coffee/ledger/")
    expect(page.locator("main .row").first).to_contain_text("exported the activity log")


def _count(page: Page) -> int:
    return int(page.request.get("/me/notices/count/").json()["unread"])


def _switch(page: Page) -> Locator:
    return page.get_by_role("switch", name="Somebody pauses publishing: By mail")


def _choose(page: Page, quiet: str, *, pause_mails: bool) -> None:
    """Quiet hours (all day, as far as hours can say it, when they are her own), and mails of pauses."""
    page.goto(SETTINGS)
    _switch(page).set_checked(pause_mails)
    page.get_by_role("radio", name=quiet, exact=True).check()
    page.get_by_label("Quiet from").fill("00:05")
    page.get_by_label("Quiet until").fill("00:00")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved.")).to_be_visible()


def _pause_and_go_on(visit: Visit, handle: str) -> None:
    """The approver stops a channel and lets it go on; not the brand, in which other journeys publish meanwhile."""
    page = visit(house.APPROVER)
    page.goto(HOLDS)
    follow(page, page.get_by_role("button", name=f"Pause @{handle}", exact=True))
    follow(page, page.get_by_role("button", name="Resume").first)
    expect(page.get_by_role("button", name="Resume")).to_have_count(0)
