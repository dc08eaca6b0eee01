"""Bad input: each mistake gets a sentence, and nothing that was typed is lost."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e import house, practice
from tests.e2e.conftest import Visit
from tests.e2e.newcomers import Founder
from tests.e2e.pages import act, add_picture, choose_time, compose, connect, expect_state, sign_in, text_field
from tests.e2e.recorder import Recorder

LIMIT = 500
SENDING = ("Schedule", "Publish now")


@pytest.fixture
def page(visit: Visit) -> Page:
    """The owner's."""
    return visit(house.OWNER)


@pytest.fixture
def scriptless(visit: Visit) -> Page:
    """The owner's, in a browser without scripts."""
    return visit(house.OWNER, java_script_enabled=False)


@pytest.fixture
def handle(page: Page) -> str:
    """A channel just connected."""
    name = practice.invented("sehv")
    connect(page, name)
    return name


def test_a_wrong_password_keeps_the_address(visit: Visit) -> None:
    page = visit()
    page.goto("/accounts/login/")
    address = f"nobody-{uuid4().hex[:6]}@kehreba.example"

    sign_in(page, address, "wrong-wrong-wrong")

    expect(page.get_by_role("alert")).to_contain_text(re.compile("not correct|wrong|do not"))
    expect(page.locator("[name=login]").first).to_have_value(address)


def test_a_text_over_the_limit_turns_the_counter_red_and_cannot_be_sent(page: Page, handle: str) -> None:
    compose(page, "ə" * (LIMIT + 7), handle)

    expect(page.locator("#counters").get_by_text(f"{LIMIT + 7} / {LIMIT}")).to_be_visible()
    assert _is_red(page.locator("#counters .text-fail").first)
    expect(page.locator("#check")).to_contain_text(f"7 characters over the limit of {LIMIT}")
    for word in SENDING:
        expect(page.get_by_role("button", name=word, exact=True).first).to_be_disabled()


def test_a_text_over_the_limit_is_refused_and_kept(scriptless: Page, handle: str) -> None:
    long = "ə" * (LIMIT + 7)
    compose(scriptless, long, handle)
    choose_time(scriptless, datetime.now(ZoneInfo(house.ZONE)) + timedelta(days=2))

    act(scriptless, "Schedule")

    expect(scriptless.get_by_role("alert").first).to_contain_text("cannot go out like this")
    expect(scriptless.locator("#check")).to_contain_text(f"7 characters over the limit of {LIMIT}")
    expect(text_field(scriptless)).to_have_value(long)
    assert practice.arrived(handle) == []


def test_a_file_that_is_no_picture_is_refused_by_name_and_the_text_stays(
    page: Page, handle: str, tmp_path: Path, recorder: Recorder
) -> None:
    recorder.expect_status(409)
    fake = tmp_path / "budget.png"
    fake.write_bytes(b"PK\x03\x04 this is no picture")
    compose(page, "Şəkil gəlir", handle)

    add_picture(page, fake)

    expect(page.get_by_role("alert").locator("visible=true").first).to_contain_text("budget.png")
    expect(text_field(page)).to_have_value("Şəkil gəlir")
    expect(page.locator("[data-tile]").locator("visible=true")).to_have_count(0)


def test_a_time_that_is_over_is_refused_and_kept(page: Page, handle: str) -> None:
    compose(page, "Dünən üçün", handle)

    yesterday = datetime.now(ZoneInfo(house.ZONE)) - timedelta(days=1)
    choose_time(page, yesterday)
    expect(page.locator("#when-note")).to_contain_text("This time is over")
    act(page, "Schedule")

    expect(page.get_by_text("This time is in the past").first).to_be_visible()
    expect(text_field(page)).to_have_value("Dünən üçün")
    expect(page.get_by_label("Date", exact=True)).to_have_value(f"{yesterday:%Y-%m-%d}")


def test_a_post_without_a_channel_cannot_be_sent(page: Page, handle: str) -> None:
    compose(page, "Hara gedir?")

    expect(page.locator("#check")).to_contain_text("Choose at least one channel")
    for word in SENDING:
        expect(page.get_by_role("button", name=word, exact=True).first).to_be_disabled()


@pytest.mark.parametrize("word", SENDING)
def test_a_post_without_a_channel_is_refused_and_kept(scriptless: Page, handle: str, word: str) -> None:
    compose(scriptless, "Hara gedir?")
    choose_time(scriptless, datetime.now(ZoneInfo(house.ZONE)) + timedelta(days=2))

    act(scriptless, word)

    expect(scriptless.get_by_text("Choose at least one channel").first).to_be_visible()
    expect(text_field(scriptless)).to_have_value("Hara gedir?")


def test_an_hour_that_the_clocks_skip_is_explained_before_and_after_scheduling(
    visit: Visit, founder: Founder
) -> None:
    page, handle = visit(storage_state=founder.state), practice.invented("uhr")
    connect(page, handle, brand=founder.brand)
    compose(page, "Um halb drei", handle, brand=founder.brand)

    choose_time(page, _spring_forward())

    expect(page.locator("#when-note")).to_contain_text("02:30 does not exist")
    expect(page.locator("#when-note")).to_contain_text("It goes out at 03:30")
    act(page, "Schedule")
    expect_state(page, "Scheduled")
    expect(page.locator("main")).to_contain_text("03:30")


def _spring_forward() -> datetime:
    """Half past two on the next last Sunday of March (2000/84/EC): it does not exist in Berlin."""
    today = datetime.now(ZoneInfo("Europe/Berlin")).date()
    year = today.year if today < date(today.year, 3, 20) else today.year + 1
    last = date(year, 3, 31)
    sunday = last - timedelta(days=(last.weekday() + 1) % 7)
    return datetime(sunday.year, sunday.month, sunday.day, 2, 30)  # noqa: DTZ001 - a wall time


def _is_red(element: Locator) -> bool:
    """The computed colour has more red than green and blue."""
    script = """element => {
      const context = document.createElement("canvas").getContext("2d");
      context.fillStyle = getComputedStyle(element).color;
      context.fillRect(0, 0, 1, 1);
      return [...context.getImageData(0, 0, 1, 1).data];
    }"""
    red, green, blue, _alpha = element.evaluate(script)
    return bool(red > green + 40 and red > blue + 40)
