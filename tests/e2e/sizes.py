"""A page that is loaded once and judged on a desk and on a phone, light and dark."""

from __future__ import annotations

from playwright.sync_api import Page, ViewportSize

from tests.e2e import house, soundness

DESK: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}


def troubles(page: Page, name: str) -> list[str]:
    """What is wrong at either size; the page is left at the size of a desk."""
    page.emulate_media(
        reduced_motion="reduce"
    )  # a colour on its way from one theme to the other is none of a page's
    found: list[str] = []
    for size in (PHONE, DESK):
        page.set_viewport_size(size)
        house.show(page, f"{name}-{size['width']}")
        here = soundness.layout(page) + soundness.in_both_themes(page)
        found += [f"{name} {size['width']}: {one}" for one in here]
    return found
