"""What beat rings, and how often. No schedule lives in a database; a tick that comes twice is harmless."""

from __future__ import annotations

from typing import Any


def tick(task: str, every: float, queue: str, *args: Any) -> dict[str, Any]:
    """Ring `task` every `every` seconds; a ring nobody heard in that time is dropped."""
    return {
        "task": task,
        "schedule": every,
        "args": args,
        "options": {"queue": queue, "expires": max(every, 1.0)},
    }


TICKS: dict[str, Any] = {
    "publish": tick("core.drain", 1.0, "publish", "publish"),
    "mail": tick("core.drain", 2.0, "mail", "mail"),
    "tidy": tick("accounts.tidy", 3600.0, "default"),
    "sweep": tick("core.sweep", 60.0, "default"),
    "prune": tick("smm.prune", 3600.0, "default"),
    "files": tick("media_library.sweep", 3600.0, "media"),
    "listen": tick("inbox.poll", 5.0, "inbox"),
    "clock": tick("inbox.clock", 5.0, "inbox"),
    "watch": tick("calendar_app.watch", 15.0, "default"),
}
