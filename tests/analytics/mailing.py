"""Fixtures for tests of mails: mails become rows as in the product, files lie in a folder of the test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.activity import post_office
from tests.activity.post_office import PostOffice


@pytest.fixture
def office(settings: Any, tmp_path: Path) -> Iterator[PostOffice]:
    """The mail server that EMAIL_URL names."""
    settings.EMAIL_BACKEND = "activity.mail.backend.OutgoingBackend"
    settings.MEDIA_ROOT = tmp_path / "media"
    with post_office.opened() as found:
        settings.EMAIL_URL = found.address
        yield found
