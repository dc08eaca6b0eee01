"""Stopping everything from a phone: nothing leaves, everybody sees why, and afterwards a person decides."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e import house, practice, soundness
from tests.e2e.conftest import Visit
from tests.e2e.hand import Hand
from tests.e2e.pages import SOON, act, compose, connect, expect_post_page, expect_state

PHONE, DESK = (390, 844), (1440, 900)
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
PAUSES = "/o/kehreba-coffee/holds/"
WAITING = f"{house.BRAND}waiting/"
MOST_ROWS = 40
LOOKS = 5000
"""Milliseconds in which a page has looked for changes at least once."""
RULES = f"{house.BRAND}settings/publishing/"
BRAND_NAME = "Kəhrəba Coffee"


@pytest.fixture
def phone(visit: Visit) -> Iterator[Page]:
    """The approver's phone; in the end nothing is paused, whatever happened."""
    page = on(visit, house.APPROVER, PHONE)
    yield page
    page.goto(PAUSES)
    while (resume := page.get_by_role("button", name="Resume")).count():
        resume.first.click()
        page.wait_for_load_state()
        page.goto(PAUSES)


def on(visit: Visit, person: str, size: tuple[int, int]) -> Page:
    """A page of this size."""
    return visit(
        person, viewport={"width": size[0], "height": size[1]}, color_scheme="light", reduced_motion="reduce"
    )


def pause(hand: Hand, name: str) -> None:
    """From the brand's home to a pause of what is called so."""
    hand.page.goto(house.BRAND)
    hand.click(hand.page.get_by_role("main").get_by_role("link", name="Pause publishing"))
    hand.click(hand.page.get_by_role("button", name=f"Pause {name}", exact=True))
    expect(hand.page.get_by_role("heading", name="Paused now")).to_be_visible()


def expect_held(page: Page) -> None:
    """The open post's page says so by itself once its time has come."""
    expect(page.locator("main .st", has_text="Held").locator("visible=true").first).to_be_visible(
        timeout=SOON
    )


def walk_to(page: Page, box: Locator) -> None:
    """By the key that goes down a list."""
    for _step in range(MOST_ROWS):
        page.keyboard.press("j")
        if box.evaluate("(one) => one === document.activeElement"):
            return
    raise AssertionError("J does not reach it")


def judge(page: Page, name: str, size: tuple[int, int]) -> list[str]:
    """What is wrong with the open page, in both themes; with a picture of each."""
    page.set_viewport_size({"width": size[0], "height": size[1]})
    troubles = [f"{name}: {one}" for one in soundness.layout(page)]
    for theme in THEMES:
        page.emulate_media(color_scheme=theme)
        troubles += [f"{name} {theme}: {one}" for one in soundness.accessibility(page)]
        house.keep_shot(page, f"{name}-{size[0]}-{theme}")
    page.emulate_media(color_scheme="light")
    return troubles


def test_an_approver_stops_a_brand_from_her_phone_and_sends_what_waited(visit: Visit, phone: Page) -> None:
    handle = practice.invented("dayan")
    connect(visit(house.OWNER), handle)
    hand = Hand(phone)

    pause(hand, BRAND_NAME)
    assert hand.count <= 2, f"from home to a pause in two taps: {hand.done}"
    editor = visit(house.EDITOR)
    compose(editor, f"Bu gözləsin {handle}", handle)
    expect(editor.get_by_text(f"Publishing is paused for {BRAND_NAME}.")).to_be_visible()
    act(editor, "Publish now")
    expect_post_page(editor)
    expect_held(editor)
    expect(editor.get_by_text("Publishing was paused when its time came").first).to_be_visible()
    assert practice.arrived(handle) == []

    phone.goto(house.BRAND)
    expect(phone.get_by_text(f"Publishing is paused for {BRAND_NAME}.")).to_be_visible()
    phone.goto(PAUSES)
    phone.get_by_role("button", name=f"Resume {BRAND_NAME}", exact=True).click()
    expect(phone).to_have_url(f"{house.BASE}{WAITING}")
    phone.get_by_label(f"on {handle}").check()
    phone.get_by_role("button", name="Send now").click()
    expect(phone.get_by_text("1 goes out now.")).to_be_visible()
    expect(phone.get_by_label(f"on {handle}")).to_have_count(0)

    expect_state(editor, "Published")
    assert [one.times_sent for one in practice.arrived(handle)] == [1]


