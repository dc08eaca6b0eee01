"""Every page, light and dark, on a desk and on a phone."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, StorageState

from tests.e2e import house, soundness
from tests.e2e.conftest import SignedIn, Visit, defaults
from tests.e2e.newcomers import join
from tests.e2e.pages import follow
from tests.e2e.recorder import Recorder
from tests.e2e.showcase import furnish

Size = tuple[int, int]
DESK, PHONE = (1440, 900), (390, 844)
FIXED = {
    "home": house.BRAND,
    "calendar": f"{house.BRAND}calendar/",
    "calendar-empty": f"{house.BRAND}calendar/?month=2031-03",
    "calendar-failed": f"{house.BRAND}calendar/?state=fail",
    "list": f"{house.BRAND}calendar/list/",
    "composer": f"{house.BRAND}posts/new/",
    "media": f"{house.BRAND}media/",
    "media-trash": f"{house.BRAND}media/trash/",
    "channels": f"{house.BRAND}channels/",
    "connect": f"{house.BRAND}channels/connect/",
    "connect-sandbox": f"{house.BRAND}channels/connect/sandbox/",
    "connect-bluesky": f"{house.BRAND}channels/connect/bluesky/",
    "people": house.PEOPLE,
    "invite": f"{house.PEOPLE}invite/",
    "teams": "/o/kehreba-coffee/teams/",
    "team-new": "/o/kehreba-coffee/teams/new/",
    "standing": "/o/kehreba-coffee/me/",
    "organizations": "/me/organizations/",
    "pauses": "/o/kehreba-coffee/holds/",
    "waiting": f"{house.BRAND}waiting/",
    "rules": f"{house.BRAND}settings/publishing/",
    "brand": f"{house.BRAND}settings/",
    "brand-logo": f"{house.BRAND}settings/logo/",
    "brand-delete": f"{house.BRAND}settings/delete/",
    "zone": f"{house.BRAND}settings/zone/",
    "zone-list": f"{house.BRAND}settings/zone/?zone=Europe/Berlin",
    "approval": f"{house.BRAND}settings/approval/",
    "approval-steps": f"{house.BRAND}settings/approval/steps/",
    "approvals": f"{house.BRAND}approvals/",
    "approvals-asked": f"{house.BRAND}approvals/?list=asked",
    "approvals-decided": f"{house.BRAND}approvals/?list=decided",
    "guests": f"{house.BRAND}approvals/guests/",
    "inbox": f"{house.BRAND}inbox/",
    "inbox-all": f"{house.BRAND}inbox/?queue=all",
    "inbox-nothing": f"{house.BRAND}inbox/?q=nobody-said-this",
    "saved-replies": f"{house.BRAND}settings/saved-replies/",
    "saved-reply": f"{house.BRAND}settings/saved-replies/new/",
    "labels": f"{house.BRAND}settings/labels/",
    "answer-times": f"{house.BRAND}settings/answers/",
    "trash": f"{house.BRAND}trash/",
    "demo": f"{house.BRAND}demo/",
    "organization": "/o/kehreba-coffee/settings/",
    "organization-logo": "/o/kehreba-coffee/settings/logo/",
    "brands": "/o/kehreba-coffee/brands/",
    "brand-new": "/o/kehreba-coffee/brands/new/",
    "profile": "/me/",
    "settings": "/me/settings/",
    "find": f"{house.BRAND}find/?q=a",
    "notices": "/me/notices/",
    "security": "/me/security/",
    "devices": "/me/sessions/",
    "passkeys": "/me/security/passkeys/",
    "notice-settings": "/o/kehreba-coffee/notices/settings/",
    "log": "/o/kehreba-coffee/ledger/",
    "log-mails": "/o/kehreba-coffee/ledger/mail/",
    "password-change": "/accounts/password/change/",
    "addresses": "/accounts/email/",
    "sign-out": "/accounts/logout/",
    "numbers": f"{house.BRAND}numbers/",
    "numbers-year": f"{house.BRAND}numbers/?days=365&compare=year&kpi=published",
    "numbers-own": f"{house.BRAND}numbers/?first=2026-05-02&last=2026-05-01",
    "goals": f"{house.BRAND}numbers/goals/",
    "goal-new": f"{house.BRAND}numbers/goals/new/",
    "shares": f"{house.BRAND}numbers/shares/",
    "share-new": f"{house.BRAND}numbers/shares/new/",
    "links": f"{house.BRAND}numbers/links/",
    "missing": "/b/nobody-has-this/",
}
OPEN = {
    "sign-in": "/accounts/login/",
    "sign-up": "/accounts/signup/",
    "password-reset": "/accounts/password/reset/",
    "verification-sent": "/accounts/confirm-email/",
    "invitation-closed": "/me/invitation/",
    "shared-closed": "/shared/nobody-gave-this-out/",
    "decision-closed": "/a/nobody-gave-this-out/",
}
MADE = (
    *("channel", "channel-locked", "channel-reconnect", "channel-disconnect"),
    *("post-published", "post-failed", "post-held", "post-scheduled", "post-draft", "post-edit", "post-move"),
)
GONE = {"missing": 404, "invitation-closed": 404, "shared-closed": 404, "decision-closed": 404, "demo": 409}
OWNERS = ("brand-delete", "demo")


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

    house.show(page, f"{name}-{size[0]}")
    troubles = soundness.layout(page) + soundness.in_both_themes(page)

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
    page = visit(storage_state=reader, viewport={"width": PHONE[0], "height": PHONE[1]})
    _speak(page, language)
    troubles: list[str] = []

    for name, path in paths.items():
        if name not in (*OPEN, *OWNERS):
            page.goto(path)
            assert page.locator("html").get_attribute("lang") == language
            house.show(page, f"{name}-{language}")
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
    follow(page, page.locator("main form:has(select[name=language]) button").first)
