"""One look at a page: what Chromium itself measures, and what came over the line."""

from __future__ import annotations

import gzip
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, Response, StorageState

CPU_SLOWDOWN = 4
SLOW_4G = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1_600_000 / 8,
    "uploadThroughput": 750_000 / 8,
}
"""Round trip in ms, bytes a second: Lighthouse's "slow 4G"."""
SETTLED_MS = 600
OBSERVE = """() => {
  window.seen = { lcp: 0, cls: 0, events: [] };
  const watch = (type, note, more = {}) =>
    new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({ type, buffered: true, ...more });
  watch("largest-contentful-paint", (entry) => { window.seen.lcp = entry.startTime; });
  watch("layout-shift", (entry) => { if (!entry.hadRecentInput) window.seen.cls += entry.value; });
  const noteEvent = (entry) => { if (entry.interactionId) window.seen.events.push(entry.duration); };
  watch("event", noteEvent, { durationThreshold: 16 });
}"""


@dataclass
class Look:
    """Milliseconds, a score, and bytes as they are when compressed."""

    lcp_ms: float = 0
    cls: float = 0
    inp_ms: float = 0
    js_bytes: int = 0
    css_bytes: int = 0
    foreign: list[str] = field(default_factory=list)


def look(browser: Browser, state: StorageState | None, base: str, path: str) -> Look:
    """Open the page with an empty cache, then use it: open a menu, close it, ask for the list of keys."""
    context = browser.new_context(base_url=base, storage_state=state, viewport={"width": 1440, "height": 900})
    try:
        return _look(context, base, path)
    finally:
        context.close()


def _look(context: BrowserContext, base: str, path: str) -> Look:
    page, found = context.new_page(), Look()
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))
    page.add_init_script(f"({OBSERVE})()")
    _slow_down(context, page)
    page.goto(path, wait_until="load")
    page.wait_for_timeout(SETTLED_MS)
    for answer in answers:
        _weigh(answer, base, found)
    _use(page)
    seen: dict[str, Any] = page.evaluate("window.seen")
    found.lcp_ms, found.cls, found.inp_ms = seen["lcp"], seen["cls"], max(seen["events"], default=0)
    return found


def _slow_down(context: BrowserContext, page: Page) -> None:
    devtools = context.new_cdp_session(page)
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": CPU_SLOWDOWN})
    devtools.send("Network.enable")
    devtools.send("Network.emulateNetworkConditions", SLOW_4G)


def _weigh(answer: Response, base: str, found: Look) -> None:
    address = urlsplit(answer.url)
    if address.scheme.startswith("http") and not answer.url.startswith(base):
        found.foreign.append(answer.url)
    kind = answer.request.resource_type
    if kind == "script":
        found.js_bytes += len(gzip.compress(answer.body(), 6))
    elif kind == "stylesheet":
        found.css_bytes += len(gzip.compress(answer.body(), 6))


def _use(page: Page) -> None:
    menu = page.locator("summary").locator("visible=true")
    if menu.count():
        menu.first.click()
        page.wait_for_timeout(150)
        page.keyboard.press("Escape")
    else:
        page.keyboard.press("Tab")
    page.wait_for_timeout(150)
    page.keyboard.press("?")
    page.wait_for_timeout(SETTLED_MS)
