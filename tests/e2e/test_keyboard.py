"""Without a mouse: Tab reaches everything, one always sees where one is, and keys open what they name."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import house, practice
from tests.e2e.conftest import Visit
from tests.e2e.pages import connect, text_field

MOST = 150
MARK_REACHABLE = """() => {
  const all = [...document.querySelectorAll("a[href], button, input, textarea, select, summary")];
  const open = all.filter((one) => !one.disabled && one.tabIndex >= 0 && one.type !== "hidden" && one.checkVisibility()
    && getComputedStyle(one).visibility === "visible" && !one.closest("[inert], dialog:not([open])"));
  open.forEach((one, number) => { one.dataset.e2eStop = String(number); });
  return open.map((one) => one.outerHTML.slice(0, 120));
}"""
WHERE = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const shows = (element) => {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
    return (outlineStyle !== "none" && parseFloat(outlineWidth) > 0) || boxShadow !== "none";
  };
  const around = [one, one.parentElement, one.parentElement?.parentElement].filter(Boolean);
  return { stop: one.dataset.e2eStop ?? "", html: one.outerHTML.slice(0, 120), seen: around.some(shows) };
}"""


def test_tab_reaches_everything_on_the_sign_in_page(visit: Visit) -> None:
    page = visit()
    page.goto("/accounts/login/")
    page.locator("body").evaluate("document.activeElement.blur()")

    _walk(page)


@pytest.mark.parametrize("width", [1440, 390])
def test_tab_reaches_everything_in_the_composer(visit: Visit, width: int) -> None:
    page = visit(house.OWNER, viewport={"width": width, "height": 900})
    connect(page, practice.invented("klavis"))
    page.goto(f"{house.BRAND}posts/new/")

    _walk(page)


def test_the_key_c_opens_the_composer_and_its_text_can_be_typed_at_once(visit: Visit) -> None:
    page = visit(house.OWNER)
    page.goto(f"{house.BRAND}calendar/")

    page.keyboard.press("c")

    expect(page).to_have_url(re.compile(r"/posts/new/"))
    expect(text_field(page)).to_be_visible()


def test_a_post_is_written_and_saved_by_keys_alone(visit: Visit) -> None:
    page = visit(house.OWNER)
    page.goto(f"{house.BRAND}posts/new/")

    _tab_to(page, "#id_text")
    page.keyboard.type("Yalnız düymələrlə")
    _tab_to(page, "button[value=save]", backwards=True)
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile(r"/posts/[0-9a-f-]{36}/$"))
    expect(page.locator("main")).to_contain_text("Yalnız düymələrlə")


def _walk(page: Page) -> None:
    """Tab from the first to the last thing; all were reached and each was visible when it had the focus."""
    stops: list[str] = page.evaluate(MARK_REACHABLE)
    reached: list[str] = []
    unseen: list[str] = []
    for _step in range(MOST):
        page.keyboard.press("Tab")
        where = page.evaluate(WHERE)
        if where is None or where["stop"] in reached[-1:]:
            continue  # past the end, so that the page begins again; or inside a date, which has stops of its own
        if where["stop"] in reached:
            break
        reached.append(where["stop"])
        if not where["seen"]:
            unseen.append(where["html"])
    missed = [html for number, html in enumerate(stops) if str(number) not in reached]
    assert not missed, "Tab does not reach:\n" + "\n".join(missed)
    assert not unseen, "the focus is not seen on:\n" + "\n".join(unseen)


def _tab_to(page: Page, selector: str, *, backwards: bool = False) -> None:
    for _step in range(MOST):
        page.keyboard.press("Shift+Tab" if backwards else "Tab")
        if page.evaluate("(selector) => document.activeElement?.matches(selector)", selector):
            return
    raise AssertionError(f"Tab does not reach {selector}")
