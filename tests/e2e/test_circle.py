"""Once around the house: written, approved from a mail on a phone, published, answered with a yes, counted, reported."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

from playwright.sync_api import Browser, Page, expect

from tests.e2e import letters, practice, sizes, soundness
from tests.e2e.conftest import Visit
from tests.e2e.newcomers import BERLIN
from tests.e2e.offices import Office, approve_by_mail, opened
from tests.e2e.pages import act, compose, expect_post_page

PHONE = {"width": 390, "height": 844}
PATIENCE = 60.0
COMING = 100_000
"""Milliseconds for a comment to come in by itself, where no webhook tells of it."""


def test_a_post_goes_once_around_the_house(browser: Browser, visit: Visit) -> None:
    office, tag = opened(browser), uuid4().hex[:6]
    owner = visit(storage_state=office.founder.state)
    _want_every_reply_approved(owner, office)
    _plan_a_report(owner, office, f"Linden week {tag}")

    text = f"Linden blossom {tag}"
    compose(owner, text, office.handle, brand=office.brand)
    act(owner, "Publish once approved")
    expect_post_page(owner)
    _look_at_the_review(owner, office, text)
    phone = visit(viewport=PHONE, has_touch=True, is_mobile=True, reduced_motion="reduce")
    approve_by_mail(phone, office, text)
    expect(phone.get_by_text("You approved version 1.")).to_be_visible()
    post = _arrived(office.handle, text)

    question, answer = f"When do you open? {tag}", f"At eight {tag}"
    practice.say(practice.invented("leyla"), question, post.rsplit("/", 1)[-1])
    _take_and_answer(owner, office, question, answer)
    approver = visit(storage_state=office.approving)
    approver.goto(f"{office.brand}approvals/")
    expect(approver.get_by_text(answer).first).to_be_visible()
    approver.keyboard.press("a")
    expect(approver.locator(".toast-q", has_text="1 approved.").last).to_be_visible()
    _until(lambda: answer in practice.words_under(post), f"{answer!r} is not out")
    owner.reload()
    expect(owner.locator(".msg-own", has_text=answer).get_by_role("link", name="On Sandbox")).to_be_visible()
    assert practice.words_under(post).count(answer) == 1

    owner.goto(f"{office.brand}numbers/?days=7&kpi=published")
    expect(owner.locator('[data-kpi="published"] [data-value]')).to_have_text("1")
    _read_the_report(visit(viewport=PHONE, reduced_motion="reduce"), office)


def _look_at_the_review(page: Page, office: Office, text: str) -> None:
    page.goto(f"{office.brand}approvals/?list=asked")
    page.get_by_role("link", name=text).first.click()
    expect(page.get_by_role("heading", name=text).first).to_be_visible()
    assert sizes.troubles(page, "review") == []


def _want_every_reply_approved(page: Page, office: Office) -> None:
    page.goto(f"{office.brand}settings/approval/")
    page.get_by_role("radio", name="Everybody's").check()
    page.get_by_role("button", name="Save the rule of replies").click()
    expect(page.locator(".toast-q").last).to_be_visible()


def _plan_a_report(page: Page, office: Office, name: str) -> None:
    """It goes out a little later today, so that it has come when the rest is done."""
    soon = datetime.now(ZoneInfo(BERLIN)) + timedelta(seconds=100)
    page.goto(f"{office.brand}reports/new/")
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("Day", exact=True).select_option(str(soon.weekday()))
    page.get_by_label("Time", exact=True).fill(f"{soon:%H:%M}")
    page.get_by_role("button", name="Make the report").click()
    expect(page.get_by_role("heading", name=name)).to_be_visible()


def _take_and_answer(page: Page, office: Office, question: str, answer: str) -> None:
    page.goto(f"{office.brand}inbox/?queue=all")
    row = page.locator("a[data-open]", has_text=question)
    expect(row).to_be_visible(timeout=COMING)
    row.click()
    talk = page.locator("#conversation")
    talk.locator("summary", has_text="Nobody").click()
    talk.get_by_role("button", name="Ada Linden").click()
    expect(talk.locator("summary", has_text="Ada Linden")).to_be_visible()
    page.locator("#reply-form textarea").fill(answer)
    page.get_by_role("button", name=re.compile("^Send for approval")).click()
    expect(talk.locator("[data-reply]", has_text=answer)).to_be_visible()


def _read_the_report(page: Page, office: Office) -> None:
    """Its mail has come; on a phone it opens in the web as well, without signing in."""
    _until(lambda: bool(letters.all_to(office.founder.email, subject="Linden Tea")), "no report", seconds=150)
    mail = letters.wait_for(office.founder.email, subject="Linden Tea")
    assert "one-click" in str(mail["List-Unsubscribe-Post"]).lower()
    found = re.search(r"https?://\S+/r/[\w-]+/", letters.text(mail))
    assert found is not None
    page.goto(found[0])
    expect(page.get_by_role("heading").first).to_be_visible()
    assert soundness.layout(page) + soundness.in_both_themes(page) == []


def _arrived(handle: str, text: str) -> str:
    """The public address of the post with these words, once it is out."""
    _until(lambda: text in [one.text for one in practice.arrived(handle)], f"{text!r} is not out")
    return next(one.url for one in practice.arrived(handle) if one.text == text)


def _until(is_so: Callable[[], bool], otherwise: str, *, seconds: float = PATIENCE) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if is_so():
            return
        time.sleep(1)
    raise AssertionError(f"{otherwise} after {seconds:.0f} s")
