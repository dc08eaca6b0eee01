"""HEIC, as phones photograph. Loaded where files of people are opened (media_library.child) and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pillow_heif

from media_library import reading, signature
from media_library.refusals import Refusal, Why

FORMATS = ("HEIF",)


def picture(path: Path) -> reading.Pixels:
    """The picture that the file is shown as, as reading.picture gives it: of several the first in rank. Raises Refusal.

    What a phone keeps beside it (thumbnail, depth, gain map) is not read; a file that calls itself a sequence moves.
    """
    if signature.moves(path):
        raise Refusal(Why.MOVING)
    pillow_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False, decode_threads=1)
    return reading.picture(path, formats=FORMATS)
