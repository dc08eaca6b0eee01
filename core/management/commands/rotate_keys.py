"""Move all encrypted values to the first key of TOKEN_KEYS. docs/operations.md says how keys are changed."""

from __future__ import annotations

import dataclasses
import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from core import rotation


class Command(BaseCommand):
    """Ends with 1 when some value opens with no key; may be run again at any time, also while all goes on."""

    help = "Encrypt with the first key of TOKEN_KEYS what still stands under an older one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Only count, and how to say it."""
        parser.add_argument("--dry-run", action="store_true", help="change nothing, say what would be moved")
        parser.add_argument("--json", action="store_true", help="say it for programs")

    def handle(self, *args: Any, **options: Any) -> None:
        """One line for each column."""
        counts = rotation.rotate(only_count=options["dry_run"])
        if options["json"]:
            self.stdout.write(json.dumps([dataclasses.asdict(count) for count in counts]))
        else:
            self._say(counts, "would be moved" if options["dry_run"] else "moved")
        if any(count.unreadable for count in counts):
            sys.exit(1)

    def _say(self, counts: list[rotation.Count], moved: str) -> None:
        for count in counts:
            self.stdout.write(
                f"{count.name}: {count.current} under the first key, {count.moved} {moved}, "
                f"{count.unreadable} that no key opens"
            )
