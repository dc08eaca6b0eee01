"""`manage.py remove_second_factor <address> --reason …`: the way back in for somebody who lost phone, keys and codes."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import User
from accounts.services import second_factor
from core.ledger import Actor, By


class Command(BaseCommand):
    """Ends all her sessions, tells her by mail, and writes it into the ledger of each of her organizations."""

    help = "Remove every second factor of a person after you made sure, by another way than mail, that it is she."

    def add_arguments(self, parser: CommandParser) -> None:
        """Whose, and why."""
        parser.add_argument("email")
        parser.add_argument("--reason", required=True, help="How you made sure; kept in the ledger.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Say what was done."""
        person = User.objects.filter(email__iexact=options["email"]).first()
        if person is None:
            raise CommandError("Nobody here has this address.")
        by = By(Actor.SYSTEM, name="manage.py remove_second_factor")
        removed = second_factor.remove(person, by=by, reason=options["reason"])
        if not removed:
            raise CommandError("This person has no second factor.")
        self.stdout.write(f"Removed {removed}, ended all sessions, wrote to {person.email}.")
