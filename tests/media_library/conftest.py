"""A place with its cast, and a folder of its own for files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts import access
from core.tenancy import scope
from media_library.models import Asset
from media_library.services import intake
from tests import world
from tests.world import Place

TakeIn = Callable[..., Asset]


@pytest.fixture
def place(db: None) -> Place:
    """Organization and brand `one` with a member in each role."""
    return world.place("one")


@pytest.fixture
def folder(tmp_path: Path, settings: Any) -> Path:
    """MEDIA_ROOT."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "media"


@pytest.fixture
def take_in(place: Place, folder: Path) -> TakeIn:
    """Take in these bytes as the editor."""

    def take(content: bytes, name: str = "photo.jpg", alt: str = "") -> Asset:
        with scope.enter(place.organization.pk):
            upload = SimpleUploadedFile("x", content)
            upload._name = name  # type: ignore[attr-defined]
            return intake.take_in(place.brand, upload, access.by(place.editor), alt=alt)

    return take
