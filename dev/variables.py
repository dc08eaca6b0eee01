"""Environment variables that tell Django where everything is; a person's own win where allowed."""

from __future__ import annotations

import os
import shlex
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from dev import environment, ports, state


def from_person(name: str) -> str:
    """A variable of the person who started the job, or the name of its file; "" when unset."""
    return os.environ.get(name, "") or os.environ.get(f"{name}_FILE", "")


def of_database(admin_url: str, secrets: state.Secrets) -> dict[str, str]:
    """The URLs of the two roles on our own server: one that runs, one that migrates."""
    port = urlsplit(admin_url).port
    place = f"{ports.LOOPBACK}:{port}/meydan"
    return {
        "DATABASE_URL": f"postgres://meydan_app:{secrets.app}@{place}",
        "DATABASE_OWNER_URL": f"postgres://meydan_owner:{secrets.owner}@{place}",
    }


def of_keys(secrets: state.Secrets) -> dict[str, str]:
    """Keys and the name of the stage; made for this folder only."""
    return {
        "SECRET_KEY": secrets.secret_key,
        "TOKEN_KEYS": secrets.token_keys,
        "MEYDAN_ENV": "development",
    }


def of_web(port: int, sandbox_port: int) -> dict[str, str]:
    """Addresses of the web server and of the sandbox network."""
    sandbox = f"http://{ports.LOOPBACK}:{sandbox_port}"
    return {
        "BASE_URL": f"http://{ports.LOOPBACK}:{port}",
        "MEYDAN_SANDBOX_ORIGIN": sandbox,
        "HTTP_ALLOW_ORIGINS": sandbox,
    }


def of_files(place: state.Place) -> dict[str, str]:
    """Where uploaded files lie."""
    return {"MEYDAN_MEDIA_ROOT": str(place.folder / "media")}


def for_django(ours: Mapping[str, str], *, keeps_own: bool) -> dict[str, str]:
    """The whole environment of a child: ours, but with `keeps_own` what the person set wins."""
    inherited = environment.for_children()
    if keeps_own:
        return inherited | {name: value for name, value in ours.items() if not from_person(name)}
    hidden = {f"{name}_FILE" for name in ours}
    return {name: value for name, value in inherited.items() if name not in hidden} | dict(ours)


def write_exports(path: Path, values: Mapping[str, str]) -> None:
    """Write lines for a shell: `. .data/dev.env`."""
    lines = [f"export {name}={shlex.quote(value)}" for name, value in sorted(values.items())]
    state.replace_file(path, "\n".join(lines) + "\n")
