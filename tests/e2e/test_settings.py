"""An owner's settings: a second brand, an address that moves, another time zone, a logo, the trash."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4
from zoneinfo import ZoneInfo

from playwright.sync_api import Page, expect

from tests.e2e import house, practice
from tests.e2e.conftest import Visit
from tests.e2e.newcomers import BERLIN, Founder
from tests.e2e.pages import act, choose_time, compose, connect, expect_post_page

BAKU = "Asia/Baku"


def test_an_owner_adds_a_brand_moves_it_and_finds_everything_again(
    visit: Visit, founder: Founder, picture: Path
) -> None:
    page, tag = visit(storage_state=founder.state), uuid4().hex[:6]
    organization = founder.people.removesuffix("people/")

    brand = _add_brand(page, organization, f"Second {tag}")
    _rename(page, brand, f"moved-{tag}")
    brand = f"/b/moved-{tag}/"
    _give_logo(page, brand, picture)
    post = _schedule(page, brand)
    _change_zone(page, brand)
    _throw_away_and_restore(page, brand, post)


def _add_brand(page: Page, organization: str, name: str) -> str:
    page.goto(f"{organization}brands/")
    page.get_by_role("link", name="Add a brand", exact=True).click()
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("Time zone").select_option(BERLIN)
    page.get_by_role("radio", name="Violet").check()
    page.get_by_role("button", name="Add the brand").click()
    expect(page.get_by_text(f"{name} is there. Connect its first channel.")).to_be_visible()
    return page.url.removeprefix(house.BASE)


def _rename(page: Page, brand: str, slug: str) -> None:
    page.goto(f"{brand}settings/")
    page.get_by_label("Address", exact=True).fill("media")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("“media” is a word that we need ourselves.")).to_be_visible()
    page.get_by_label("Address", exact=True).fill(slug)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page).to_have_url(f"{house.BASE}/b/{slug}/settings/")
    page.goto(f"{brand}calendar/?month=2083-03")
    expect(page).to_have_url(f"{house.BASE}/b/{slug}/calendar/?month=2083-03")


def _give_logo(page: Page, brand: str, picture: Path) -> None:
    page.goto(f"{brand}settings/")
    page.get_by_role("link", name="Add a logo").click()
    page.get_by_label("Picture", exact=True).set_input_files(picture)
    page.get_by_role("button", name="Save the logo").click()
    shown = page.locator("header.rail img").first
    expect(shown).to_be_visible()
    expect(shown).to_have_js_property("naturalWidth", 96)


def _schedule(page: Page, brand: str) -> str:
    handle = practice.invented("zona")
    connect(page, handle, brand=brand)
    compose(page, "Zaman zolağı", handle, brand=brand)
    choose_time(page, datetime.now(ZoneInfo(BERLIN)).replace(hour=19, minute=0) + timedelta(days=2))
    act(page, "Schedule")
    expect_post_page(page)
    return page.url


def _change_zone(page: Page, brand: str) -> None:
    page.goto(f"{brand}settings/zone/")
    page.get_by_label("New time zone").select_option(BAKU)
    page.get_by_role("button", name="Show what would change").click()
    line = page.get_by_role("listitem").filter(has_text="Zaman zolağı")
    expect(line).to_contain_text("19:00")
    page.get_by_role("radio", name="The time on the clock").check()
    page.get_by_role("button", name="Change to Baku").click()
    expect(page.get_by_text("1 planned post kept its clock time.")).to_be_visible()
    expect(page.get_by_role("link", name="Change back")).to_be_visible()


def _throw_away_and_restore(page: Page, brand: str, post: str) -> None:
    page.goto(post)
    expect(page.locator("main")).to_contain_text("19:00")
    page.locator("main details[data-menu] summary").first.click()
    page.get_by_role("button", name="Move to trash").click()
    page.get_by_role("dialog").get_by_role("button", name="Move to trash").click()
    expect(page).to_have_url(re.compile("/calendar/"))
    page.goto(f"{brand}trash/")
    expect(page.get_by_text("30 days left")).to_be_visible()
    page.get_by_role("button", name="Restore").click()
    expect(page).to_have_url(post)
    expect(page.locator("main [data-s]", has_text="Cancelled").first).to_be_visible()
