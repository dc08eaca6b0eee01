"""What came of it: a post is counted, a number explains itself, a goal is set, files and links are given away."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e import house, practice, soundness
from tests.e2e.conftest import SignedIn, Visit, defaults
from tests.e2e.pages import act, compose, connect, expect_post_page, expect_state
from tests.e2e.recorder import Recorder

NUMBERS = f"{house.BRAND}numbers/"
PUBLISHED = f"{NUMBERS}?days=7&kpi=published"
PHONE = {"width": 390, "height": 844}
LONG = "https://kehreba.example/menu/payiz-menyusu?utm_source=instagram&utm_campaign=latte"


@pytest.fixture(scope="module", autouse=True)
def counted(browser: Browser, signed_in: SignedIn) -> None:
    """One post is out, its link shortened and counted."""
    context = browser.new_context(**defaults(), storage_state=signed_in(house.OWNER))
    page, handle = context.new_page(), practice.invented("say")
    connect(page, handle)
    compose(page, f"Menyu: {LONG}", handle)
    act(page, "Shorten links")
    expect(page.get_by_label("Shared text")).to_have_value(re.compile(r"^Menyu: \S+/l/\w{8}$"))
    act(page, "Back to the long links")
    expect(page.get_by_label("Shared text")).to_have_value(f"Menyu: {LONG}")
    act(page, "Publish now")
    expect_post_page(page)
    expect_state(page, "Published")
    page.reload()
    expect(page.get_by_role("heading", name="How it did")).to_be_visible()
    context.close()


def test_a_number_explains_itself_to_hand_and_keyboard(visit: Visit) -> None:
    page = visit(house.OWNER)
    page.goto(PUBLISHED)
    card = page.locator('[data-kpi="published"]')
    expect(card.locator("[data-value]")).to_have_text(re.compile(r"^[1-9]"))

    meaning = card.get_by_text("How many posts went out")
    card.get_by_label("What Posts published means").click()
    expect(meaning).to_be_visible()
    page.keyboard.press("Escape")
    expect(meaning).to_be_hidden()
    page.keyboard.press("Enter")
    expect(meaning).to_be_visible()
    page.keyboard.press("Escape")

    chart = page.locator("[data-chart=trend-rows]")
    chart.focus()
    page.keyboard.press("End")
    read = chart.locator("[data-read]")
    expect(read).to_contain_text("Posts published")
    last = read.inner_text()
    page.keyboard.press("ArrowLeft")
    expect(read).not_to_have_text(last)
    page.get_by_text("Show as table").first.click()
    expect(page.locator("#trend-rows tbody tr")).to_have_count(7)


def test_the_address_is_the_state(visit: Visit) -> None:
    page = visit(house.OWNER, viewport=PHONE, has_touch=True)
    page.goto(NUMBERS)
    page.get_by_role("link", name="90 days").click()
    page.get_by_label("Compare with").select_option("year")
    expect(page).to_have_url(re.compile(r"compare=year"))
    page.locator("select[name=kpi]").select_option("published")
    expect(page).to_have_url(re.compile(r"(?=.*days=90)(?=.*compare=year)(?=.*kpi=published)"))
    page.reload()
    expect(page.locator('[data-kpi="published"]')).to_have_attribute("aria-current", "true")

    page.locator("[data-chart=trend-rows] svg >> visible=true").tap()
    expect(page.locator("[data-chart=trend-rows] [data-read]")).to_be_visible()
    assert soundness.layout(page) == []


def test_a_goal_is_set_and_shown(visit: Visit) -> None:
    page = visit(house.OWNER)
    page.goto(f"{NUMBERS}goals/new/")
    page.get_by_label("Number", exact=True).select_option("published")
    page.get_by_label("How much").fill("4321")
    page.get_by_role("button", name="Set the goal").click()
    expect(page.get_by_text("of 4,321")).to_be_visible()

    page.goto(NUMBERS)
    expect(page.get_by_text("of 4,321")).to_be_visible()


def test_numbers_are_taken_along_as_a_file(visit: Visit) -> None:
    page = visit(house.OWNER)
    page.goto(PUBLISHED)
    page.get_by_label("Export").click()
    with page.expect_download() as taken:
        page.get_by_role("button", name="Excel").click()
    file = Path(taken.value.path())

    assert taken.value.suggested_filename.endswith(".xlsx")
    assert "xl/workbook.xml" in zipfile.ZipFile(file).namelist()


def test_a_link_opens_for_a_stranger_and_dies_when_it_is_closed(visit: Visit, recorder: Recorder) -> None:
    page, stranger = visit(house.OWNER), visit()
    page.goto(f"{NUMBERS}shares/new/?days=7")
    name = practice.invented("müştəri")
    page.get_by_label("For whom").fill(name)
    page.get_by_label("PIN").fill("4711")
    page.get_by_role("button", name="Make the link").click()
    address = page.locator("#made-link").inner_text().strip()

    _open(stranger, address)
    expect(stranger.locator('[data-kpi="published"]')).to_be_visible()
    assert stranger.get_by_role("navigation").count() == 0
    assert soundness.layout(stranger) + soundness.in_both_themes(stranger) == []

    page.get_by_label(f"Close the link {name}").click()
    page.locator("dialog [value=yes]").click()
    expect(page.get_by_label(f"Close the link {name}")).to_have_count(0)
    recorder.expect_status(404)
    answer = stranger.goto(address)
    assert answer is not None
    assert answer.status == 404


def _open(stranger: Page, address: str) -> None:
    """Behind its PIN."""
    stranger.goto(address)
    stranger.locator("[name=pin]").fill("4711")
    stranger.locator("main form button").click()
    expect(stranger).to_have_url(re.compile(r"proof="))
