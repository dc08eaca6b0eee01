"""The mail server that EMAIL_URL names."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

PORTS = {"smtp": 25, "smtps": 465}
SHAPE = (
    "EMAIL_URL must look like smtp://user:password@host:587?tls=1 (or smtps://… for TLS from the first byte)"
)


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mails are handed over. `starttls` asks for TLS after the greeting, `tls` speaks it from the first byte."""

    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)
    starttls: bool = False
    tls: bool = False


def parse(address: str) -> MailServer | None:
    """The server of an EMAIL_URL; None when there is none. Raises ImproperlyConfigured for what cannot be used."""
    if not address:
        return None
    parts = urlsplit(address)
    if parts.scheme not in PORTS or not parts.hostname:
        raise ImproperlyConfigured(SHAPE)
    try:
        port = parts.port or PORTS[parts.scheme]
    except ValueError as error:
        raise ImproperlyConfigured(SHAPE) from error
    return MailServer(
        host=parts.hostname,
        port=port,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        starttls=parse_qs(parts.query).get("tls") == ["1"],
        tls=parts.scheme == "smtps",
    )
