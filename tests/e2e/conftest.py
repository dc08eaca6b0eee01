"""Journeys in a real browser. Nothing here touches the database: the product is another process, reached by HTTP."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Browser, BrowserContext, Page, StorageState, expect, sync_playwright

from tests.e2e import figures, house
from tests.e2e.newcomers import Founder, found_organization
from tests.e2e.pages import sign_in
from tests.e2e.recorder import Recorder

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
FAR_AWAY = "America/New_York"
"""The zone of the browser: never the brand's, so that a mixed-up zone shows."""

PATIENCE = 20_000
"""Milliseconds for whatever a page owes at once."""

FIRST = (
    "newcomer",
    "pages",
    "holds",
    "failures",
    "approvals",
    "circle",
    "schedule",
    "team",
    "library",
    "numbers",
)
"""Files by their length: one that begins late makes the others wait for it."""

Visit = Callable[..., Page]
SignedIn = Callable[[str], StorageState]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The newcomer first, while the demo is as one finds it, then the longest. Without the product: nothing to test."""
    items.sort(key=_turn)
    if not house.is_running():
        for item in items:
            item.add_marker(pytest.mark.skip(reason="the job e2e starts the product for these: make e2e"))


def _turn(item: pytest.Item) -> int:
    name = item.path.stem.removeprefix("test_")
    return FIRST.index(name) if name in FIRST else len(FIRST)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """What was measured."""
    if not os.environ.get("PYTEST_XDIST_WORKER"):
        for line in figures.taken():
            terminalreporter.write_line(line)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Let fixtures know that their test failed."""
    report: pytest.TestReport = yield  # type: ignore[assignment] # what a wrapper is sent is the hook's result
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    return report  # type: ignore[return-value] # and what it returns too


FAILED = pytest.StashKey[bool]()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for the run."""
    with sync_playwright() as playwright:
        expect.set_options(timeout=PATIENCE)
        started = playwright.chromium.launch(executable_path=house.CHROMIUM, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture
def recorder() -> Iterator[Recorder]:
    """Fails the test for whatever the pages stumbled over."""
    watching = Recorder()
    yield watching
    assert not watching.troubles, "the pages stumbled:\n" + "\n".join(watching.troubles)


@pytest.fixture
def visit(
    browser: Browser,
    recorder: Recorder,
    request: pytest.FixtureRequest,
    signed_in: SignedIn,
) -> Iterator[Visit]:
    """Open a fresh context: `visit()` as nobody, `visit(house.EDITOR)` signed in; other words as Browser.new_context."""
    contexts: list[BrowserContext] = []

    def open_one(person: str = "", **options: Any) -> Page:
        if person:
            options["storage_state"] = signed_in(person)
        context = browser.new_context(**(defaults() | options))
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        recorder.watch(context)
        return context.new_page()

    yield open_one
    if request.node.stash.get(FAILED, False):
        _photograph(contexts, request.node.name)
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def signed_in(browser: Browser) -> SignedIn:
    """A demo person's cookies, from one sign-in a run."""
    known: dict[str, StorageState] = {}

    def state(person: str) -> StorageState:
        if person not in known:
            known[person] = _sign_in(browser, person)
        return known[person]

    return state


@pytest.fixture(scope="session")
def founder(browser: Browser) -> Founder:
    """Somebody who made an account and an organization of her own, with a brand in Berlin."""
    context, watching = browser.new_context(**defaults()), Recorder()
    watching.watch(context)
    found = found_organization(context.new_page())
    context.close()
    assert not watching.troubles, "the way in stumbled:\n" + "\n".join(watching.troubles)
    return found


@pytest.fixture(scope="session")
def picture(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A picture made just now."""
    file = tmp_path_factory.mktemp("pictures") / "pomegranate.png"
    image = Image.new("RGB", (800, 1000), "#e7d6b4")
    ImageDraw.Draw(image).ellipse((150, 250, 650, 750), fill="#a3283a")
    image.save(file)
    return file


def defaults() -> dict[str, Any]:
    """What every context is made with."""
    return {
        "base_url": house.BASE,
        "locale": "en-GB",
        "timezone_id": FAR_AWAY,
        "viewport": {"width": 1440, "height": 900},
    }


def _sign_in(browser: Browser, person: str) -> StorageState:
    context = browser.new_context(**defaults())
    page = context.new_page()
    page.goto("/accounts/login/")
    sign_in(page, person, house.PASSWORD)
    expect(page).to_have_url(re.compile(r"/b/"))
    state = context.storage_state()
    context.close()
    return state


def _photograph(contexts: list[BrowserContext], name: str) -> None:
    pages = [page for context in contexts for page in context.pages]
    for number, page in enumerate(pages, 1):
        house.keep_shot(page, f"failed-{name}-{number}")
