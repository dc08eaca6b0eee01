"""What protects a person's account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings

from accounts.models import Session, User

Type = Authenticator.Type


@dataclass(frozen=True, slots=True)
class Passkey:
    """A line of the list."""

    pk: int
    name: str
    created_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class Protection:
    """Everything but the password. `codes_left` is None without recovery codes."""

    app_since: datetime | None
    app_used_at: datetime | None
    passkeys: tuple[Passkey, ...]
    codes_left: int | None
    codes_of: int
    sessions: int

    @property
    def has_second_factor(self) -> bool:
        """Whether a password alone is not enough."""
        return self.app_since is not None or bool(self.passkeys)


def protection(person: User) -> Protection:
    """What the person has set up; two queries."""
    held = {row.pk: row for row in Authenticator.objects.filter(user=person).order_by("created_at", "pk")}
    rows = list(held.values())
    found = next((row for row in rows if row.type == Type.TOTP), None)
    spare = next((row for row in rows if row.type == Type.RECOVERY_CODES), None)
    return Protection(
        app_since=found.created_at if found else None,
        app_used_at=found.last_used_at if found else None,
        passkeys=tuple(_passkey(row) for row in rows if row.type == Type.WEBAUTHN),
        codes_left=len(spare.wrap().get_unused_codes()) if spare else None,
        codes_of=settings.MFA_RECOVERY_CODE_COUNT,
        sessions=Session.objects.filter(person=person).count(),
    )


def passkeys(person: User) -> list[Passkey]:
    """Her passkeys, oldest first."""
    rows = Authenticator.objects.filter(user=person, type=Type.WEBAUTHN).order_by("created_at", "pk")
    return [_passkey(row) for row in rows]


def app(person: User) -> Any:
    """Her authenticator app, or None."""
    return Authenticator.objects.filter(user=person, type=Type.TOTP).first()


def plain_codes(person: User) -> list[str]:
    """Her unused recovery codes. For the moment they are made."""
    row = Authenticator.objects.get(user=person, type=Type.RECOVERY_CODES)
    found: list[str] = row.wrap().get_unused_codes()
    return found


def _passkey(row: Authenticator) -> Passkey:
    return Passkey(row.pk, row.wrap().name, row.created_at, row.last_used_at)
