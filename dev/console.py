"""What a person reads in the terminal: progress lines, and sentences that end a job."""

from __future__ import annotations

import sys
import threading

_one_line_at_a_time = threading.Lock()


class CannotGoOnError(Exception):
    """The job ends here; its text is a whole sentence that says what to do."""


class StoppedError(Exception):
    """A person asked the job to stop (Ctrl-C or SIGTERM) while it was still starting."""


def say(text: str) -> None:
    """Print one progress line at once, never mixed with a line of another thread."""
    write_line(f"meydan  | {text}")


def write_line(line: str) -> None:
    """Print a line as it is, whole; a closed terminal is no reason to fail."""
    with _one_line_at_a_time:
        try:
            sys.stdout.write(f"{line}\n")
            sys.stdout.flush()
        except (BrokenPipeError, OSError, ValueError):
            return


def complain(text: str) -> None:
    """Print the sentence that ends a job, on the error stream."""
    print(f"meydan  | {text}", file=sys.stderr, flush=True)
