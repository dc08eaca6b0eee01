"""Time: a post goes out at its minute of the brand's clock, and whoever takes it back in time wins."""

from __future__ import annotations

import time
from zoneinfo import ZoneInfo

from playwright.sync_api import expect

from tests.e2e import figures, house, practice
from tests.e2e.conftest import Visit
from tests.e2e.pages import (
    act,
    choose_time,
    compose,
    connect,
    expect_post_page,
    expect_state,
    next_minute,
    publish,
)

MINUTE = 100_000
LATE = 15.0
"""Seconds after its planned time by which a post must be there."""


def test_a_scheduled_post_stands_in_the_calendar_and_goes_out_at_its_time(visit: Visit) -> None:
    page, handle = visit(house.OWNER), practice.invented("saat")
    text = f"Saat işləyir {handle}"
    connect(page, handle)
    compose(page, text, handle)
    planned = next_minute()

    choose_time(page, planned)
    act(page, "Schedule")

    expect_post_page(page)
    expect_state(page, "Scheduled")
    address = page.url
    for view in ("calendar/", "calendar/list/"):
        page.goto(f"{house.BRAND}{view}")
        chip = page.get_by_role("link", name=text).locator("visible=true").first
        expect(chip).to_contain_text(f"{planned:%H:%M}")
        expect(page.locator(f"a[href='{address.removeprefix(house.BASE)}']").first).to_be_visible()
        expect(page.locator("main").get_by_text("Scheduled").first).to_be_attached()
    page.goto(address)
    expect_state(page, "Published", timeout=MINUTE)
    arrived = practice.arrived(handle)
    assert [one.text for one in arrived] == [text]
    late = (arrived[0].at - planned.astimezone(ZoneInfo("UTC"))).total_seconds()
    figures.note("live after planned time", f"{late:.0f} s")
    assert 0 <= late <= LATE


def test_taking_back_what_was_sent_off_just_now_wins(visit: Visit) -> None:
    page, handle = visit(house.OWNER), practice.invented("geri")
    connect(page, handle)
    publish(page, "Bunu göndərmə", handle)

    page.get_by_role("button", name="Back to draft").first.click()

    expect_state(page, "Draft")
    time.sleep(14)
    page.reload()
    expect_state(page, "Draft")
    assert practice.arrived(handle) == []
