"""What a file is, judged by its first bytes; names and declared types are not looked at."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

HEAD = 32
PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a")
STILLS = frozenset({b"avif", b"avis"})
HEICS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
SEQUENCES = frozenset({b"hevc", b"hevx", b"msf1"})
"""Those of them that say first of all that their pictures follow each other."""
ATOMS = frozenset({b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"})
"""What QuickTime files of old begin with instead of `ftyp`."""
MATROSKA = b"\x1a\x45\xdf\xa3"


class Family(StrEnum):
    """Kinds of files that are read in different ways."""

    PICTURE = "picture"
    HEIC = "heic"
    MOV = "mov"
    MATROSKA = "matroska"
    OTHER = "other"

    @property
    def is_video(self) -> bool:
        """Whether it moves."""
        return self in {Family.MOV, Family.MATROSKA}


def family(head: bytes) -> Family:
    """The family of a file that begins so (HEAD bytes of it, or all when it is shorter)."""
    if head.startswith(PICTURES) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP"):
        return Family.PICTURE
    if head.startswith(MATROSKA):
        return Family.MATROSKA
    if head[4:8] == b"ftyp":
        return _of_brand(head[8:12])
    return Family.MOV if head[4:8] in ATOMS else Family.OTHER


def family_of(path: Path) -> Family:
    """The same of a file."""
    with path.open("rb") as file:
        return family(file.read(HEAD))


def moves(path: Path) -> bool:
    """Whether a HEIC file calls itself a sequence of pictures."""
    with path.open("rb") as file:
        return file.read(HEAD)[8:12] in SEQUENCES


def _of_brand(brand: bytes) -> Family:
    if brand in STILLS:
        return Family.PICTURE
    return Family.HEIC if brand in HEICS else Family.MOV
