"""What the product writes into its log while a test runs, as production writes it, down to the last DEBUG line."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from core.logs import JsonFormatter, MaskAddresses


class _Keeper(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []
        self.setFormatter(JsonFormatter())
        self.addFilter(MaskAddresses())

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@contextmanager
def written() -> Iterator[list[str]]:
    """The lines, as JSON, in order; filled while the block runs."""
    keeper, root = _Keeper(), logging.getLogger()
    before = root.level
    root.addHandler(keeper)
    root.setLevel(logging.DEBUG)
    try:
        yield keeper.lines
    finally:
        root.setLevel(before)
        root.removeHandler(keeper)


def named(lines: list[str], event: str) -> list[dict[str, Any]]:
    """The lines of one event."""
    return [line for line in map(json.loads, lines) if line["event"] == event]
