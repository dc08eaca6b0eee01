"""Mails become rows, as in the product, and nobody is slowed down by what another test did."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def mails_are_rows(settings: Any) -> None:
    """The product's own backend; pytest-django would keep mails in memory."""
    settings.EMAIL_BACKEND = "activity.mail.backend.OutgoingBackend"


@pytest.fixture(autouse=True)
def nobody_is_slowed_down() -> None:
    """Rate limits are counted in the cache."""
    cache.clear()
