"""Every page, light and dark, on a desk and on a phone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, StorageState

from tests.e2e import house, sizes, soundness
from tests.e2e.conftest import SignedIn, Visit, defaults
from tests.e2e.newcomers import join
from tests.e2e.pages import follow
from tests.e2e.recorder import Recorder
from tests.e2e.showcase import furnish, plan
from tests.e2e.sitemap import BELOW, FIXED, GONE, LINKED, MADE, OPEN, OWNERS


@pytest.fixture(scope="module")
def paths(browser: Browser, signed_in: SignedIn, picture: Path) -> Mapping[str, str]:
    """The path of each page by its name."""
    context = browser.new_context(**defaults(), storage_state=signed_in(house.OWNER))
    page = context.new_page()
    plan(page)
    linked = {name: _first_link(page, *where) for name, where in LINKED.items()}
    below = {name: f"{linked[above]}{end}" for name, (above, end) in BELOW.items()}
    made = furnish(page, picture)
    context.close()
    return {**FIXED, **OPEN, **linked, **below, **made}


@pytest.mark.parametrize("name", [*FIXED, *OPEN, *LINKED, *BELOW, *MADE])
def test_a_page_is_sound(visit: Visit, recorder: Recorder, paths: Mapping[str, str], name: str) -> None:
    recorder.expect_status(GONE.get(name, 200))
    page = _open(visit, paths[name], person="" if name in OPEN else house.OWNER)
    assert page.evaluate("document.title").endswith("Meydan")

    troubles = sizes.troubles(page, name)

    assert not troubles, "\n".join(troubles)


@pytest.fixture(scope="module")
def reader(browser: Browser, signed_in: SignedIn) -> StorageState:
    """An admin of her own for what a person chooses for herself: other journeys share the owner."""
    host, guest = (
        browser.new_context(**defaults(), storage_state=state) for state in (signed_in(house.OWNER), None)
    )
    joined = join(guest.new_page(), host.new_page(), house.PEOPLE, "Admin")
    for context in (host, guest):
        context.close()
    return joined


@pytest.mark.parametrize("language", ["tr", "az"])
def test_pages_are_sound_in_other_languages_on_a_phone(
    visit: Visit, recorder: Recorder, paths: Mapping[str, str], reader: StorageState, language: str
) -> None:
    recorder.expect_status(404)
    page = visit(storage_state=reader, viewport=sizes.PHONE)
    _speak(page, language)
    troubles: list[str] = []

    for name, path in paths.items():
        if name not in (*OPEN, *OWNERS):
            page.goto(path)
            assert page.locator("html").get_attribute("lang") == language
            house.show(page, f"{name}-{language}")
            troubles += [f"{name}: {one}" for one in soundness.layout(page)]

    assert not troubles, "\n".join(troubles)


def _open(visit: Visit, path: str, *, person: str) -> Page:
    page = visit(person, viewport=sizes.DESK, color_scheme="light", reduced_motion="reduce")
    page.goto(path)
    return page


def _first_link(page: Page, hub: str, pattern: str) -> str:
    page.goto(hub)
    links = page.evaluate(
        "[...document.querySelectorAll('main a[href]')].map((one) => one.getAttribute('href'))"
    )
    return next(link for link in links if re.search(pattern, link)).partition("?")[0]


def _speak(page: Page, language: str) -> None:
    """Choose a language in the profile."""
    page.goto("/me/")
    page.locator("select[name=language]").select_option(language)
    follow(page, page.locator("main form:has(select[name=language]) button").first)
