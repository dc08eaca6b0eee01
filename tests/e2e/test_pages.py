"""Every page, light and dark, on a desk and on a phone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e import house, soundness
from tests.e2e.conftest import SignedIn, Visit, defaults
from tests.e2e.recorder import Recorder
from tests.e2e.showcase import furnish

Size = tuple[int, int]
DESK, PHONE = (1440, 900), (390, 844)
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
FIXED = {
    "home": house.BRAND,
    "calendar": f"{house.BRAND}calendar/",
    "calendar-empty": f"{house.BRAND}calendar/?month=2031-03",
    "calendar-failed": f"{house.BRAND}calendar/?state=fail",
    "list": f"{house.BRAND}calendar/list/",
    "composer": f"{house.BRAND}posts/new/",
    "channels": f"{house.BRAND}channels/",
    "connect": f"{house.BRAND}channels/connect/",
    "connect-sandbox": f"{house.BRAND}channels/connect/sandbox/",
    "connect-bluesky": f"{house.BRAND}channels/connect/bluesky/",
    "people": "/o/kehreba-coffee/people/",
    "pauses": "/o/kehreba-coffee/holds/",
    "waiting": f"{house.BRAND}waiting/",
    "rules": f"{house.BRAND}settings/publishing/",
    "profile": "/me/",
    "settings": "/me/settings/",
    "find": f"{house.BRAND}find/?q=a",
    "notices": "/me/notices/",
    "password-change": "/accounts/password/change/",
    "addresses": "/accounts/email/",
    "sign-out": "/accounts/logout/",
    "missing": "/b/nobody-has-this/",
}
OPEN = {
    "sign-in": "/accounts/login/",
    "sign-up": "/accounts/signup/",
    "password-reset": "/accounts/password/reset/",
    "verification-sent": "/accounts/confirm-email/",
    "invitation-closed": "/me/invitation/",
}
MADE = (
    *("channel", "channel-locked", "channel-reconnect", "channel-disconnect"),
    *("post-published", "post-failed", "post-held", "post-scheduled", "post-draft", "post-edit", "post-move"),
)
GONE = {"missing": 404, "invitation-closed": 404}


@pytest.fixture(scope="module")
def paths(browser: Browser, signed_in: SignedIn, picture: Path) -> Mapping[str, str]:
    """The path of each page by its name."""
    context = browser.new_context(**defaults(), storage_state=signed_in(house.OWNER))
    made = furnish(context.new_page(), picture)
    context.close()
    return {**FIXED, **OPEN, **made}


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("name", [*FIXED, *OPEN, *MADE])
def test_a_page_is_sound(
    visit: Visit, recorder: Recorder, paths: Mapping[str, str], name: str, size: Size
) -> None:
    recorder.expect_status(GONE.get(name, 200))
    page = _open(visit, paths[name], person="" if name in OPEN else house.OWNER, size=size)
    assert page.evaluate("document.title").endswith("Meydan")

    troubles = soundness.layout(page)
    for theme in THEMES:
        page.emulate_media(color_scheme=theme)
        troubles += [f"{theme}: {one}" for one in soundness.accessibility(page)]
        house.keep_shot(page, f"{name}-{size[0]}-{theme}")

    assert not troubles, "\n".join(troubles)


@pytest.fixture(params=["tr", "az"])
def translated(request: pytest.FixtureRequest, visit: Visit) -> Iterator[str]:
    """The owner reads this language until the test ends."""
    page = visit(house.OWNER)
    language = str(request.param)
    _speak(page, language)
    yield language
    _speak(page, "en")


def test_pages_are_sound_in_other_languages_on_a_phone(
    visit: Visit, recorder: Recorder, paths: Mapping[str, str], translated: str
) -> None:
    recorder.expect_status(404)
    page = visit(house.OWNER, viewport={"width": PHONE[0], "height": PHONE[1]})
    troubles: list[str] = []

    for name, path in paths.items():
        if name not in OPEN:
            page.goto(path)
            assert page.locator("html").get_attribute("lang") == translated
            troubles += [f"{name}: {one}" for one in soundness.layout(page)]

    assert not troubles, "\n".join(troubles)


def _open(visit: Visit, path: str, *, person: str, size: Size) -> Page:
    page = visit(
        person, viewport={"width": size[0], "height": size[1]}, color_scheme="light", reduced_motion="reduce"
    )
    page.goto(path)
    return page


def _speak(page: Page, language: str) -> None:
    """Choose a language in the profile."""
    page.goto("/me/")
    page.locator("select[name=language]").select_option(language)
    page.locator("main form:has(select[name=language]) button").first.click()
    page.wait_for_load_state()
