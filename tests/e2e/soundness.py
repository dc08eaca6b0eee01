"""What every page must hold, whatever it shows: accessible, inside its width, one heading, no raw placeholder."""

from __future__ import annotations

import re
from functools import cache

from playwright.sync_api import Page

from tests.e2e import house

RAW = re.compile(r"%\(\w+\)|\{\{|\}\}|\{%|%\}|\bundefined\b|\bNaN\b|\bNone\b|\[object|\bmsgid\b")
RUN_AXE = """async () => {
  const found = await axe.run(document, { resultTypes: ["violations"] });
  return found.violations.map((one) => `${one.id} (${one.impact}): ` + one.nodes.slice(0, 3)
    .map((node) => `${node.target.join(" ")} ${node.any.concat(node.all, node.none)[0]?.message ?? ""}`).join("; "));
}"""
TOO_WIDE = """() => {
  const roots = [document.documentElement, ...document.querySelectorAll("main, main > *, main form")];
  return roots.filter((one) => one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0
      && !["auto", "scroll"].includes(getComputedStyle(one).overflowX))
    .map((one) => `${one.tagName.toLowerCase()}.${one.className}: ${one.scrollWidth} px in ${one.clientWidth}`);
}"""
OFF_SCREEN = """() => document.documentElement.scrollWidth > document.documentElement.clientWidth"""


def accessibility(page: Page) -> list[str]:
    """What axe-core finds, all its rules; empty when nothing."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(_axe())
    found: list[str] = page.evaluate(RUN_AXE)
    return found


def layout(page: Page) -> list[str]:
    """Sideways scrolling, headings, and words that only a program understands."""
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
