"""Time: a post goes out at its minute of the brand's clock, and whoever takes it back in time wins."""

from __future__ import annotations

import re
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
UNDO = 10.0
"""Seconds for which whatever is sent off can be taken back."""
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
        expect(chip).to_have_attribute("href", address.removeprefix(house.BASE))
        expect(chip).to_contain_text(f"{planned:%H:%M}")
        expect(chip).to_contain_text("Scheduled")
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
    expect(page.get_by_text(re.compile(r"Goes out in \d+ s"))).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect_state(page, "Draft")
    publish(page, "Bunu da", handle)
    page.get_by_label("More to do with this post").click()
    page.get_by_role("button", name="Back to draft").click()
    expect_state(page, "Draft")

    time.sleep(UNDO + 4)

    page.reload()
    expect_state(page, "Draft")
    assert practice.arrived(handle) == []
