"""Everything between an empty database server and a program that can start, in one interpreter."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from core import environment as env


class Command(BaseCommand):
    """Roles (with --admin-url or DATABASE_ADMIN_URL), migrations, and the demo organization where DEMO=1."""

    help = "Make roles, migrate, and fill the demo organization where DEMO=1."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The administrator's address, where roles are to be made."""
        parser.add_argument("--admin-url", default=env.text("DATABASE_ADMIN_URL"))
        parser.add_argument("--without-history", action="store_true", help="A demo of drafts alone.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Each step may be repeated."""
        if options["admin_url"]:
            call_command("create_roles", admin_url=options["admin_url"], verbosity=0)
        call_command("migrate", verbosity=0, interactive=False)
        if settings.DEMO:
            call_command("seed_demo", without_history=options["without_history"], stdout=self.stdout)
