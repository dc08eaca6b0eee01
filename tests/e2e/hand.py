"""A newcomer's hand: every click, every field filled and every key is counted."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Locator, Page


class Hand:
    """Acts on one page; `done` tells each interaction in order."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.done: list[str] = []

    @property
    def count(self) -> int:
        """How many interactions it took so far."""
        return len(self.done)

    def open(self, address: str) -> None:
        """Type an address."""
        self.done.append(f"open {address}")
        self.page.goto(address)

    def click(self, target: Locator) -> None:
        """Click one thing."""
        self.done.append(f"click {target.first.inner_text().strip() or target}")
        target.click()

    def check(self, target: Locator) -> None:
        """Tick a box; nothing is done, and nothing counted, when it is ticked already."""
        if not target.is_checked():
            self.done.append("tick a box")
            target.check()

    def fill(self, target: Locator, text: str) -> None:
        """Type into one field."""
        self.done.append(f"fill {text[:20]!r}")
        target.fill(text)

    def attach(self, target: Locator, file: Path) -> None:
        """Choose a file."""
        self.done.append(f"attach {file.name}")
        target.set_input_files(file)

    def press(self, key: str) -> None:
        """Press one key."""
        self.done.append(f"press {key}")
        self.page.keyboard.press(key)
