"""The job `lint`: everything that judges the source without running it."""

from __future__ import annotations

import subprocess
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from dev import console, environment, paths, setup, translations

BIN = paths.VENV / "bin"


@dataclass(frozen=True, slots=True)
class Check:
    """One judge and how to call it."""

    name: str
    command: tuple[str | Path, ...]


CHECKS = (
    Check("mypy", (BIN / "mypy", ".")),
    Check("ruff check", (BIN / "ruff", "check")),
    Check("ruff format", (BIN / "ruff", "format", "--check")),
    Check("import-linter", (BIN / "lint-imports",)),
    Check(
        "migrations",
        (
            *(paths.PYTHON, "-W", "ignore::RuntimeWarning"),
            *("manage.py", "makemigrations", "--check", "--dry-run"),
        ),
    ),
)


def lint(_words: list[str]) -> int:
    """Run all checks, two at a time; 1 when one of them finds something."""
    setup.python_only()
    translations.ensure()
    with ThreadPoolExecutor(max_workers=2) as pool:
        results = list(pool.map(_run, CHECKS))
    bad = [check.name for check, is_good in zip(CHECKS, results, strict=True) if not is_good]
    console.say(f"lint: found something with {', '.join(bad)}" if bad else "lint: all good")
    return 1 if bad else 0


def _run(check: Check) -> bool:
    done = subprocess.run(
        check.command,
        cwd=paths.ROOT,
        env=environment.for_children(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    is_good = done.returncode == 0
    verdict = "ok" if is_good else "FAILED"
    console.write_line(f"--- {check.name}: {verdict}\n{done.stdout.rstrip()}")
    return is_good
