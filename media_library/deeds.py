"""What this room's events are called in the ledger."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core import deeds
from core.deeds import Deed, Group

FILES = Group("files", _("Files"), 50)


def register() -> None:
    """Called once at start-up."""
    deeds.register(
        Deed("media_library.asset_added", _("%(who)s added the file %(name)s"), FILES, "images"),
        Deed(
            "media_library.alt_waived",
            _("%(who)s let a picture go without a description: “%(reason)s”"),
            FILES,
            "images",
        ),
        Deed("media_library.alt_wanted", _("%(who)s wants a picture described after all"), FILES, "images"),
        Deed("media_library.asset_cropped", _("%(who)s cropped a picture"), FILES, "images"),
        Deed("media_library.asset_deleted", _("%(who)s deleted a file for good"), FILES, "images"),
        Deed("media_library.asset_described", _("%(who)s described a picture"), FILES, "images"),
        Deed("media_library.asset_focused", _("%(who)s chose what matters in a picture"), FILES, "images"),
        Deed("media_library.asset_moved", _("%(who)s moved a file to another folder"), FILES, "images"),
        Deed("media_library.asset_renamed", _("%(who)s renamed a file"), FILES, "images"),
        Deed("media_library.asset_restored", _("%(who)s took a file out of the trash"), FILES, "images"),
        Deed("media_library.asset_tagged", _("%(who)s changed the labels of a file"), FILES, "images"),
        Deed("media_library.asset_trashed", _("%(who)s moved a file to the trash"), FILES, "images"),
        Deed("media_library.crop_cleared", _("%(who)s took back how a picture was cropped"), FILES, "images"),
        Deed("media_library.folder_added", _("%(who)s made a folder"), FILES, "images"),
        Deed("media_library.folder_deleted", _("%(who)s deleted a folder"), FILES, "images"),
        Deed("media_library.folder_renamed", _("%(who)s renamed a folder"), FILES, "images"),
    )
