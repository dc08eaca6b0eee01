"""The jobs by name."""

from __future__ import annotations

import sys
from collections.abc import Callable

from dev import (
    benchmarks,
    cleaning,
    console,
    faults,
    linting,
    reference,
    serving,
    setup,
    testing,
    translations,
)

Job = Callable[[list[str]], int]


def set_up(_words: list[str]) -> int:
    """Everything on disk, nothing started."""
    setup.everything()
    return 0


def messages(_words: list[str]) -> int:
    """New texts of the code into the translation files."""
    setup.python_only()
    return translations.extract()


JOBS: dict[str, Job] = {
    "run": serving.run,
    "test": testing.test,
    "lint": linting.lint,
    "deep": testing.deep,
    "e2e": testing.e2e,
    "test-real": testing.test_real,
    "faults": faults.faults,
    "soak": faults.soak,
    "bench": benchmarks.bench,
    "services": serving.services,
    "setup": set_up,
    "messages": messages,
    "reference": reference.write,
    "clean": cleaning.clean,
}


def main(words: list[str]) -> int:
    """Run the job that the first word names with the other words; returns its exit code."""
    job = JOBS.get(words[0]) if words else None
    if job is None:
        console.complain(f"usage: python3 -m dev {'|'.join(JOBS)} [arguments]")
        return 2
    try:
        return job(words[1:])
    except console.CannotGoOnError as error:
        console.complain(str(error))
        return 1
    except console.StoppedError:
        return 130
    except KeyboardInterrupt:
        sys.stdout.write("\n")
        return 130
