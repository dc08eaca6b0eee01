"""SHARD=2/3 in the environment: every third seed, beginning with the second."""

from __future__ import annotations

import os


def seeds(count: int) -> range:
    """The seeds of this shard, of `count` in all; all of them where no shard is named. Raises ValueError for a bad one."""
    part, _slash, parts = os.environ.get("SHARD", "").partition("/")
    if not part:
        return range(count)
    first, step = int(part), int(parts)
    if not 1 <= first <= step:
        raise ValueError("SHARD is a part of parts, like 1/3")
    return range(first - 1, count, step)
