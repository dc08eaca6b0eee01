"""The room's tables."""

from __future__ import annotations

from media_library.models.asset import Asset
from media_library.models.crop import Crop
from media_library.models.folder import Folder
from media_library.models.space import Content, Space
from media_library.models.upload import Upload

__all__ = ["Asset", "Content", "Crop", "Folder", "Space", "Upload"]
