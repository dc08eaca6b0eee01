"""What most tests of approvals stand on; a file that needs another place makes its own."""

from __future__ import annotations

from typing import Any

import pytest

from connections.models import Channel
from tests.calendar_app import posts
from tests.calendar_app.posts import inside
from tests.world import Place
from tests.world import place as new_place


@pytest.fixture
def mails_are_rows(settings: Any) -> None:
    """The product's own backend."""
    settings.EMAIL_BACKEND = "activity.mail.backend.OutgoingBackend"


@pytest.fixture
def place() -> Place:
    """A brand that wants everything approved, by one approver."""
    return new_place("one", approval_required=True)


@pytest.fixture
def channel(place: Place) -> Channel:
    """Its channel."""
    with inside(place):
        return posts.channel(place)
