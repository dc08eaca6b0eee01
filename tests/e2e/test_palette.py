"""The command palette: by mouse, by keys, on a phone, and without a script; and the page of components."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e import house, soundness
from tests.e2e.conftest import Visit
from tests.e2e.recorder import Recorder

PHONE = {"width": 390, "height": 844}
WIDTHS = [1440, 390]


def test_keys_alone_find_a_page_and_go_there(visit: Visit) -> None:
    page = visit(house.OWNER)
    page.goto(house.BRAND)

    page.keyboard.press("Control+k")
    field = _field(page)
    expect(field).to_be_focused()
    expect(_chosen(page)).to_contain_text("Home")
    page.keyboard.press("ArrowDown")
    expect(field).to_have_attribute("aria-activedescendant", "find-calendar")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(_chosen(page)).to_have_attribute("id", re.compile("find-devices$"))
    field.fill("pub ru")
    expect(_chosen(page)).to_contain_text("Publishing rules")
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile("/settings/publishing/$"))
    expect(page.get_by_role("navigation", name="Settings").locator("[aria-current=page]")).to_have_text(
        "Publishing rules"
    )


def test_a_post_is_found_by_mouse_in_letters_without_their_marks(visit: Visit) -> None:
    page = visit(house.OWNER)
    page.goto(f"{house.BRAND}calendar/")

    page.get_by_role("link", name="Search or jump").click()
    _field(page).fill("bogaz")
    found = page.get_by_role("option", name=re.compile("Boğaz"))
    expect(found).to_be_visible()
    assert soundness.accessibility(page) == []
    found.click()

    expect(page).to_have_url(re.compile(r"/posts/[0-9a-f-]{36}/$"))


def test_the_theme_changes_from_the_palette_and_the_page_stays(visit: Visit) -> None:
    page = visit(house.EDITOR)
    page.goto(f"{house.BRAND}calendar/list/")
    html = page.locator("html")

    for words, theme in (("dark th", "meydan-dark"), ("light th", "meydan")):
        page.keyboard.press("Control+k")
        _field(page).fill(words)
        expect(_chosen(page)).to_contain_text("theme")
        page.keyboard.press("Enter")
        expect(html).to_have_attribute("data-theme", theme)
        expect(page).to_have_url(re.compile("/calendar/list/$"))
    page.keyboard.press("Control+k")
    _field(page).fill("this device")
    expect(_chosen(page)).to_contain_text("Theme of this device")
    page.keyboard.press("Enter")
    expect(html).not_to_have_attribute("data-theme", "meydan")


def test_on_a_phone_it_opens_from_the_brand_and_fills_the_screen(visit: Visit) -> None:
    page = visit(house.OWNER, viewport=PHONE)
    page.goto(house.BRAND)

    page.locator(".topline summary").click()
    page.locator(".topline").get_by_role("link", name="Search or jump").click()
    dialog = page.get_by_role("dialog", name="Search or jump")
    expect(dialog).to_be_visible()
    assert (box := dialog.bounding_box())
    assert (box["width"], box["height"]) == (390, 844)
    _field(page).fill("zzzz")
    expect(page.get_by_text("Nothing fits").first).to_be_visible()
    assert soundness.accessibility(page) == []
    page.keyboard.press("Escape")

    expect(dialog).to_be_hidden()


def test_without_a_script_it_is_a_page(visit: Visit) -> None:
    page = visit(house.OWNER, java_script_enabled=False)
    page.goto(house.BRAND)

    page.get_by_role("link", name="Search or jump").first.click()
    page.get_by_label("What are you looking for?").fill("chan")
    page.get_by_role("button", name="Search", exact=True).click()
    page.get_by_role("main").get_by_role("link", name="Channels").first.click()

    expect(page).to_have_url(re.compile("/channels/$"))


def test_a_request_that_failed_can_be_tried_again(visit: Visit, recorder: Recorder) -> None:
    recorder.expect_status(500)
    page = visit(house.OWNER)
    page.goto(f"{house.BRAND}calendar/")
    page.route("**/move/", lambda route: route.fulfill(status=500, body=""))
    page.locator("a.pc:not([data-fixed])").first.focus()

    page.keyboard.press("m")
    expect(page.get_by_text("That did not work")).to_be_visible()
    page.unroute("**/move/")
    page.get_by_role("button", name="Try again").click()

    expect(page.locator("#dialog-body").get_by_role("button", name="Move")).to_be_visible()


@pytest.mark.parametrize("width", WIDTHS)
def test_every_component_is_sound_in_both_themes(visit: Visit, width: int) -> None:
    page = visit(viewport={"width": width, "height": 900})
    troubles: list[str] = []

    for theme in ("light", "dark"):
        page.goto(f"/styleguide/?theme={theme}")
        troubles += soundness.layout(page) + [f"{theme}: {one}" for one in soundness.accessibility(page)]

    assert troubles == []


def _field(page: Page) -> Locator:
    return page.get_by_role("combobox", name="Search or jump")


def _chosen(page: Page) -> Locator:
    return page.locator("#palette [role=option][aria-selected=true]")
