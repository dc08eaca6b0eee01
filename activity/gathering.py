"""One thing done to many: what one person is asked by all of it is one mail, a minute later."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta

from core import clock

WAIT = timedelta(minutes=1)
HALF = WAIT.total_seconds() / 2


@dataclass(frozen=True, slots=True)
class _Work:
    begun_at: datetime
    begun: float


_work: ContextVar[_Work | None] = ContextVar("gathering", default=None)


@contextmanager
def many(number: int) -> Iterator[None]:
    """Until the block ends `number` things are done one after the other, each in its own transaction; one alone is not many.

    Only the moment is kept here. What is owed stands in rows, so whatever dies meanwhile loses nothing.
    """
    token = _work.set(_Work(clock.now(), time.monotonic()) if number > 1 else None)
    try:
        yield
    finally:
        _work.reset(token)


def at() -> datetime | None:
    """When the mail goes out that gathers what is asked now; None outside of `many`.

    The same for all of it; work that takes longer gets a further mail every half minute, never less than that ahead.
    """
    work = _work.get()
    if work is None:
        return None
    return work.begun_at + WAIT + timedelta(seconds=HALF) * ((time.monotonic() - work.begun) // HALF)
