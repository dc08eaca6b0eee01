"""The guard is closed again after every test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from core import http


@pytest.fixture(autouse=True)
def _closed_guard() -> Iterator[None]:
    http.configure([])
    yield
    http.configure([])
