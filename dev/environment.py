"""The Python environment of the checkout: `.venv` with the packages of requirements.lock."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from dev import console, paths

UV = "uv==0.13.9"
LOCK = paths.ROOT / "requirements.lock"
MARK = paths.VENV / "meydan-lock.sha256"
NAMES_FOR_UV = {
    "PIP_INDEX_URL": "UV_INDEX_URL",
    "PIP_EXTRA_INDEX_URL": "UV_EXTRA_INDEX_URL",
    "PIP_FIND_LINKS": "UV_FIND_LINKS",
    "PIP_CERT": "SSL_CERT_FILE",
}
"""uv does not read pip's settings, so a private index would be missed."""


def ensure() -> None:
    """Leave an environment that matches the lock; nothing happens when it already does."""
    wanted = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    if MARK.exists() and MARK.read_text() == wanted and _is_usable():
        return
    if not _is_usable():
        _make()
    console.say("installing the Python packages of requirements.lock")
    _install()
    MARK.write_text(wanted)


def folder_of(package: str) -> Path:
    """Folder of an installed package inside the environment."""
    found = sorted((paths.VENV / "lib").glob(f"python3*/site-packages/{package}"))
    if not found:
        raise console.CannotGoOnError(f"The package {package} is missing in .venv; run: make clean setup")
    return found[-1]


def python(*words: str | Path) -> list[str]:
    """Command that runs the environment's Python with these words."""
    return [str(paths.PYTHON), *(str(word) for word in words)]


def has(package: str) -> bool:
    """Whether the environment holds a package of this import name."""
    return any((paths.VENV / "lib").glob(f"python3*/site-packages/{package}"))


def install(requirement: str) -> None:
    """Add one pinned package that the lock does not name, because few machines need it."""
    if subprocess.run([*_pip(), requirement], env=for_children()).returncode:
        raise console.CannotGoOnError(f"{requirement} could not be installed; the reason is above.")


def for_children() -> dict[str, str]:
    """Our environment variables with the environment's programs first.

    A wish not to write .pyc files is not passed on: without them a start of Django costs seconds.
    """
    dropped = ("PYTHONDONTWRITEBYTECODE", "PYTHONHOME", "PYTHONPATH")
    kept = {name: value for name, value in os.environ.items() if name not in dropped}
    path = f"{paths.PYTHON.parent}{os.pathsep}{kept.get('PATH', os.defpath)}"
    return kept | {"PATH": path, "VIRTUAL_ENV": str(paths.VENV), "PYTHONUNBUFFERED": "1"}


def _is_usable() -> bool:
    """Whether the environment's Python starts, is new enough and has pip."""
    check = "import sys, pip; sys.exit(sys.version_info < (3, 11))"
    try:
        return subprocess.run([paths.PYTHON, "-c", check], capture_output=True).returncode == 0
    except OSError:
        return False


def _make() -> None:
    console.say(f"making {paths.VENV.name} with Python {sys.version.split()[0]}")
    if importlib.util.find_spec("ensurepip") is None:
        _install_venv_package()
    subprocess.run([sys.executable, "-m", "venv", "--clear", paths.VENV], check=True)


def _install_venv_package() -> None:
    """Debian keeps a part of Python's venv in a package of its own."""
    apt = shutil.which("apt-get")
    package = f"python3.{sys.version_info.minor}-venv"
    if os.geteuid() == 0 and apt:
        console.say(f"installing Debian's {package}")
        subprocess.run([apt, "update", "-q"], check=False)
        done = subprocess.run([apt, "install", "-y", "-q", "--no-install-recommends", package])
        if done.returncode == 0:
            return
    raise console.CannotGoOnError(
        "This Python cannot make a virtual environment. "
        "Install what is missing and start again: apt-get install python3-venv"
    )


def _pip() -> list[str | Path]:
    return [paths.PYTHON, "-m", "pip", "install", "-q", "--disable-pip-version-check"]


def _install() -> None:
    by_hash: list[str | Path] = ["--require-hashes", "-r", LOCK]
    env = for_children()
    if subprocess.run([*_pip(), UV], env=env).returncode == 0:
        uv = (paths.VENV / "bin" / "uv", "pip", "install", "-q", "--python", paths.PYTHON)
        if subprocess.run([*uv, *by_hash], env=_with_names_for_uv(env)).returncode == 0:
            return
    console.say("uv could not do it; pip does, which takes minutes instead of seconds")
    if subprocess.run([*_pip(), "--no-deps", *by_hash], env=env).returncode:
        raise console.CannotGoOnError(
            "The Python packages could not be installed; the reason is above. "
            "The first start needs the network."
        )


def _with_names_for_uv(env: Mapping[str, str]) -> dict[str, str]:
    known = {ours: env[theirs] for theirs, ours in NAMES_FOR_UV.items() if env.get(theirs)}
    return known | dict(env)
