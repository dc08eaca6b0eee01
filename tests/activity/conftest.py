"""Mails become rows, as in the product; pytest-django would keep them in memory."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture(autouse=True)
def mails_are_rows(settings: Any) -> None:
    """The product's own backend."""
    settings.EMAIL_BACKEND = "activity.mail.backend.OutgoingBackend"
