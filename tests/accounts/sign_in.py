"""Signing in as people do, through the page."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.test import Client

from accounts.models import User
from tests import world

HOST = "localhost"
"""Passkeys need a name; 127.0.0.1 and testserver are none that fido2 takes without https."""
CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1 Version/18.0 Mobile/15E148 Safari/604.1"


def member(name: str = "nigar") -> User:
    """A person with a proven address."""
    person = world.person(name)
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


def browser(described: str = CHROME, address: str = "203.0.113.7") -> Client:
    """Somebody's browser."""
    return Client(headers={"user-agent": described, "host": HOST}, REMOTE_ADDR=address)


def sign_in(client: Client, person: User, password: str = world.PASSWORD) -> Any:
    """The answer to the sign-in page."""
    return client.post("/accounts/login/", {"login": person.email, "password": password})


def prove(client: Client, password: str = world.PASSWORD) -> None:
    """Say the password once more, as sensitive pages ask for."""
    client.post("/accounts/reauthenticate/", {"password": password})


def is_in(client: Client) -> bool:
    """Whether the browser reaches a page of its person."""
    return bool(client.get("/me/organizations/").status_code == 200)


def with_app(person: User) -> str:
    """Give her an authenticator app and recovery codes; returns the app's key."""
    secret: str = generate_totp_secret()
    TOTP.activate(person, secret)
    RecoveryCodes.activate(person)
    return secret


def recovery_codes(person: User) -> list[str]:
    """Her unused recovery codes."""
    row = Authenticator.objects.get(user=person, type=Authenticator.Type.RECOVERY_CODES)
    found: list[str] = row.wrap().get_unused_codes()
    return found


def code(secret: str, at: float) -> str:
    """What the app shows at a time (seconds since 1970)."""
    return str(format_hotp_value(hotp_value(secret, int(at) // 30)))
