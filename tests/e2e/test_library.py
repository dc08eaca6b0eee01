"""A picture's way: dropped into the library, cut off and gone on with, described, cropped, picked, published."""

from __future__ import annotations

import base64
import re
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, Route, expect

from tests.e2e import house, practice, sizes
from tests.e2e.conftest import Visit
from tests.e2e.pages import act, compose, connect, expect_post_page, expect_state

MEDIA = f"{house.BRAND}media/"
PREPARED = 25_000
"""Milliseconds for a picture of some megabytes to be made anew."""
PIECES = re.compile(r"/media/uploads/[0-9a-f-]{36}/$")
ALT = "Qarlı ekran"
DROP = """([name, type, content]) => {
  const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
  const data = new DataTransfer();
  data.items.add(new File([bytes], name, { type, lastModified: 1 }));
  const target = document.querySelector("main");
  const told = { dataTransfer: data, bubbles: true, cancelable: true };
  for (const kind of ["dragover", "drop"]) target.dispatchEvent(new DragEvent(kind, told));
}"""


@pytest.fixture(scope="module")
def noise(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A picture of more than one piece."""
    file = tmp_path_factory.mktemp("noise") / "noise.png"
    Image.effect_noise((1900, 1300), 80).convert("RGB").save(file)
    assert file.stat().st_size > 4 * 1024 * 1024
    return file


def test_a_picture_travels_from_the_hand_to_the_network(visit: Visit, noise: Path) -> None:
    page, handle = visit(house.OWNER), practice.invented("kadr")
    connect(page, handle)
    _drop_and_lose_the_line(page, noise)
    _go_on(page, noise)
    _describe_and_crop(page)

    compose(page, "Kadr", handle)
    _pick(page)
    _choose_square(page)
    act(page, "Publish now")

    expect_post_page(page)
    expect_state(page, "Published")
    (post,) = practice.arrived(handle)
    assert post.alts == (ALT,)
    width, height = practice.size_of(post.pictures[0])
    assert abs(width - 1000) <= 2
    assert abs(height - 1000) <= 2
    page.goto(f"{MEDIA}?q=noise")
    expect(page.locator("[data-asset]").first).to_contain_text("used in 1 post")


def test_dialogs_of_the_library_are_sound(visit: Visit) -> None:
    troubles: list[str] = []
    page = visit(house.OWNER, reduced_motion="reduce")
    page.goto(MEDIA)
    page.locator("[data-asset] > a").first.click()
    expect(page.locator("[data-asset-panel]")).to_be_visible()
    troubles += sizes.troubles(page, "library-file")
    page.get_by_role("link", name="4:5").click()
    expect(page.locator("cropper-selection")).to_be_visible()
    troubles += sizes.troubles(page, "library-crop")
    page.goto(f"{house.BRAND}posts/new/")
    page.get_by_role("link", name="From library").click()
    expect(page.locator("[data-picker] li").first).to_be_visible()
    troubles += sizes.troubles(page, "library-picker")

    assert not troubles, "\n".join(troubles)


def _drop_and_lose_the_line(page: Page, file: Path) -> None:
    """The first piece arrives; the second never leaves, and the page is loaded again."""
    seen: list[str] = []

    def cut(route: Route) -> None:
        seen.append(route.request.method)
        if seen.count("PATCH") < 2:
            route.continue_()

    page.route(PIECES, cut)
    page.goto(MEDIA)
    content = base64.b64encode(file.read_bytes()).decode()
    page.evaluate(DROP, [file.name, "image/png", content])
    expect(page.get_by_role("status").filter(has_text="noise.png is being uploaded")).to_be_attached()
    while seen.count("PATCH") < 2:
        page.wait_for_timeout(100)
    page.reload()
    expect(page.get_by_text(re.compile(r"noise.png stopped at \d+ %"))).to_be_visible()
    page.unroute(PIECES)


def _go_on(page: Page, file: Path) -> None:
    """The same file again: only what is missing is sent."""
    content = base64.b64encode(file.read_bytes()).decode()
    with page.expect_request(lambda request: request.method == "PATCH", timeout=PREPARED) as sent:
        page.evaluate(DROP, [file.name, "image/png", content])
    assert int(sent.value.headers["upload-offset"]) > 0
    tile = page.locator("[data-asset]").filter(has_text="noise.jpg")
    expect(tile).to_be_visible(timeout=PREPARED)
    expect(tile).to_contain_text("No description")


def _describe_and_crop(page: Page) -> None:
    page.locator("[data-asset]").filter(has_text="noise.jpg").locator("a").click()
    panel = page.locator("[data-asset-panel]")
    panel.get_by_label("Description").fill(ALT)
    picture = panel.locator("[data-focal-pick] img")
    expect(picture).to_have_js_property("complete", True, timeout=PREPARED)
    box = picture.bounding_box()
    assert box is not None
    picture.click(position={"x": box["width"] * 0.25, "y": box["height"] * 0.5})
    expect(panel.get_by_label("From the left, %")).to_have_value("25")
    panel.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    page.locator("[data-asset-panel]").get_by_role("link", name=re.compile(r"^1:1")).click()
    expect(page.locator("cropper-selection")).to_be_visible()
    for label, value in (("Width", "1000"), ("From the left", "100"), ("From the top", "50")):
        page.get_by_label(label, exact=True).fill(value)
    page.get_by_role("button", name="Keep the crop").click()
    expect(page.locator("[data-asset-panel]").get_by_text("drawn by hand")).to_be_visible()
    page.keyboard.press("Escape")


def _pick(page: Page) -> None:
    page.get_by_role("link", name="From library").click()
    page.locator("[data-picker] label").filter(has_text="noise.jpg").first.click()
    expect(page.locator("[data-pick-count]")).to_have_text("1 chosen")
    page.get_by_role("button", name="Add to the post").click()
    expect(page.locator("[data-tile]").get_by_label("Description")).to_have_value(ALT)


def _choose_square(page: Page) -> None:
    page.locator("[data-tile]").get_by_label("Crop", exact=True).select_option(label="1:1 square")
    preview = page.locator("#previews svg[role=img]")
    expect(preview).to_have_attribute("aria-label", ALT)
