"""What this room's events are called in the ledger."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core import deeds
from core.deeds import Deed, Group

FILES = Group("files", _("Files"), 50)


def register() -> None:
    """Called once at start-up."""
    deeds.register(Deed("media_library.asset_added", _("%(who)s added the file %(name)s"), FILES, "images"))
