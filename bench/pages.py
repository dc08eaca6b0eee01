"""How fast pages are for their readers. Writes results/pages.json. About two minutes.

A real Chromium, slowed down four times (CDP), behind a line of 1.6 Mbit/s with 150 ms a round trip, an empty cache; the
product served as in production, on this machine; the demo's owner, a month of sixty posts. Three looks at each page, the
median counts; `lowest` is the quickest of them, all stand below `looks`. The times mean something only on a machine that
does nothing else: see `load_average`.

- `lcp_ms`: largest contentful paint. `cls`: layout shifts that no input caused, added up.
- `inp_ms`: the longest interaction (event timing) of opening a menu, closing it, and asking for the list of keys.
- `js_kb`, `css_kb`: of the page, compressed with gzip -6. `foreign`: requests to anybody else.
- `over`: what misses its target (`TARGETS`).
"""

from __future__ import annotations

from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import Browser, StorageState, sync_playwright

from bench.browsing import product
from bench.browsing.visit import Look, look
from bench.measuring import figures
from bench.measuring.figures import rounded, say
from dev import browsers

LOOKS = 3
KB = 1024
TARGETS = {"lcp_ms": 2000, "inp_ms": 150, "cls": 0.05, "js_kb": 150, "css_kb": 40, "foreign": 0}
BRAND = f"/b/{product.BRAND}/"
ORGANIZATION = f"/o/{product.BRAND}/"
PAGES = {
    "home": BRAND,
    "month": f"{BRAND}calendar/",
    "list": f"{BRAND}calendar/list/",
    "composer": f"{BRAND}posts/new/",
    "channels": f"{BRAND}channels/",
    "waiting": f"{BRAND}waiting/",
    "approvals": f"{BRAND}approvals/",
    "inbox": f"{BRAND}inbox/",
    "numbers": f"{BRAND}numbers/",
    "media": f"{BRAND}media/",
    "reports": f"{BRAND}reports/",
    "find": f"{BRAND}find/?q=latte",
    "pauses": f"{ORGANIZATION}holds/",
    "people": f"{ORGANIZATION}people/",
    "settings": "/me/settings/",
    "profile": "/me/",
    "notices": "/me/notices/",
}
OPEN = {"sign-in": "/accounts/login/", "missing": "/b/nobody-has-this/"}


def main() -> None:
    """Measure every page; says so and measures nothing where there is no Chromium."""
    chromium = browsers.find()
    if chromium is None:
        say(f"skipped: {browsers.MISSING}")
        return
    say("filling a month of the demo")
    product.furnish()
    with (
        TemporaryDirectory(prefix="bench-") as name,
        product.serving(Path(name)) as base,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        state = _sign_in(browser, base)
        pages = {name: _page(browser, state, base, name, path) for name, path in PAGES.items()}
        pages |= {name: _page(browser, None, base, name, path) for name, path in OPEN.items()}
        browser.close()
    over = [
        f"{name}: {key} {page[key]}"
        for name, page in pages.items()
        for key in TARGETS
        if page[key] > TARGETS[key]
    ]
    worst = {key: max(page[key] for page in pages.values()) for key in TARGETS}
    figures.write(
        "pages",
        {"machine": figures.machine(), "targets": TARGETS, "worst": worst, "over": over, "pages": pages},
    )


def _sign_in(browser: Browser, base: str) -> StorageState:
    context = browser.new_context(base_url=base)
    page = context.new_page()
    page.goto("/accounts/login/")
    page.locator("[name=login]").first.fill(product.EMAIL)
    page.locator("[name=password]").first.fill(product.PASSWORD)
    page.locator("[name=password]").first.press("Enter")
    page.wait_for_url("**/b/**")
    state = context.storage_state()
    context.close()
    return state


def _page(browser: Browser, state: StorageState | None, base: str, name: str, path: str) -> dict[str, Any]:
    looks = [look(browser, state, base, path) for _ in range(LOOKS)]
    found = _summary(looks)
    say(f"{name}: " + ", ".join(f"{key} {found[key]}" for key in TARGETS))
    return found


def _summary(looks: list[Look]) -> dict[str, Any]:
    return {
        "lcp_ms": rounded(median(one.lcp_ms for one in looks)),
        "inp_ms": rounded(median(one.inp_ms for one in looks)),
        "cls": rounded(median(one.cls for one in looks)),
        "js_kb": rounded(looks[0].js_bytes / KB),
        "css_kb": rounded(looks[0].css_bytes / KB),
        "foreign": max(len(one.foreign) for one in looks),
        "lowest": {
            "lcp_ms": rounded(min(one.lcp_ms for one in looks)),
            "inp_ms": rounded(min(one.inp_ms for one in looks)),
        },
        "looks": [
            {"lcp_ms": rounded(one.lcp_ms), "inp_ms": rounded(one.inp_ms), "cls": rounded(one.cls)}
            for one in looks
        ],
    }
