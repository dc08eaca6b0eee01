"""Where the product under test answers, and where its files lie; told by the job that started it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parents[2]
BASE = os.environ.get("BASE_URL", "").rstrip("/")
NAMED = BASE.replace("//127.0.0.1", "//localhost")
"""The same by a name, for what a browser gives only to names (passkeys)."""
SANDBOX = os.environ.get("MEYDAN_SANDBOX_ORIGIN", "").rstrip("/")
CHROMIUM = os.environ.get("CHROMIUM", "")
SHOTS = Path(os.environ.get("MEYDAN_MEDIA_ROOT", str(ROOT / ".data" / "e2e" / "media"))).parent / "shots"
MAILBOX = Path(os.environ.get("MAILBOX", str(ROOT / ".data" / "e2e" / "mailbox")))
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"

THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
OWNER = "nigar@kehreba.example"
APPROVER = "selin@kehreba.example"
EDITOR = "orxan@kehreba.example"
PASSWORD = "meydan-demo-2026"
ZONE = "Asia/Baku"
BRAND = "/b/kehreba-coffee/"
PEOPLE = "/o/kehreba-coffee/people/"


def is_running() -> bool:
    """Whether a job has started the product and found a browser for us."""
    return bool(BASE and SANDBOX and CHROMIUM)


def show(page: Page, name: str) -> None:
    """Pictures of the whole page in both themes, when somebody wants to look at them: SHOTS=1 make e2e."""
    for theme in THEMES if os.environ.get("SHOTS") else ():
        page.emulate_media(color_scheme=theme)
        keep_shot(page, f"{name}-{theme}")
    page.emulate_media(color_scheme="light")


def keep_shot(page: Page, name: str) -> None:
    """A picture of the whole page for people to look at."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SHOTS / f"{name}.png", full_page=True)
