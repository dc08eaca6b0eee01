"""What goes wrong on networks: the page says it in plain words, and nothing is sent twice."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import figures, house, practice
from tests.e2e.conftest import Visit
from tests.e2e.pages import act, connect, expect_post_page, expect_state, publish

LONGER_THAN_A_CALL = 33
"""Seconds; a call gives up after thirty."""
FOUND = 90_000


@pytest.fixture
def page(visit: Visit) -> Page:
    """The owner's."""
    return visit(house.OWNER)


def test_a_refused_post_says_so_in_plain_words_and_goes_out_once_it_is_tried_again(page: Page) -> None:
    handle = practice.invented("redd")
    connect(page, handle)
    practice.switch(handle, "refused")

    publish(page, "Qayda pozulur", handle)

    expect_state(page, "Failed")
    expect(page.get_by_text("refused the post as it is").first).to_be_visible()
    expect(page.locator("main")).not_to_contain_text("422")
    assert practice.arrived(handle) == []
    page.get_by_role("button", name="Try again").first.click()
    expect_state(page, "Published")
    assert [one.times_sent for one in practice.arrived(handle)] == [1]


def test_each_channel_of_a_post_tells_its_own_truth(page: Page) -> None:
    ends = {
        "rejected": "Failed",
        "error_after": "Published",
        "error_before": "Published",
        "rate_limited": "Published",
        "slow": "Published",
    }
    handles = {kind: practice.invented(kind.replace("_", "-")) for kind in ends}
    for kind, handle in handles.items():
        connect(page, handle)
        practice.switch(handle, kind, seconds=2)

    publish(page, "Beş kanal", *handles.values())

    for kind, handle in handles.items():
        place = page.locator("main li", has_text=handle).filter(has=page.locator("[data-s]")).first
        expect(place.locator("[data-s]", has_text=ends[kind]).first).to_be_visible(timeout=FOUND)
    sent = {kind: [one.times_sent for one in practice.arrived(handle)] for kind, handle in handles.items()}
    assert sent == {kind: [] if end == "Failed" else [1] for kind, end in ends.items()}
    expect(page.get_by_text("took the post and then rejected it").first).to_be_visible()


def test_a_post_whose_answer_never_came_is_found_and_not_sent_again(page: Page) -> None:
    handle = practice.invented("cavabsiz")
    connect(page, handle)
    practice.switch(handle, "timeout_after", seconds=LONGER_THAN_A_CALL)

    publish(page, "Cavab gəlmədi", handle)

    expect_state(page, "Published", timeout=FOUND)
    expect(page.get_by_text(f"No answer from {handle}").first).to_be_visible()
    arrived = practice.arrived(handle)
    assert [(one.text, one.times_sent) for one in arrived] == [("Cavab gəlmədi", 1)]
    figures.note("after an answer that never came", f"{len(arrived)} on the timeline, sent once")


def test_an_access_key_that_ran_out_is_renewed_without_anybody(page: Page) -> None:
    handle = practice.invented("vaxt")
    connect(page, handle)
    practice.switch(handle, "expired")

    publish(page, "Açar köhnəlib", handle)

    expect_state(page, "Published")
    assert len(practice.arrived(handle)) == 1


def test_a_channel_that_locks_us_out_asks_for_a_person_and_then_the_post_goes_out(page: Page) -> None:
    handle = practice.invented("qapali")
    connect(page, handle)
    channel = page.url

    publish(page, "Qapı bağlıdır", handle)
    practice.switch(handle, "revoked")  # whoever asks first: the sender, or who listens for comments

    expect_state(page, "Held")
    post = page.url
    expect(page.get_by_text("Reconnect the channel, then the post goes out").first).to_be_visible()
    page.goto(channel)
    expect(page.get_by_text("Locked out").first).to_be_visible()
    page.get_by_role("link", name="Reconnect").first.click()
    act(page, "Reconnect")
    expect(page.get_by_text("Healthy").first).to_be_visible()
    page.goto(post)
    expect_post_page(page)
    expect_state(page, "Published")
    assert len(practice.arrived(handle)) == 1
