"""The product's pages as a person uses them: by what stands on them."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from playwright.sync_api import Locator, Page, expect

from tests.e2e import house

SOON = 40_000
"""Milliseconds for a post to go out: ten seconds of undo, the engine's tick, the page's own look every four seconds."""


def sign_in(page: Page, email: str, password: str) -> None:
    """Fill the sign-in page that is open and send it."""
    page.locator("[name=login]").first.fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    follow(page, page.get_by_role("button", name="Sign in", exact=True))


def follow(page: Page, control: Locator) -> None:
    """Press what leads to another page (or to this one anew); returns when that one is there.

    A click alone returns while the old page still stands, and a look at the address then takes it for the new one.
    """
    with page.expect_navigation():
        control.click()


def connect(page: Page, handle: str, *, brand: str = house.BRAND) -> None:
    """A practice channel with this handle."""
    page.goto(f"{brand}channels/connect/sandbox/")
    page.get_by_label("Handle").fill(handle)
    page.get_by_role("button", name="Connect", exact=True).click()
    expect(page.get_by_role("heading", name=f"@{handle}")).to_be_visible()


def compose(page: Page, text: str, *handles: str, brand: str = house.BRAND) -> None:
    """A new post with this text for these channels and no others; nothing is sent yet."""
    page.goto(f"{brand}posts/new/")
    text_field(page).fill(text)
    for box in page.locator("[name=channels]:checked").all():
        box.uncheck()
    for handle in handles:
        channel(page, handle).check()


def text_field(page: Page) -> Locator:
    """The shared text."""
    return page.get_by_label("Shared text")


def channel(page: Page, handle: str) -> Locator:
    """The box of a channel in the composer."""
    return page.get_by_role("checkbox", name=handle)


def choose_time(page: Page, at: datetime) -> None:
    """A wall time in the brand's zone."""
    page.get_by_label("Date", exact=True).fill(f"{at:%Y-%m-%d}")
    page.get_by_label("Time", exact=True).fill(f"{at:%H:%M}")


def add_picture(page: Page, file: Path) -> None:
    """Choose a file in the composer."""
    page.locator("input[type=file]").set_input_files(file)


def act(page: Page, word: str) -> None:
    """One of the composer's buttons; returns when the answer has come."""
    page.get_by_role("button", name=word, exact=True).first.click()
    page.wait_for_load_state()


def publish(page: Page, text: str, *handles: str, brand: str = house.BRAND) -> None:
    """Write it and send it off; ends on the post's page."""
    compose(page, text, *handles, brand=brand)
    act(page, "Publish now")
    expect_post_page(page)


def expect_post_page(page: Page) -> None:
    """We are on the page of one post."""
    expect(page).to_have_url(re.compile(r"/posts/[0-9a-f-]{36}/$"))


def expect_state(page: Page, word: str, *, timeout: float = SOON) -> None:
    """The post's page says so by itself, without being loaded again."""
    state = page.locator("main [data-s]", has_text=word).first
    expect(state).to_be_visible(timeout=timeout)


def next_minute(zone: str = house.ZONE, *, lead: int = 25) -> datetime:
    """The first full minute that is at least `lead` seconds away, as the brand's clock shows it."""
    now = datetime.now(ZoneInfo(zone)) + timedelta(seconds=lead)
    return (now + timedelta(minutes=1)).replace(second=0, microsecond=0)
