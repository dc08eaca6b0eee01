"""Let go for good what has been in the trash for 30 days. Beat does the same once an hour."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from smm import pruning


class Command(BaseCommand):
    """Says how much of each kind went."""

    help = "Delete for good what has been in the trash for 30 days."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--dry-run: only count."""
        parser.add_argument("--dry-run", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """May be run at any time."""
        for kind, number in pruning.prune(dry_run=options["dry_run"]).items():
            self.stdout.write(f"  {kind:<10} {number}")
