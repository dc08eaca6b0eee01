"""Brings the pinned Node packages of the real servers into a folder of the repository."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

SOURCES = Path(__file__).parent
STEP_SECONDS = 600
OLDEST_NODE = 20
NATIVE = "better-sqlite3"
NATIVE_FILE = Path("build/Release/better_sqlite3.node")
DESCRIBE_NODE = (
    "const p = process;"
    "console.log(p.versions.node.split('.')[0]);"
    "console.log(['node', p.versions.modules, p.platform, p.arch].join('-'))"
)


class InstallError(RuntimeError):
    """The packages cannot be installed here; the text says what a person has to do."""


@dataclass(frozen=True, slots=True)
class NodePackages:
    """The packages of package-lock.json under `root`; `install` is quick when nothing changed.

    `root` holds `bluesky/node_modules`, the compiled module per Node version in `built/` (worth
    keeping between CI runs) and `install.log`.
    """

    root: Path

    @property
    def modules(self) -> Path:
        """Folder to give Node as NODE_PATH."""
        return self._folder / "node_modules"

    def install(self) -> bool:
        """Install or bring up to date; True when work was done, False when all was in place.

        Needs Node 20 with npm; a C++ compiler, make and python3 the first time. Each of the two
        steps takes ten minutes at most. Raises InstallError.
        """
        platform = node_platform()
        with self._alone():
            if self._stamp() == _wanted(platform):
                return False
            self._install_packages()
            self._install_native(platform)
            self._stamp_path.write_text(_wanted(platform))
        return True

    def _install_packages(self) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        self._stamp_path.unlink(missing_ok=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(SOURCES / name, self._folder)
        self._step(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], self._folder)

    def _install_native(self, platform: str) -> None:
        kept = self.root / "built" / f"{NATIVE}-{_native_version()}-{platform}.node"
        target = self.modules / NATIVE / NATIVE_FILE
        target.parent.mkdir(parents=True, exist_ok=True)
        if kept.exists():
            shutil.copy(kept, target)
            if self._native_loads():
                return
        self._compile_native()
        if not self._native_loads():
            raise InstallError(f"{NATIVE} was compiled but Node cannot load it: {target}")
        kept.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(target, kept)

    def _compile_native(self) -> None:
        # The package's own build script, called by name: npm may refuse to run install scripts,
        # and the ready-made binary such a script would fetch carries no checksum.
        _require_compiler()
        command = ["npm", "run", "build-release", "--", *_header_options()]
        self._step(command, self.modules / NATIVE)

    def _native_loads(self) -> bool:
        check = f"new (require('{NATIVE}'))(':memory:').close()"
        command = ["node", "-e", check]
        return subprocess.run(command, cwd=self._folder, capture_output=True).returncode == 0

    def _step(self, command: list[str], folder: Path) -> None:
        log = self.root / "install.log"
        environment = {**os.environ, "JOBS": str(os.cpu_count() or 1)}
        with log.open("wb") as output:
            process = subprocess.Popen(
                command,
                cwd=folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
            status = _finish(process)
        if status != 0:
            said = log.read_text(errors="replace")[-3000:]
            raise InstallError(f"`{' '.join(command)}` ended with {status}:\n{said}")

    @contextmanager
    def _alone(self) -> Iterator[None]:
        self.root.mkdir(parents=True, exist_ok=True)
        with (self.root / "install.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _stamp(self) -> str:
        return self._stamp_path.read_text() if self._stamp_path.exists() else ""

    @property
    def _folder(self) -> Path:
        return self.root / "bluesky"

    @property
    def _stamp_path(self) -> Path:
        return self._folder / "installed"


def node_platform() -> str:
    """Name of what a compiled module depends on, like `node-115-linux-x64`.

    Raises InstallError when Node or npm is missing or Node is older than 20.
    """
    for tool in ("node", "npm"):
        if shutil.which(tool) is None:
            raise InstallError(f"{tool} is missing: install Node {OLDEST_NODE} (it brings npm).")
    told = subprocess.run(["node", "-e", DESCRIBE_NODE], capture_output=True, text=True, check=True)
    major, platform = told.stdout.split()
    if int(major) < OLDEST_NODE:
        raise InstallError(f"Node {major} is too old: install Node {OLDEST_NODE}.")
    return platform


def _wanted(platform: str) -> str:
    lock = (SOURCES / "package-lock.json").read_bytes()
    return f"{platform} {hashlib.sha256(lock).hexdigest()}\n"


def _native_version() -> str:
    lock = json.loads((SOURCES / "package-lock.json").read_text())
    return str(lock["packages"][f"node_modules/{NATIVE}"]["version"])


def _header_options() -> list[str]:
    """Where Node's C headers lie; without them node-gyp fetches them from nodejs.org."""
    prefix = Path(shutil.which("node") or "/usr/bin/node").resolve().parents[1]
    return [f"--nodedir={prefix}"] if (prefix / "include/node/node.h").exists() else []


def _require_compiler() -> None:
    tools = {"g++": "g++", "make": "make", "python3": "python3"}
    missing = [package for tool, package in tools.items() if shutil.which(tool) is None]
    if not missing:
        return
    advice = f"install {', '.join(missing)}."
    if shutil.which("apt-get") is not None:
        sudo = "" if os.geteuid() == 0 else "sudo "
        advice = f"run `{sudo}apt-get install -y {' '.join(missing)}`."
    raise InstallError(f"{NATIVE} has to be compiled once: {advice}")


def _finish(process: subprocess.Popen[bytes]) -> int:
    """Exit status; the step's whole process group ends when its time is up or we are stopped."""
    try:
        return process.wait(STEP_SECONDS)
    except subprocess.TimeoutExpired as late:
        raise InstallError(f"A step took longer than {STEP_SECONDS} s: {late.cmd}") from late
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
