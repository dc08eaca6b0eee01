"""`migrate`, run by the owner of the tables and not by the runtime role."""

from __future__ import annotations

from typing import Any

from django.core.management.commands import migrate

from core.tenancy.owner import as_owner


class Command(migrate.Command):
    """Django's command, connected as DATABASE_OWNER_URL when that is set."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Become the owner, migrate, become the runtime role again."""
        with as_owner():
            super().handle(*args, **options)
