"""A logo: one square picture, made anew from what was uploaded, stored with the organization's files."""

from __future__ import annotations

import hashlib

from django.core.files import File
from django.utils.translation import gettext as _
from PIL import Image

from media_library import encoding, reading, store, workshop
from media_library.errors import Unusable
from media_library.services import intake

SIDE = 512
"""Pixels."""


def keep(organization_id: int, upload: File[bytes]) -> str:
    """Store the logo and return its sha256. Nothing of it is cut off: what is not square gets a ground of its own.

    Raises Unusable with a sentence.
    """
    with intake.on_disk(upload) as path, workshop.made_of(path) as clean:
        if clean.poster is not None:
            raise Unusable(_("A logo is a picture, not a video."))
        made = encoding.encode(squared(reading.picture(clean.path)))
    sha256 = hashlib.sha256(made.content).hexdigest()
    store.write(made.content, organization_id, sha256)
    return sha256


def squared(image: reading.Pixels) -> reading.Pixels:
    """The whole picture in the middle of a square; around it the colour of its first corner, or nothing where that is."""
    small = encoding.fitted(image, SIDE)
    side = max(small.size)
    ground = Image.new(small.mode, (side, side), small.getpixel((0, 0)))
    ground.paste(small, ((side - small.width) // 2, (side - small.height) // 2))
    return ground
