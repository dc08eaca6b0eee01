"""The demo's people: known names and one known password, only where DEMO=1."""

from __future__ import annotations

from dataclasses import dataclass

PASSWORD = "meydan-demo-2026"  # noqa: S105 - known to everybody on purpose; never used without DEMO=1


@dataclass(frozen=True, slots=True)
class Login:
    """One person of the demo."""

    role: str
    email: str
    name: str


LOGINS = (
    Login("owner", "nigar@kehreba.example", "Nigar Əliyeva"),
    Login("approver", "selin@kehreba.example", "Selin Kaya"),
    Login("editor", "orxan@kehreba.example", "Orxan Məmmədov"),
)
