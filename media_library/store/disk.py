"""Files in a folder of this machine, or of one that all machines see."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfile
from typing import BinaryIO

BLOCK = 65_536
NEW = ".new-"


@dataclass(frozen=True, slots=True)
class Disk:
    """See media_library.store.Backend."""

    root: Path

    def read(self, name: str) -> bytes:
        """All bytes."""
        return (self.root / name).read_bytes()

    def size(self, name: str) -> int:
        """How many there are."""
        return (self.root / name).stat().st_size

    def stream(self, name: str, start: int, length: int) -> Iterator[bytes]:
        """A part, in blocks."""
        file = (self.root / name).open("rb")
        file.seek(start)
        return _blocks(file, length)

    def write(self, name: str, content: bytes) -> None:
        """Keep them unless something has this name."""
        self._appear(name, lambda place: _written(place, content))

    def write_file(self, name: str, path: Path) -> None:
        """The same from a file: linked when it lies on the same disk, else copied."""
        self._appear(name, lambda place: _copied(place, path))

    def delete(self, name: str) -> None:
        """The file and those whose names go on after a dot."""
        place = self.root / name
        for file in [place, *place.parent.glob(f"{place.name}.*")]:
            file.unlink(missing_ok=True)

    def is_there(self, folder: str) -> bool:
        """Whether the folder is."""
        return (self.root / folder).is_dir()

    def _appear(self, name: str, make: Callable[[Path], None]) -> None:
        place = self.root / name
        if place.exists():
            return
        place.parent.mkdir(parents=True, exist_ok=True)
        handle, made = tempfile.mkstemp(dir=place.parent, prefix=NEW)
        os.close(handle)
        try:
            make(Path(made))
            os.link(made, place)
        except FileExistsError:
            return
        finally:
            os.unlink(made)


def _blocks(file: BinaryIO, length: int) -> Iterator[bytes]:
    with file:
        while length > 0:
            block = file.read(min(BLOCK, length))
            if not block:
                return
            length -= len(block)
            yield block


def _written(place: Path, content: bytes) -> None:
    place.write_bytes(content)
    _safe(place)


def _copied(place: Path, path: Path) -> None:
    copyfile(path, place)
    _safe(place)


def _safe(place: Path) -> None:
    with place.open("rb") as file:
        os.fsync(file.fileno())
