"""The first five minutes: from an address to a post that is out, counted by the hand."""

from __future__ import annotations

import re
import time
from pathlib import Path

from playwright.sync_api import expect

from tests.e2e import figures, house, practice
from tests.e2e.conftest import Visit
from tests.e2e.hand import Hand
from tests.e2e.pages import SOON, channel, text_field

MOST = 25


def test_a_newcomer_publishes_a_first_post_within_twenty_five_interactions(
    visit: Visit, picture: Path
) -> None:
    hand, begin = Hand(visit()), time.monotonic()
    page, handle = hand.page, practice.invented("fincan")

    hand.open("/")
    hand.click(page.get_by_role("button", name="Nigar Əliyeva"))
    _go_to_networks(hand)
    hand.click(page.get_by_role("main").locator("a[href$='/connect/sandbox/']"))
    hand.fill(page.get_by_label("Handle"), handle)
    hand.click(page.get_by_role("button", name="Connect", exact=True))
    expect(page.get_by_role("heading", name=f"@{handle}")).to_be_visible()
    hand.click(page.get_by_role("link", name="New post").first)
    hand.fill(text_field(page), "İlk yazı: nar mövsümü başladı. 🍷")
    hand.check(channel(page, handle))
    hand.attach(page.locator("input[type=file]"), picture)
    hand.fill(page.get_by_label("Description"), "Açıq fonda bir nar")
    hand.click(page.get_by_role("button", name="Publish now").first)
    expect(page.get_by_text("Published", exact=True).first).to_be_visible(timeout=SOON)
    with page.context.expect_page(timeout=5000) as opened:
        hand.click(page.locator(f"main a[href^='{house.SANDBOX}']").first)

    live = opened.value
    expect(live.get_by_text("nar mövsümü başladı")).to_be_visible()
    expect(live.get_by_role("img", name="Açıq fonda bir nar")).to_be_visible()
    assert len(practice.arrived(handle)) == 1
    assert hand.count <= MOST, "\n".join(hand.done)
    figures.note("newcomer", f"{hand.count} interactions, {time.monotonic() - begin:.0f} s to the live post")


def _go_to_networks(hand: Hand) -> None:
    """By the first steps on the home page; by the channels' page where somebody took these steps before."""
    main = hand.page.get_by_role("main")
    step = main.get_by_role("link", name="Connect", exact=True)
    expect(main).to_be_visible()
    if step.count() == 0:
        hand.click(hand.page.get_by_role("link", name="Channels").first)
        step = main.get_by_role("link", name=re.compile("^Connect"))
    hand.click(step.first)
