"""Stopping everything from a phone: nothing leaves, everybody sees why, and afterwards a person decides."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Locator, Page, StorageState, expect

from tests.e2e import house, practice, soundness
from tests.e2e.conftest import Visit, defaults
from tests.e2e.hand import Hand
from tests.e2e.newcomers import found_organization, join
from tests.e2e.pages import SOON, act, compose, connect, expect_post_page, expect_state, follow

PHONE, DESK = (390, 844), (1440, 900)
MOST_ROWS = 40
LOOKS = 5000
"""Milliseconds in which a page has looked for changes at least once."""


@dataclass(frozen=True, slots=True)
class Cafe:
    """An organization of its own: what is paused here stops no other journey. Paths, and two people's cookies."""

    brand: str
    name: str
    pauses: str
    owner: StorageState
    approver: StorageState

    @property
    def waiting(self) -> str:
        """What waited."""
        return f"{self.brand}waiting/"


@pytest.fixture(scope="module")
def cafe(browser: Browser) -> Cafe:
    """Made once for this file."""
    owner, guest = (browser.new_context(**defaults()) for _ in range(2))
    page = owner.new_page()
    made = found_organization(page)
    approver = join(guest.new_page(), page, made.people, "Approver")
    for context in (owner, guest):
        context.close()
    tag = made.organization.removeprefix("Linden ")
    return Cafe(made.brand, f"Linden Tea {tag}", made.people.replace("people", "holds"), made.state, approver)


@pytest.fixture
def phone(visit: Visit, cafe: Cafe) -> Iterator[Page]:
    """The approver's phone; in the end nothing is paused, whatever happened."""
    page = on(visit, cafe.approver, PHONE)
    yield page
    page.goto(cafe.pauses)
    while (resume := page.get_by_role("button", name="Resume")).count():
        follow(page, resume.first)
        page.goto(cafe.pauses)


def on(visit: Visit, state: StorageState, size: tuple[int, int]) -> Page:
    """A page of this size."""
    viewport = {"width": size[0], "height": size[1]}
    return visit(storage_state=state, viewport=viewport, color_scheme="light", reduced_motion="reduce")


def pause(hand: Hand, cafe: Cafe, name: str) -> None:
    """From the brand's home to a pause of what is called so."""
    hand.page.goto(cafe.brand)
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
    """What is wrong with the open page, in both themes."""
    page.set_viewport_size({"width": size[0], "height": size[1]})
    house.show(page, f"{name}-{size[0]}")
    return [f"{name}: {one}" for one in soundness.layout(page) + soundness.in_both_themes(page)]


def test_an_approver_stops_a_brand_from_her_phone_and_sends_what_waited(
    visit: Visit, phone: Page, cafe: Cafe
) -> None:
    handle = practice.invented("dayan")
    connect(visit(storage_state=cafe.owner), handle, brand=cafe.brand)
    hand = Hand(phone)

    pause(hand, cafe, cafe.name)
    assert hand.count <= 2, f"from home to a pause in two taps: {hand.done}"
    editor = visit(storage_state=cafe.owner)
    compose(editor, f"Bu gözləsin {handle}", handle, brand=cafe.brand)
    expect(editor.get_by_text(f"Publishing is paused for {cafe.name}.")).to_be_visible()
    act(editor, "Publish now")
    expect_post_page(editor)
    expect_held(editor)
    expect(editor.get_by_text("Publishing was paused when its time came").first).to_be_visible()
    assert practice.arrived(handle) == []

    phone.goto(cafe.brand)
    expect(phone.get_by_text(f"Publishing is paused for {cafe.name}.")).to_be_visible()
    phone.goto(cafe.pauses)
    phone.get_by_role("button", name=f"Resume {cafe.name}", exact=True).click()
    expect(phone).to_have_url(f"{house.BASE}{cafe.waiting}")
    phone.get_by_label(f"on {handle}").check()
    phone.get_by_role("button", name="Send now").click()
    expect(phone.get_by_text("1 goes out now.")).to_be_visible()
    expect(phone.get_by_label(f"on {handle}")).to_have_count(0)

    expect_state(editor, "Published")
    assert [one.times_sent for one in practice.arrived(handle)] == [1]


