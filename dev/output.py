"""Lines of a child: to its log file, and with its name in front to the terminal."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from dev import console

LARGEST = 5_000_000


class Log:
    """The log of one program, `<folder>/<name>.log`; a large one becomes `.old.log` first."""

    def __init__(self, name: str, folder: Path) -> None:
        self._name = name
        self._path = folder / f"{name}.log"
        self._thread: threading.Thread | None = None
        if self._path.exists() and self._path.stat().st_size > LARGEST:
            self._path.replace(self._path.with_suffix(".old.log"))

    @contextmanager
    def open_for(self, *, is_file_only: bool) -> Iterator[int | IO[bytes]]:
        """A child's output: a pipe to follow, or the file itself for a server that keeps it."""
        if not is_file_only:
            yield subprocess.PIPE
            return
        with self._path.open("ab") as file:
            yield file

    def follow(self, stream: IO[bytes] | None, on_line: Callable[[str], None]) -> None:
        """Copy a pipe to the file, and each line to `on_line`, until the child closes it."""
        if stream is not None:
            self._thread = threading.Thread(target=self._copy, args=(stream, on_line), daemon=True)
            self._thread.start()

    def wait(self) -> None:
        """Return when all lines of an ended child are there."""
        if self._thread:
            self._thread.join()

    def show(self, line: str) -> None:
        """Print a line with the program's name in front."""
        console.write_line(f"{self._name:8}| {line}")

    def _copy(self, stream: IO[bytes], on_line: Callable[[str], None]) -> None:
        with stream, self._path.open("ab") as file:
            for line in stream:
                file.write(line)
                file.flush()
                on_line(line.decode(errors="replace").rstrip("\r\n"))


def tail(path: Path, count: int = 15) -> str:
    """The last lines of a log."""
    return "\n".join(path.read_text(errors="replace").splitlines()[-count:])
