"""What is wrong with an uploaded file or with what somebody wants of the library, in words for that person."""

from __future__ import annotations

from core.errors import DomainError


class Unusable(DomainError):
    """The file is not kept; nothing was stored."""

    code = "file_unusable"


class Full(Unusable):
    """There is no room left for the organization's files."""

    code = "media_full"


class DiskTrouble(DomainError):
    """Our own disk is full or away. What was stored before stays, and the file itself is not to blame."""

    code = "disk_trouble"


class Misplaced(DomainError):
    """A folder, name, tag or crop that cannot be."""

    code = "media_misplaced"