@pytest.fixture
def held(visit: Visit, phone: Page) -> tuple[Page, str]:
    """The owner's page, and the handle of a channel on which two posts, Sabah and Heç vaxt, came due in a pause."""
    handle, owner = practice.invented("geri"), visit(house.OWNER)
    connect(owner, handle)
    pause(Hand(phone), BRAND_NAME)
    for text in ("Sabah", "Heç vaxt"):
        compose(owner, f"{text} {handle}", handle)
        act(owner, "Publish now")
        expect_post_page(owner)
        expect_held(owner)
    phone.get_by_role("button", name=f"Resume {BRAND_NAME}", exact=True).click()
    expect(phone.get_by_label(f"on {handle}")).to_have_count(2)
    return owner, handle


def test_what_was_sent_by_mistake_is_taken_back(phone: Page, held: tuple[Page, str]) -> None:
    owner, handle = held
    boxes = phone.get_by_label(f"on {handle}")
    for box in boxes.all():
        box.check()
    phone.get_by_role("heading", name="What waited").click()
    compose(owner, f"Qaralama {handle}", handle)
    act(owner, "Save draft")
    phone.wait_for_timeout(LOOKS)
    expect(phone.locator("[name=delivery]:checked")).to_have_count(2)

    phone.get_by_role("button", name="Send now").click()
    expect(boxes).to_have_count(0)
    phone.get_by_role("button", name="Undo").click()

    expect(boxes).to_have_count(2, timeout=SOON)
    assert practice.arrived(handle) == []


def test_what_waited_is_moved_by_keys_and_skipped_by_a_finger(phone: Page, held: tuple[Page, str]) -> None:
    owner, handle = held
    owner.goto(WAITING)
    walk_to(owner, owner.get_by_label(f"Sabah {handle}"))
    owner.keyboard.press("Space")
    owner.keyboard.press("m")
    owner.get_by_label("New date and time").fill("2031-03-05T19:30")
    owner.get_by_role("button", name="Move", exact=True).click()
    expect(owner.get_by_text("1 has a new time.")).to_be_visible()
    expect(phone.get_by_label(f"on {handle}")).to_have_count(1, timeout=SOON)

    phone.get_by_label(f"Heç vaxt {handle}").check()
    phone.get_by_role("button", name="Skip").click()
    expect(phone.get_by_label(f"on {handle}")).to_have_count(0)

    owner.goto(f"{house.BRAND}calendar/?month=2031-03")
    expect(owner.get_by_text(f"Sabah {handle}").locator("visible=true").first).to_be_visible()
    assert practice.arrived(handle) == []


def test_pages_of_a_pause_are_sound(visit: Visit, phone: Page) -> None:
    handle = practice.invented("sakit")
    owner = visit(house.OWNER)
    connect(owner, handle)
    channel = owner.url
    compose(owner, f"Bir az sonra {handle}", handle)
    act(owner, "Publish now")
    pause(Hand(phone), f"@{handle}")
    expect_held(owner)
    addresses = {
        "pauses": PAUSES,
        "waiting": f"{WAITING}?all=paused",
        "home-paused": house.BRAND,
        "calendar-paused": f"{house.BRAND}calendar/",
        "composer-paused": f"{house.BRAND}posts/new/",
        "channel-paused": channel,
        "post-paused": owner.url,
        "rules": RULES,
    }

    troubles: list[str] = []
    for size in (DESK, PHONE):
        page = on(visit, house.OWNER, size)
        for name, address in addresses.items():
            page.goto(address)
            troubles += judge(page, name, size)
        page.goto(f"{WAITING}?all=paused")
        page.get_by_role("button", name="Move to…").click()
        troubles += judge(page, "waiting-move", size)

    assert not troubles, "\n".join(troubles)


def test_without_scripts_a_pause_begins_and_ends(visit: Visit, phone: Page) -> None:
    page = visit(house.OWNER, java_script_enabled=False)
    page.goto(PAUSES)

    page.get_by_label("Why?").fill("Zəlzələ")
    page.get_by_role("button", name=f"Pause {BRAND_NAME}", exact=True).click()

    expect(page.get_by_text("“Zəlzələ”")).to_be_visible()
    page.get_by_role("button", name=f"Resume {BRAND_NAME}", exact=True).click()
    page.goto(PAUSES)
    expect(page.get_by_role("heading", name="Paused now")).to_have_count(0)
