"""The account under which Postgres runs: Postgres refuses to run as root."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from dev import console

CANDIDATES = ("postgres", "nobody")


class As(TypedDict, total=False):
    """Keyword arguments of subprocess that start a child under another account."""

    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True, slots=True)
class Account:
    """Who a child runs as; without a name it is the person herself."""

    name: str = ""
    uid: int = -1
    gid: int = -1

    def as_keywords(self) -> As:
        """What to give to subprocess; empty for the person herself."""
        return As(user=self.uid, group=self.gid, extra_groups=[]) if self.name else As()

    def can_read(self, path: Path) -> bool:
        """Whether the account reaches and reads this file or folder."""
        test = shutil.which("test") or "/bin/test"
        return subprocess.run([test, "-r", str(path)], cwd="/", **self.as_keywords()).returncode == 0

    def own(self, path: Path) -> None:
        """Give a file or folder to the account."""
        if self.name:
            os.chown(path, self.uid, self.gid)


def for_postgres() -> Account:
    """The person herself, or an unprivileged account when she is root."""
    if os.geteuid() != 0:
        return Account()
    for name in CANDIDATES:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(name, entry.pw_uid, entry.pw_gid)
    raise console.CannotGoOnError(
        "Postgres does not run as root, and there is neither an account “postgres” nor “nobody”. "
        "Run as a normal user, or set DATABASE_URL to a database of your own."
    )


def make_shared_folder(path: Path) -> None:
    """Make a folder where everybody may make some; refuse one that somebody else put there."""
    path.mkdir(mode=0o755, exist_ok=True)
    found = path.lstat()
    if path.is_symlink() or found.st_uid != os.geteuid():
        raise console.CannotGoOnError(f"{path} belongs to somebody else. Remove it and start again.")
    path.chmod(0o755)
