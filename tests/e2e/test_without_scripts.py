"""Without JavaScript: the main way is plain forms and links."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from playwright.sync_api import expect

from tests.e2e import house, practice
from tests.e2e.conftest import Visit
from tests.e2e.pages import add_picture, channel, choose_time, connect, expect_post_page, text_field


def test_a_post_is_written_and_scheduled_without_scripts(visit: Visit, picture: Path) -> None:
    page, handle = visit(java_script_enabled=False), practice.invented("sade")
    page.goto("/")
    page.get_by_role("button", name="Nigar Əliyeva").click()
    connect(page, handle)
    planned = datetime.now(ZoneInfo(house.ZONE)) + timedelta(days=1)

    page.get_by_role("link", name="New post").first.click()
    text_field(page).fill(f"Skriptsiz yazı {handle}")
    channel(page, handle).check()
    choose_time(page, planned)
    add_picture(page, picture)
    page.get_by_role("button", name="Upload", exact=True).click()
    page.get_by_label("Description").fill("Bir nar")
    page.get_by_role("button", name="Schedule", exact=True).first.click()

    expect_post_page(page)
    expect(page.locator("main [data-s]", has_text="Scheduled").first).to_be_visible()
    expect(page.get_by_role("img", name="Bir nar").first).to_be_visible()
    page.get_by_role("link", name="Calendar").first.click()
    if planned.month != (planned - timedelta(days=1)).month:
        page.get_by_role("link", name=re.compile("next|later", re.IGNORECASE)).first.click()
    expect(page.get_by_role("link", name=f"Skriptsiz yazı {handle}").first).to_be_visible()
