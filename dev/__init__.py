"""The commands behind make: set up, run, test and check Meydan with Python's own library alone.

Nothing here is imported by the product, and nothing here imports it.
"""

from __future__ import annotations

import sys

if sys.hexversion < 0x030B0000:
    raise SystemExit(
        f"Meydan needs Python 3.11 or newer, and this is {sys.version.split()[0]}. "
        "Name a newer one: make run PYTHON=python3.12"
    )
