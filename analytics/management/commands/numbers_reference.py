"""Write the table of numbers in docs/analytics.md anew."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from analytics import reference


class Command(BaseCommand):
    """Reads the one table in code; asks no database."""

    help = "Write the table of numbers in docs/analytics.md anew."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """May be run at any time."""
        page = reference.file()
        page.write_text(reference.renewed(page.read_text()))
        self.stdout.write(f"wrote {reference.PAGE}")
