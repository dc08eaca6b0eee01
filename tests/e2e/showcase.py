"""Posts and channels in the states that pages show, made once a run through the pages themselves."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from playwright.sync_api import Page, expect

from tests.e2e import house, practice
from tests.e2e.pages import (
    act,
    add_picture,
    choose_time,
    compose,
    connect,
    expect_post_page,
    expect_state,
    publish,
)

TEXT = "Payız gəldi, balqabaqlı latte də. Siropu özümüz bişiririk: Şəki balqabağı, darçın, bir az hil. #payızlatte"


def furnish(page: Page, picture: Path) -> Mapping[str, str]:
    """Paths by name: a healthy channel and one that locked us out; posts published, failed, held, scheduled, draft."""
    good, strict, locked = (practice.invented(word) for word in ("vitrin", "qayda", "kilid"))
    paths = {"channel": _connected(page, good), "channel-locked": _connected(page, locked)}
    connect(page, strict)
    practice.switch(strict, "refused")
    held = _published(page, locked)
    practice.switch(locked, "revoked")  # before the post leaves: until then it can be undone
    paths |= {
        "post-failed": _published(page, strict),
        "post-held": held,
        "post-published": _published(page, good),
        "post-scheduled": _scheduled(page, good, picture),
        "post-draft": _draft(page, good),
    }
    for name, word in {"post-failed": "Failed", "post-held": "Held", "post-published": "Published"}.items():
        page.goto(paths[name])
        expect_state(page, word)
    return paths | {
        "post-edit": f"{paths['post-scheduled']}edit/",
        "post-move": f"{paths['post-scheduled']}move/",
        "channel-reconnect": f"{paths['channel-locked']}reconnect/",
        "channel-disconnect": f"{paths['channel']}disconnect/",
    }


def plan(page: Page) -> None:
    """A goal and a report, so that there are some to look at."""
    page.goto(f"{house.BRAND}numbers/goals/new/")
    page.get_by_label("How much").fill("98765")
    page.get_by_role("button", name="Set the goal").click()
    expect(page.get_by_text("of 98,765").first).to_be_visible()
    page.goto(f"{house.BRAND}reports/new/")
    page.get_by_label("Name", exact=True).fill("Showcase")
    page.get_by_role("button", name="Make the report").click()
    expect(page.get_by_role("heading", name="Showcase")).to_be_visible()


def _connected(page: Page, handle: str) -> str:
    connect(page, handle)
    return _path(page)


def _published(page: Page, handle: str) -> str:
    publish(page, TEXT, handle)
    return _path(page)


def _scheduled(page: Page, handle: str, picture: Path) -> str:
    compose(page, TEXT, handle)
    add_picture(page, picture)
    page.get_by_label("Description").fill("Açıq fonda bir nar")
    choose_time(page, datetime.now(ZoneInfo(house.ZONE)).replace(hour=19, minute=0) + timedelta(days=1))
    act(page, "Schedule")
    expect_post_page(page)
    return _path(page)


def _draft(page: Page, handle: str) -> str:
    compose(page, TEXT, handle)
    act(page, "Save draft")
    expect_post_page(page)
    expect(page.locator("main [data-s]", has_text="Draft").first).to_be_visible()
    return _path(page)


def _path(page: Page) -> str:
    return page.url.removeprefix(house.BASE)