@pytest.fixture
def held(visit: Visit, phone: Page, cafe: Cafe) -> tuple[Page, str]:
    """The owner's page, and the handle of a channel on which two posts, Sabah and Heç vaxt, came due in a pause."""
    handle, owner = practice.invented("geri"), visit(storage_state=cafe.owner)
    connect(owner, handle, brand=cafe.brand)
    pause(Hand(phone), cafe, cafe.name)
    for text in ("Sabah", "Heç vaxt"):
        compose(owner, f"{text} {handle}", handle, brand=cafe.brand)
        act(owner, "Publish now")
        expect_post_page(owner)
        expect_held(owner)
    phone.get_by_role("button", name=f"Resume {cafe.name}", exact=True).click()
    expect(phone.get_by_label(f"on {handle}")).to_have_count(2)
    return owner, handle


def test_what_was_sent_by_mistake_is_taken_back(phone: Page, held: tuple[Page, str], cafe: Cafe) -> None:
    owner, handle = held
    boxes = phone.get_by_label(f"on {handle}")
    for box in boxes.all():
        box.check()
    phone.get_by_role("heading", name="What waited").click()
    compose(owner, f"Qaralama {handle}", handle, brand=cafe.brand)
    act(owner, "Save draft")
    phone.wait_for_timeout(LOOKS)
    expect(phone.locator("[name=delivery]:checked")).to_have_count(2)

    phone.get_by_role("button", name="Send now").click()
    expect(boxes).to_have_count(0)
    phone.get_by_role("button", name="Undo").click()

    expect(boxes).to_have_count(2, timeout=SOON)
    assert practice.arrived(handle) == []


def test_what_waited_is_moved_by_keys_and_skipped_by_a_finger(
    phone: Page, held: tuple[Page, str], cafe: Cafe
) -> None:
    owner, handle = held
    owner.goto(cafe.waiting)
    walk_to(owner, owner.get_by_label(f"Sabah {handle}"))
    owner.keyboard.press("Space")
    owner.keyboard.press("m")
    owner.get_by_label("New date and time").fill("2083-03-05T19:30")
    owner.get_by_role("button", name="Move", exact=True).click()
    expect(owner.get_by_text("1 has a new time.")).to_be_visible()
    expect(phone.get_by_label(f"on {handle}")).to_have_count(1, timeout=SOON)

    phone.get_by_label(f"Heç vaxt {handle}").check()
    phone.get_by_role("button", name="Skip").click()
    expect(phone.get_by_label(f"on {handle}")).to_have_count(0)

    owner.goto(f"{cafe.brand}calendar/?month=2083-03")
    expect(owner.get_by_text(f"Sabah {handle}").locator("visible=true").first).to_be_visible()
    assert practice.arrived(handle) == []


def test_pages_of_a_pause_are_sound(visit: Visit, phone: Page, cafe: Cafe) -> None:
    handle = practice.invented("sakit")
    owner = visit(storage_state=cafe.owner)
    connect(owner, handle, brand=cafe.brand)
    channel = owner.url
    compose(owner, f"Bir az sonra {handle}", handle, brand=cafe.brand)
    act(owner, "Publish now")
    pause(Hand(phone), cafe, f"@{handle}")
    expect_held(owner)
    addresses = {
        "pauses": cafe.pauses,
        "waiting": f"{cafe.waiting}?all=paused",
        "home-paused": cafe.brand,
        "calendar-paused": f"{cafe.brand}calendar/",
        "composer-paused": f"{cafe.brand}posts/new/",
        "channel-paused": channel,
        "post-paused": owner.url,
        "rules": f"{cafe.brand}settings/publishing/",
    }

    troubles: list[str] = []
    for size in (DESK, PHONE):
        page = on(visit, cafe.owner, size)
        for name, address in addresses.items():
            page.goto(address)
            troubles += judge(page, name, size)
        page.goto(f"{cafe.waiting}?all=paused")
        follow(page, page.get_by_role("button", name="Move to…"))
        troubles += judge(page, "waiting-move", size)

    assert not troubles, "\n".join(troubles)


def test_without_scripts_a_pause_begins_and_ends(visit: Visit, phone: Page, cafe: Cafe) -> None:
    page = visit(storage_state=cafe.owner, java_script_enabled=False)
    page.goto(cafe.pauses)

    page.get_by_label("Why?").fill("Zəlzələ")
    page.get_by_role("button", name=f"Pause {cafe.name}", exact=True).click()

    expect(page.get_by_text("“Zəlzələ”")).to_be_visible()
    page.get_by_role("button", name=f"Resume {cafe.name}", exact=True).click()
    page.goto(cafe.pauses)
    expect(page.get_by_role("heading", name="Paused now")).to_have_count(0)
