"""Compile `.po` files to `.mo` beside them. Runs inside the environment, because it needs polib."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import polib


def compile_catalogue(source: Path) -> None:
    """Write the `.mo` in one step, without unclear (fuzzy) translations.

    Raises OSError when the file is damaged.
    """
    target = source.with_suffix(".mo")
    fresh = target.with_name(f"{target.name}.{os.getpid()}")
    polib.pofile(str(source)).save_as_mofile(str(fresh))
    fresh.replace(target)


if __name__ == "__main__":
    for name in sys.argv[1:]:
        compile_catalogue(Path(name))
