"""The inbox: a comment comes in, is given to somebody and answered once; two who answer at once; keys; a phone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e import house, practice, sizes
from tests.e2e.conftest import SignedIn, Visit, defaults
from tests.e2e.pages import connect, expect_state, publish
from tests.e2e.recorder import Recorder

INBOX = f"{house.BRAND}inbox/"
COMING = 30_000
"""Milliseconds for a comment to come in by itself."""


class Timeline:
    """A practice channel with a post under which people can write."""

    def __init__(self, address: str) -> None:
        self.address = address

    def say(self, text: str) -> str:
        """Somebody new writes under the post; returns who."""
        customer = practice.invented("musteri")
        practice.say(customer, text, self.address.rsplit("/", 1)[-1])
        return customer

    def said(self) -> list[str]:
        """What stands there for everybody, the post included."""
        return practice.words_under(self.address)


@pytest.fixture(scope="module")
def timeline(browser: Browser, signed_in: SignedIn) -> Timeline:
    """One for all journeys."""
    context, watching = browser.new_context(**defaults(), storage_state=signed_in(house.OWNER)), Recorder()
    watching.watch(context)
    page, handle = context.new_page(), practice.invented("soz")
    connect(page, handle)
    publish(page, f"Söz sizindir {handle}", handle)
    expect_state(page, "Published")
    context.close()
    assert not watching.troubles, "making the timeline stumbled:\n" + "\n".join(watching.troubles)
    return Timeline(practice.arrived(handle)[0].url)


def test_a_comment_comes_in_is_given_to_somebody_and_answered_once_with_a_saved_reply(
    visit: Visit, timeline: Timeline
) -> None:
    page, title = visit(house.OWNER), practice.invented("cavab")
    page.goto(f"{house.BRAND}settings/saved-replies/new/")
    page.get_by_label("Title").fill(title)
    page.get_by_label("Text", exact=True).fill("Salam {first_name|dost}, buyurun! " + title)
    page.get_by_role("button", name="Save", exact=True).click()
    page.goto(f"{INBOX}?queue=all")

    text = f"Gəncliyə nə vaxt açılırsınız? {practice.invented('sual')}"
    timeline.say(text)
    row = page.locator("a[data-open]", has_text=text)
    expect(row).to_be_visible(timeout=COMING)
    row.click()
    talk = page.locator("#conversation")
    expect(talk.locator(".talk-post")).to_contain_text("Söz sizindir")
    talk.locator("summary", has_text="Nobody").click()
    talk.get_by_role("button", name="Nigar").click()
    expect(talk.locator("summary", has_text="Nigar")).to_be_visible()
    talk.locator("summary", has_text="Saved replies").click()
    talk.locator("[data-saved-menu] [data-saved]", has_text=title).click()
    expect(_area(page)).to_have_value(f"Salam dost, buyurun! {title}")
    talk.get_by_role("button", name="Send", exact=True).click()

    expect(talk.get_by_text("On its way")).to_be_visible()
    expect(_area(page)).to_have_value("")
    expect(talk.locator(".msg-own", has_text=title).get_by_role("link", name="On Sandbox")).to_be_visible(
        timeout=COMING
    )
    assert [one for one in timeline.said() if title in one] == [f"Salam dost, buyurun! {title}"]


def test_whoever_answers_second_sees_the_first_answer_and_keeps_the_own_words(
    visit: Visit, timeline: Timeline
) -> None:
    text = f"Priz var? {practice.invented('sual')}"
    timeline.say(text)
    first, second = visit(house.OWNER), visit(house.APPROVER)
    for page in (first, second):
        _open(page, text)

    _area(first).press_sequentially("Var")
    expect(second.locator("#presence")).to_contain_text("Nigar Əliyeva is answering here")
    _area(second).fill("Bəli, var")
    first.get_by_role("button", name="Send", exact=True).click()
    expect(first.get_by_text("On its way")).to_be_visible()
    second.get_by_role("button", name=re.compile("^Send")).click()

    expect(second.get_by_role("alert")).to_contain_text("Nigar Əliyeva answered meanwhile")
    expect(second.get_by_role("alert")).to_contain_text("Var")
    expect(_area(second)).to_have_value("Bəli, var")
    expect(second.get_by_role("button", name="Send anyway")).to_be_visible()


def test_five_are_worked_through_by_keys_alone(visit: Visit, timeline: Timeline) -> None:
    word = practice.invented("bes")
    for number in range(5):
        timeline.say(f"{word} {number}")
    page = visit(house.OWNER)
    _wait_for(page, word, 5)

    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.locator("#inbox-said")).to_contain_text("Opened:")
    for left in range(4, -1, -1):
        opened = page.locator("#conversation").get_attribute("data-conversation")
        page.keyboard.press("e")
        expect(page.locator("a[data-open]")).to_have_count(left)
        if left:
            expect(page.locator("#conversation")).not_to_have_attribute("data-conversation", str(opened))

    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_contain_text("Write an answer")


def test_on_a_phone_the_list_leads_to_the_conversation_and_back(visit: Visit, timeline: Timeline) -> None:
    text = f"Brunç? {practice.invented('sual')}"
    timeline.say(text)
    page = visit(house.OWNER, viewport={"width": 390, "height": 844}, has_touch=True)
    _open(page, text)

    assert not sizes.troubles(page, "conversation")
    page.set_viewport_size(sizes.PHONE)
    _area(page).fill("Rezervasiyasız gəlin")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator("[data-reply]", has_text="Rezervasiyasız gəlin")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(_area(page)).to_have_value("Rezervasiyasız gəlin")
    page.get_by_role("link", name="Back to the inbox").click()
    expect(page.get_by_role("heading", name="Inbox")).to_be_visible()


def _wait_for(page: Page, word: str, number: int) -> None:
    page.goto(f"{INBOX}?q={word}")
    expect(page.locator("a[data-open]")).to_have_count(number, timeout=COMING)


def _open(page: Page, text: str) -> None:
    page.goto(f"{INBOX}?queue=all")
    row = page.locator("a[data-open]", has_text=text)
    expect(row).to_be_visible(timeout=COMING)
    row.click()
    expect(page.locator("#conversation[data-conversation]")).to_be_visible()


def _area(page: Page) -> Locator:
    return page.locator("#reply-form textarea")
