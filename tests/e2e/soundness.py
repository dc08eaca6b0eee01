"""What every page must hold, whatever it shows: accessible, inside its width, one heading, no raw placeholder."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Literal

from playwright.sync_api import Page

from tests.e2e import house

RAW = re.compile(r"%\(\w+\)|\{\{|\}\}|\{%|%\}|\bundefined\b|\bNaN\b|\bNone\b|\[object|\bmsgid\b")
RUN_AXE = """async (only) => {
  const judged = only ? { runOnly: { type: "rule", values: only } } : {};
  const found = await axe.run(document, { resultTypes: ["violations"], ...judged });
  return found.violations.map((one) => `${one.id} (${one.impact}): ` + one.nodes.slice(0, 3)
    .map((node) => `${node.target.join(" ")} ${node.any.concat(node.all, node.none)[0]?.message ?? ""}`).join("; "));
}"""
THEMES: Mapping[Literal["light", "dark"], Sequence[str]] = {
    "light": (),
    "dark": ("color-contrast", "link-in-text-block"),
}
"""Which of axe-core's rules a theme is judged by; none named: all. A theme changes nothing but colours."""
TOO_WIDE = """() => {
  const roots = [document.documentElement, ...document.querySelectorAll("main, main > *, main form")];
  return roots.filter((one) => one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0
      && !["auto", "scroll"].includes(getComputedStyle(one).overflowX))
    .map((one) => `${one.tagName.toLowerCase()}.${one.className}: ${one.scrollWidth} px in ${one.clientWidth}`);
}"""
SETTLED = """() => document.readyState === 'complete'
  && !document.querySelector('[id^=panel-] > p:only-child > .linky')"""
"""Loaded, and the panels that come by themselves are there: on their way they are paler than anybody has to read."""
OFF_SCREEN = """() => document.documentElement.scrollWidth > document.documentElement.clientWidth"""


def accessibility(page: Page, *, only: Sequence[str] = ()) -> list[str]:
    """What axe-core finds, all its rules or `only` these; empty when nothing."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(_axe())
    found: list[str] = page.evaluate(RUN_AXE, list(only) or None)
    return found


def in_both_themes(page: Page) -> list[str]:
    """What axe-core finds in light and in dark."""
    troubles: list[str] = []
    for theme, only in THEMES.items():
        page.emulate_media(color_scheme=theme)
        troubles += [f"{theme}: {one}" for one in accessibility(page, only=only)]
    page.emulate_media(color_scheme="light")
    return troubles


def layout(page: Page) -> list[str]:
    """Sideways scrolling, headings, and words that only a program understands."""
    page.wait_for_function(SETTLED)
    troubles: list[str] = []
    if page.evaluate(OFF_SCREEN):
        troubles.append(f"the page scrolls sideways: {page.evaluate(TOO_WIDE)}")
    headings = page.locator("h1").locator("visible=true").count()
    if headings != 1:
        troubles.append(f"{headings} headings of the first rank")
    raw = RAW.findall(page.locator("body").inner_text())
    if raw:
        troubles.append(f"raw words: {raw}")
    return troubles


@cache
def _axe() -> str:
    return house.AXE.read_text(encoding="utf-8")
