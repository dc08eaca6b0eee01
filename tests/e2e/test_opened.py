"""What opens over a page: menus, dialogs and questions are as sound as pages, and Escape closes dialogs."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e import house, soundness
from tests.e2e.conftest import Visit
from tests.e2e.recorder import Recorder

Open = Callable[[Page], Locator]
LIST = f"{house.BRAND}calendar/list/"


def _move(page: Page) -> Locator:
    page.goto(LIST)
    page.locator("[data-dialog-fetch]").first.click()
    expect(page.get_by_label("New date and time")).to_be_visible()
    return page.locator("dialog:modal")


def _keys(page: Page) -> Locator:
    page.goto(LIST)
    page.keyboard.press("?")
    return page.locator("dialog:modal")


def _question(page: Page) -> Locator:
    page.goto(LIST)
    page.locator("main a.row", has_text="Kehreba Origin").first.click()
    page.get_by_label("More to do with this post").click()
    page.get_by_role("button", name="Move to trash").click()
    return page.locator("dialog:modal")


def _person(page: Page) -> Locator:
    page.goto(LIST)
    page.locator("summary.rail-me").click()
    return page.locator("details[open] .pop")


def _more(page: Page) -> Locator:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(LIST)
    page.locator(".tabbar summary").click()
    return page.locator("details[open] .pop")


@pytest.mark.parametrize("open_it", [_move, _keys, _question, _person, _more])
def test_what_opens_is_sound_in_light_and_dark(visit: Visit, open_it: Open) -> None:
    page = visit(house.OWNER, reduced_motion="reduce")

    opened = open_it(page)

    expect(opened).to_be_visible()
    house.show(page, f"opened{open_it.__name__}")
    troubles = soundness.in_both_themes(page)
    assert not troubles, "\n".join(troubles)


@pytest.mark.parametrize("open_it", [_move, _keys, _question])
def test_escape_closes_a_dialog(visit: Visit, open_it: Open) -> None:
    page = visit(house.OWNER)
    opened = open_it(page)
    expect(opened).to_be_visible()

    page.keyboard.press("Escape")

    expect(opened).to_have_count(0)


def test_a_page_that_is_not_for_her_is_sound(visit: Visit, recorder: Recorder) -> None:
    recorder.expect_status(403)
    page = visit(house.EDITOR, reduced_motion="reduce")
    answer = page.goto(f"{house.BRAND}settings/delete/")
    assert answer is not None
    assert answer.status == 403

    for width, height in ((1440, 900), (390, 844)):
        page.set_viewport_size({"width": width, "height": height})
        assert soundness.layout(page) + soundness.in_both_themes(page) == []
