"""The people of the demonstration, offered on its sign-in page. Only where DEMO is on."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest

from accounts.grants import Role

PASSWORD = "meydan-demo-2026"  # noqa: S105 - public, and of the demonstration alone


@dataclass(frozen=True, slots=True)
class DemoLogin:
    """Somebody a visitor may be."""

    name: str
    email: str
    role: str
    password: str = PASSWORD

    @property
    def label(self) -> str:
        """Name and role, in the language that is active."""
        return f"{self.name}, {Role(self.role).label}"


LOGINS = (
    DemoLogin("Nigar Əliyeva", "nigar@kehreba.example", Role.OWNER),
    DemoLogin("Selin Kaya", "selin@kehreba.example", Role.APPROVER),
    DemoLogin("Orxan Məmmədov", "orxan@kehreba.example", Role.EDITOR),
)


def logins(request: HttpRequest) -> tuple[DemoLogin, ...]:
    """All of them on the sign-in page of a demonstration, else nobody."""
    match = request.resolver_match
    here = match is not None and match.view_name == "account_login"
    return LOGINS if settings.DEMO and here else ()
