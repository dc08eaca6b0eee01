"""What is wrong with an uploaded file, in words for the person who chose it."""

from __future__ import annotations

from core.errors import DomainError


class Unusable(DomainError):
    """The file is not kept; nothing was stored."""

    code = "file_unusable"
