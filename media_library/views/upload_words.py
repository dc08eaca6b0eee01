"""What the script that uploads says to people, and which files it takes."""

from __future__ import annotations

from django.utils.translation import gettext as _

ACCEPTS = (
    "image/jpeg,image/heic,image/heif,.heic,.heif,image/png,image/webp,image/avif,image/gif,"
    "video/mp4,video/quicktime,video/webm"
)
"""HEIC by its ending, too: many browsers know no type for it."""


def words() -> dict[str, str]:
    """Sentences by their name in the script; {value} is put in there."""
    return {
        "waiting": _("waits for its turn"),
        "running": _("{value} %"),
        "preparing": _("is being prepared"),
        "done": _("ready"),
        "cancelled": _("cancelled"),
        "offline": _("no connection; goes on by itself"),
        "failed": _("It did not arrive. What arrived is kept; try again."),
        "began": _("{value} files are being uploaded."),
        "beganOne": _("{value} is being uploaded."),
        "finished": _("{value} is in the library."),
        "refused": _("{value} was refused."),
    }
