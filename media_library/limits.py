"""What a file may be, for those who need not open it."""

from __future__ import annotations

MAX_VIDEO_BYTES = 512_000_000
