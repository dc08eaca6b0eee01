"""The product as it is served: built files compressed and named by their content, a web server, the demo in it."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path

from django.core.management import call_command

from accounts.access import in_brand
from accounts.models import User
from bench.measuring import processes
from dev import environment, ports, programs, readiness
from smm.demo.filling import draft
from smm.demo.posts import POSTS
from smm.demo_logins import LOGINS, PASSWORD

BRAND = "kehreba-coffee"
EMAIL = LOGINS[0].email
DRAFTS = 60
START_SECONDS = 60.0

__all__ = ["BRAND", "EMAIL", "PASSWORD", "furnish", "serving"]


def furnish() -> None:
    """The demo, with drafts enough to fill its month."""
    call_command("seed_demo", verbosity=0)
    owner = User.objects.get(email=EMAIL)
    timed = [post for post in POSTS if post.days is not None]
    pictures = {post.picture: cache(post.picture) for post in timed}
    with in_brand(owner, BRAND) as access:
        if access.brand is None:
            raise RuntimeError("the demo has no brand")
        for number in range(DRAFTS):
            post = timed[number % len(timed)]
            draft(access.brand, replace(post, days=number % 28, picture=pictures[post.picture]), owner)


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Run the web server as in production until the block ends; its address."""
    port = ports.next_free(8600)
    base = f"http://127.0.0.1:{port}"
    env = {**os.environ, "MEYDAN_ENV": "production", "BASE_URL": base, "DEMO": "1"}
    collect = environment.python("manage.py", "collectstatic", "--noinput", "-v0")
    with processes.running(collect, env, folder / "static.log") as pid:
        _until(lambda: not _runs(pid), "the files of the front end")
    web = programs.web(port, env)
    with processes.running(web.command, env, folder / "web.log"):
        try:
            _until(lambda: readiness.answers(f"{base}/healthz"), "the web server")
        except RuntimeError as error:
            error.add_note((folder / "web.log").read_text(errors="replace")[-4000:])
            raise
        yield base


def _until(is_so: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        if is_so():
            return
        time.sleep(0.2)
    raise RuntimeError(f"{what} did not come within {START_SECONDS:.0f} s")


def _runs(pid: int) -> bool:
    stat = Path(f"/proc/{pid}/stat")
    return stat.exists() and " Z " not in stat.read_text()
