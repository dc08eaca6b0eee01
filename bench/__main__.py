"""Entry of `python -m bench [name…]`: run the named benchmarks, or all, inside the environment of `make bench`."""

from __future__ import annotations

import logging
import os
import sys
from importlib import import_module
from pathlib import Path

import django

HERE = Path(__file__).parent


def names() -> list[str]:
    """All benchmarks."""
    return sorted(file.stem for file in HERE.glob("*.py") if not file.stem.startswith("_"))


def main(words: list[str]) -> int:
    """2 when a word names no benchmark."""
    unknown = sorted(set(words) - set(names()))
    if unknown:
        sys.stderr.write(f"no benchmark {', '.join(unknown)}; there are: {', '.join(names())}\n")
        return 2
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "smm.settings")
    django.setup()
    logging.disable(logging.INFO)  # a line for each request would be measured too
    for name in words or names():
        import_module(f"bench.{name}").main()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
