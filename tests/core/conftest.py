"""What several tests of the tools need."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from celery import current_app
from kombu import pools


@pytest.fixture
def broker() -> Iterator[Callable[[str], None]]:
    """Tells Celery another broker for the length of a test."""
    conf: Any = current_app.conf
    before = conf.broker_url

    def tell(address: str) -> None:
        conf.broker_url = address

    yield tell
    conf.broker_url = before
    pools.reset()
