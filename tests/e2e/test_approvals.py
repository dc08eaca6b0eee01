"""Approvals as people do them: by a mail's link on a phone, as a guest, by keyboard; and a scanner that only looks."""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect

from tests.e2e import practice, soundness
from tests.e2e.conftest import Visit
from tests.e2e.newcomers import BERLIN
from tests.e2e.offices import Office, link_of, opened
from tests.e2e.pages import act, choose_time, compose, expect_post_page, follow

PHONE: ViewportSize = {"width": 390, "height": 844}
DESK: ViewportSize = {"width": 1440, "height": 900}
PATIENCE = 40.0


@pytest.fixture(scope="module")
def office(browser: Browser) -> Office:
    """One for all journeys."""
    return opened(browser)


def test_a_mails_link_approves_on_a_phone_in_two_taps_and_the_post_goes_out(
    visit: Visit, office: Office
) -> None:
    text = f"Linden honey {uuid4().hex[:6]}"
    _by_one_approver(visit(storage_state=office.founder.state), office)
    author = visit(storage_state=office.founder.state)
    compose(author, text, office.handle, brand=office.brand)
    act(author, "Publish once approved")
    expect_post_page(author)
    link = _link(office.approver, text)
    _look_like_a_scanner(visit(), link)

    phone = visit(viewport=PHONE, has_touch=True, is_mobile=True, reduced_motion="reduce")
    phone.goto(link)
    expect(phone.get_by_text(text).first).to_be_visible()
    assert soundness.layout(phone) + soundness.in_both_themes(phone) == []
    phone.get_by_role("button", name="Approve", exact=True).tap()
    phone.get_by_role("button", name="Yes, approve").tap()

    expect(phone.get_by_text("You approved version 1.")).to_be_visible()
    _wait_until_out(office.handle, text)


def test_a_guest_approves_by_a_link_of_her_own_and_a_revoked_one_opens_nothing(
    visit: Visit, office: Office
) -> None:
    email, text = f"leyla-{uuid4().hex[:6]}@client.example", f"Linden tea {uuid4().hex[:6]}"
    host = visit(storage_state=office.founder.state)
    host.goto(f"{office.brand}approvals/guests/")
    host.get_by_label("Name", exact=True).fill("Leyla")
    host.get_by_label("Email address").fill(email)
    host.get_by_role("button", name="Send the link", exact=True).click()
    expect(host.get_by_text("Invited: Leyla.").first).to_be_visible()
    _only(host, office, "Leyla")
    _submit(host, office, text)

    phone = visit(viewport=PHONE, reduced_motion="reduce")
    phone.goto(_link(email, text))
    for size in (DESK, PHONE):
        phone.set_viewport_size(size)
        assert soundness.layout(phone) + soundness.in_both_themes(phone) == []
    phone.get_by_role("button", name="Approve", exact=True).click()
    phone.get_by_role("button", name="Yes, approve").click()
    expect(phone.get_by_text("You approved version 1.")).to_be_visible()
    phone.get_by_role("link", name="What else waits for you").click()
    expect(phone.get_by_text("Nothing waits for you")).to_be_visible()
    for size in (PHONE, DESK):
        phone.set_viewport_size(size)
        assert soundness.layout(phone) + soundness.in_both_themes(phone) == []

    host.goto(f"{office.brand}approvals/guests/")
    host.get_by_role("button", name="Revoke Leyla").click()
    host.get_by_role("dialog").get_by_role("button", name="Revoke").click()
    expect(host.get_by_text("opens nothing any more").first).to_be_visible()
    answer = phone.request.get(phone.url)
    assert answer.status == 404


def test_five_posts_are_approved_by_keyboard_and_the_last_yes_is_taken_back(
    visit: Visit, office: Office
) -> None:
    tag = uuid4().hex[:6]
    host = visit(storage_state=office.founder.state)
    _by_one_approver(host, office)
    for number in range(5):
        _submit(host, office, f"Linden {tag} {number}", hours=number)

    page = visit(storage_state=office.approving)
    page.goto(f"{office.brand}approvals/")
    for number in range(5):
        expect(_shown(page)).to_contain_text(f"Linden {tag} {number}")
        page.keyboard.press("a")
        expect(page.locator(".toast-q", has_text="1 approved.").last).to_be_visible()
    expect(page.get_by_text(f"Linden {tag}")).to_have_count(0)
    page.locator("[data-toast-undo]").last.click()

    expect(_shown(page)).to_contain_text(f"Linden {tag} 4")
    page.keyboard.press("r")
    page.get_by_label("What should change, or why not").fill("Shorter, please")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_text(f"Linden {tag}")).to_have_count(0)


def _shown(page: Page) -> Locator:
    return page.locator("#sheet-title")


def _by_one_approver(page: Page, office: Office) -> None:
    page.goto(f"{office.brand}settings/approval/steps/")
    follow(page, page.get_by_role("button", name="One approver"))
    expect(page.get_by_label("Name of the stage")).to_have_value("Approval")
    _save(page)


def _only(page: Page, office: Office, name: str) -> None:
    """One stage in which only this one sits."""
    page.goto(f"{office.brand}settings/approval/steps/")
    for box in page.locator("[name=stage-0-chairs]").all():
        box.set_checked(False)
    page.get_by_role("checkbox", name=name, exact=True).check()
    _save(page)


def _save(page: Page) -> None:
    follow(page, page.locator("[name=do][value=save]"))
    expect(page.get_by_text("Saved. It counts for everything").first).to_be_visible()


def _submit(page: Page, office: Office, text: str, *, hours: int = 0) -> None:
    """A post for tomorrow that waits for approval."""
    compose(page, text, office.handle, brand=office.brand)
    tomorrow = datetime.now(ZoneInfo(BERLIN)).replace(hour=12, minute=0) + timedelta(days=1, hours=hours)
    choose_time(page, tomorrow)
    act(page, "Submit for approval")
    expect_post_page(page)


def _link(email: str, text: str) -> str:
    return link_of(email, f"Approve? {text}")


def _look_like_a_scanner(page: Page, link: str) -> None:
    """GET, HEAD, and a load that runs scripts and follows every link of ours: nothing is decided by that."""
    for _ in range(2):
        page.request.fetch(link, method="HEAD")
        page.request.get(link)
    page.goto(link)
    for address in [one.get_attribute("href") or "" for one in page.locator("main a").all()]:
        page.request.get(address)
    page.reload()
    expect(page.get_by_role("button", name="Approve", exact=True)).to_be_visible()


def _wait_until_out(handle: str, text: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if text in [one.text for one in practice.arrived(handle)]:
            return
        time.sleep(1)
    raise AssertionError(f"not out after {PATIENCE:.0f} s")
