"""A logo: one square picture, made anew from what was uploaded, stored with the organization's files."""

from __future__ import annotations

import hashlib

from django.core.files import File
from django.utils.translation import gettext as _
from PIL import Image

from media_library import encoding, reading, store
from media_library.errors import Unusable

SIDE = 512
"""Pixels."""


def keep(organization_id: int, upload: File[bytes]) -> str:
    """Store the logo and return its sha256. Nothing of it is cut off: what is not square gets a ground of its own.

    Raises Unusable with a sentence.
    """
    if (upload.size or 0) > reading.MAX_BYTES:
        raise Unusable(_("This file is larger than 20 MB. Make it smaller and try again."))
    made = encoding.encode(squared(reading.picture(upload.read())))
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
